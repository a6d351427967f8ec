"""Conditions on what an action and its records are, read by parts: whose status, how old, how many, how much of what.

A condition that is read so stands in its sentence as one word, *situation-one*, so that all else that reads sentences
reads the rest; what it says is that word's meaning.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy

from apps.policies.language.lexicon import Lexicon
from apps.policies.language.render_conditions import sayable
from apps.policies.language.situations.clauses import condition
from apps.policies.language.situations.found import Found, clauses, narrowings
from apps.policies.language.situations.neither import in_one
from apps.policies.language.situations.replaced import WORDS, replaced
from apps.policies.language.situations.saying import Scene
from apps.policies.rule import Age, AnyOf, Attribute, Compared, EveryOf, Number, Share, Tagged, Worth, tests_in

ASKS = re.compile(
    r"\b(?:needs?|requires?|takes?|asks?|approv\w+|sign\w*|agree\w*|consent|allowed|permitted|held|waits?)\b"
    r"(?!.*\bwithout )",
    re.IGNORECASE,
)
MEASURING = (Number, Age, Share, Worth, Compared, Tagged)


def situated(text: str, lexicon: Lexicon, *, freely: bool = False) -> Iterator[tuple[str, Lexicon]]:
    """The sentence with a word for each condition that can be read, and the lexicon that knows these.

    `freely`: for those that only say in words of their own what something is, too.
    """
    if not lexicon.open or left(text):
        return
    text, freely = in_one(text), freely or in_one(text) != text
    found: list[Found] = []
    for each in (*clauses(text, lexicon), *narrowings(text, lexicon)):
        apart = all(each.end <= other.begin or other.end <= each.begin for other in found)
        if apart and (_strong(each, text) or (freely and not _of_signers(each, text))) and sayable(each.means):
            found.append(each)
    found = sorted(found, key=lambda each: each.begin)
    if 0 < len(found) <= len(WORDS):
        known = _knowing(lexicon, found)
        yield from ((said, known) for said in replaced(text, found))


def left(said: str) -> bool:
    """Whether such a word was taken for a name."""
    return "situation-" in said


def _strong(found: Found, text: str) -> bool:
    """Whether it says more than a state in words of its own, as "on the Enterprise plan" is."""
    last = text[found.begin : found.end].rstrip(".").rpartition(" ")[2].casefold()
    if isinstance(found.means, Attribute) and found.means.name == last:
        return False
    tests: Iterable[object] = tests_in(found.means)
    return found.related or isinstance(found.means, AnyOf | EveryOf) or any(map(_says_much, tests))


def _of_signers(found: Found, text: str) -> bool:
    """Whether it may belong to who signs or to what is owed: "need approval from HR and the manager"."""
    return not found.how and bool(ASKS.search(text[: found.begin]))


def _says_much(test: object) -> bool:
    return isinstance(test, MEASURING) or (isinstance(test, Attribute) and bool(test.name))


def _knowing(lexicon: Lexicon, found: Sequence[Found]) -> Lexicon:
    """The lexicon with a word for each of these."""
    more = copy(lexicon)
    said = zip(WORDS, found, strict=False)
    more.phrases = lexicon.phrases | {(word,): {"SITUATION": each.means} for word, each in said}
    more.words = lexicon.words | set(WORDS)
    return more


__all__ = ["Scene", "condition", "left", "situated"]
