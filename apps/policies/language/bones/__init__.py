"""A sentence by its bones: what shall happen, to what, under which conditions; each part read on its own.

Where no grammar reads a sentence whole, the word that says what shall happen ("must not be", "needs", "may only be …
if") still parts it. What is done, who signs and each condition are read by the grammar in a sentence of their own; what
it cannot read stands in quotes as it is said. No word is left out, and what the parts mean together must be a sentence
that reads back as the same rule.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import takewhile
from typing import TypeAlias

from apps.policies.language.bones.asked import Grammar, Spent
from apps.policies.language.bones.beside import by_frames
from apps.policies.language.bones.clause import parted
from apps.policies.language.bones.discourse import discourse
from apps.policies.language.bones.excepted import excepted
from apps.policies.language.bones.fleshed import read_back, rule_of
from apps.policies.language.bones.kinds import by_kind
from apps.policies.language.bones.leaning import leaning, parted_where_it_leans
from apps.policies.language.bones.otherwise import otherwise
from apps.policies.language.bones.several import sentences
from apps.policies.language.lexer import straight
from apps.policies.language.lexicon import Lexicon
from apps.policies.language.slips import slip
from apps.policies.language.teach import undecidable
from apps.policies.rule import Rule

BESIDE = re.compile(
    r"^(?:please,? |nobody (?:may )?(?:approves?|signs?)(?: off)?(?: on)? (?:their|his|her) own [a-z]+[:;] )",
    re.IGNORECASE,
)  # what says nothing, or holds anyhow
ENDINGS = ("ed", "wn", "ing")  # "handed" is no slip for "handled"
Reads: TypeAlias = Callable[[str], Rule | None]


def by_its_frames(text: str, lexicon: Lexicon) -> Iterator[Rule]:
    """What a sentence can mean whose every word is accounted for by frames, the likeliest first."""
    plain = BESIDE.sub("", straight(text).strip().rstrip(".").strip())
    if not lexicon.open or '"' in plain or undecidable(plain) or _slipped(plain, lexicon):
        return
    grammar = Grammar(lexicon)
    with suppress(Spent):
        yield from by_frames(plain, grammar)


def by_its_bones(text: str, lexicon: Lexicon, read: Reads | None = None) -> Iterator[Rule]:
    """What a sentence can mean by its bones, the likeliest first. `read`: one of several sentences by itself."""
    plain = straight(text).strip().rstrip(".").strip()
    if not lexicon.open or undecidable(plain) or _slipped(plain, lexicon):
        return
    grammar = Grammar(lexicon)
    with suppress(Spent):
        if read and (rule := otherwise(plain, grammar, read)):
            yield rule
        if read:
            yield from _in_parts(plain, grammar, read)
        for bones, pieces in parted(plain, lexicon):
            if rule := rule_of(bones, pieces, grammar):
                yield rule


def without_what_it_excepts(text: str, lexicon: Lexicon, read: Reads) -> Rule | None:
    """The rule of a sentence whose exception names the thing again, so that it can be read in two ways."""
    with suppress(Spent):
        return excepted(straight(text).strip().rstrip("."), Grammar(lexicon), read)
    return None


def _slipped(text: str, lexicon: Lexicon) -> bool:
    """Whether a word is a slip of the keyboard, which no name of one's own may hide."""
    said = {word.casefold() for word in re.findall(r"[A-Za-z]+", text)}
    unknown = (word for word in said if word not in lexicon.words and not word.endswith(ENDINGS))
    return any(slip(word, lexicon.words) for word in unknown)


def _in_parts(text: str, grammar: Grammar, read: Reads) -> Iterator[Rule]:
    if rule := by_kind(text, grammar, read):
        yield rule
    for parts in sentences(text):
        rules = list(takewhile(bool, map(read, parts)))
        if len(rules) == len(parts):
            clauses = dict.fromkeys(clause for rule in rules if rule for clause in rule.clauses)
            if rule := read_back(tuple(clauses), grammar):
                yield rule
    for one, two in parted_where_it_leans(text):
        before = read(one)
        more = leaning(before, two, grammar) if before else None
        if before and more and (rule := read_back((*before.clauses, more), grammar)):
            yield rule
    for way in (discourse, excepted):
        if rule := way(text, grammar, read):
            yield rule


__all__ = ["by_its_bones", "by_its_frames", "without_what_it_excepts"]
