"""The sentence with one word in the place of each condition."""

import re
from collections.abc import Iterator, Sequence

from apps.policies.language.build_joins import OWN
from apps.policies.language.situations.found import Found
from apps.policies.rule import Age, Attribute, Has, tests_in

WORDS = ("situation-one", "situation-two", "situation-three", "situation-four")
UNTIL = re.compile(r"(?:until|till)\b", re.IGNORECASE)
KNOWN = frozenset("if when unless until where once while".split())
TURNS = re.compile(r"\b(?:only|except|other than|nobody|no one|unless|otherwise)\b", re.IGNORECASE)
THAT = re.compile(
    r"(?P<before>\b(?:to|of|on|from|in|against|for|[a-z]+ing|agents? (?:may|can|must|may not|must not|cannot) "
        r"[a-z]+|never "
    r"[a-z]+|do not [a-z]+)) (?:it|them)\b", re.IGNORECASE
)  # fmt: skip
SIGNING = re.compile(r"(?:approv|sign|confirm|review|authori[sz]|agree|clear)\w* (?:it|them)$", re.IGNORECASE)


def replaced(text: str, found: Sequence[Found]) -> Iterator[str]:
    """The sentence in each order that it can be read in."""
    yield _in_place(text, found)
    behind = [each for each in found if not each.how]
    if behind and not TURNS.search(text):
        yield _at_the_end(text, found)


def _in_place(text: str, found: Sequence[Found]) -> str:
    made, at, first = "", 0, ""
    for word, each in zip(WORDS, found, strict=False):
        if each.how and _between(text, each):
            made, first = f"{made}{text[at : each.begin].rstrip(' ,')}", f"{_how(each, text)} {word}, "
            at = each.end + 1
            continue
        made += text[at : each.begin] + (f"{_how(each, text)} {word}" if each.how else f" {word}")
        at = each.end
    rest = text[at:]
    if found[0].begin == 0 and (noun := _of(found[0])):
        rest = THAT.sub(lambda one: one[0] if SIGNING.search(one[0]) else f"{one['before']} the {noun}", rest, count=1)
    made += rest
    return first[:1].upper() + first[1:] + _lower(made) if first else made


def _between(text: str, found: Found) -> bool:
    """Whether a clause stands between commas in the middle: it is said first."""
    return found.begin > 1 and text[: found.begin].endswith(", ") and text[found.end :].startswith(", ")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _at_the_end(text: str, found: Sequence[Found]) -> str:
    """What narrows a noun, said behind the sentence."""
    said, at, behind = "", 0, []
    for word, each in zip(WORDS, found, strict=False):
        said += text[at : each.begin]
        if each.how:
            said += f"{_how(each, text)} {word}"
        else:
            behind.append(word)
        at = each.end
    plain = (said + text[at:]).rstrip(". ")
    return f"{plain} when {' and '.join(behind)}."


def _how(found: Found, text: str) -> str:
    """The word that it stands behind, in one that the grammar knows."""
    how = found.how.casefold()
    known = "unless" if UNTIL.match(how) and not text[: found.begin].strip() else how
    known = known if known in KNOWN else "unless" if how.startswith("except") else "if"
    return known.capitalize() if found.begin == 0 else known


def _of(found: Found) -> str:
    """The record that a clause speaks of, which "it" behind is; nothing for none or several."""
    said = {test.of for test in tests_in(found.means) if isinstance(test, Attribute | Age | Has)} | set(found.spoken_of)
    return said.pop() if len(said) == 1 and OWN not in said else ""
