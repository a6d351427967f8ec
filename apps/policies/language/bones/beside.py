"""What is due besides what a frame says: two people sign, each with a key; wait a day and tell Support."""

import re
from collections.abc import Iterator

from apps.policies.language.bones.asked import Grammar
from apps.policies.language.bones.fleshed import read_back, rule_of
from apps.policies.language.bones.framed import framed
from apps.policies.language.bones.frames import pattern
from apps.policies.language.render import noun
from apps.policies.language.render_words import listed
from apps.policies.rule import Clause, Effect, Rule

CUTS = re.compile(r",? (?:and|but)(?: (?:also|then))? |, ")
KEY = "confirm with a security key"
CHANNEL = "confirm on a second channel"
SUFFIXES = tuple(
    (re.compile(pattern(f"(?P<core>.+?){words}"), re.IGNORECASE), owed)
    for words, owed in (
        ("<EACH>(?: <MUST>)? (?:<USE>|<USES>|using|with|confirming (?:it )?(?:with|by)) <KEY>", KEY),
        (",? (?:using|with|by means of|by) <KEY>", KEY),
        ("<EACH>(?: <MUST>)? confirms?(?: <IT>)? <OVER> (?:<CHANNEL>)", CHANNEL),
        (",? (?:and )?confirmed <OVER> (?:<CHANNEL>)", CHANNEL),
    )
)
OWES = frozenset({Effect.ASK, Effect.OWE})


def by_frames(text: str, grammar: Grammar) -> Iterator[Rule]:
    """Each rule that frames make of a text, with what is due besides."""
    for bones in framed(text, grammar.lexicon):
        if rule := rule_of(bones, (), grammar):
            yield rule
    for core, said in _cut(text):
        for bones in framed(core, grammar.lexicon):
            first = rule_of(bones, (), grammar)
            if first and (both := _with(first.clauses, said, grammar)) and (rule := read_back(both, grammar)):
                yield rule


def _cut(text: str) -> Iterator[tuple[str, str]]:
    """What is said first, and what is due besides."""
    for words, owed in SUFFIXES:
        if found := words.fullmatch(text):
            yield found["core"], owed
    for cut in CUTS.finditer(text):
        yield text[: cut.start()], text[cut.end() :]


def _with(clauses: tuple[Clause, ...], said: str, grammar: Grammar) -> tuple[Clause, ...]:
    """The clause with what is said to be due for the same; nothing where that says something else."""
    if len(clauses) != 1 or clauses[0].effect not in OWES:
        return ()
    (clause,) = clauses
    nouns = listed((noun(target) for target in clause.targets), "and")
    for way in (f"for {nouns}, {said}", f"for {nouns}, it {said}"):
        due = grammar.clause(f"{way[:1].upper()}{way[1:]}.")
        if not due or due.effect is not Effect.OWE:
            due = next((one for one in _framed(way, grammar) if one.effect is Effect.OWE), None)
        if due and due.targets == clause.targets and not due.condition and due.extras:
            return (clause.model_copy(update={"extras": (*clause.extras, *due.extras)}),)
    return ()


def _framed(text: str, grammar: Grammar) -> Iterator[Clause]:
    for bones in framed(text, grammar.lexicon):
        rule = rule_of(bones, (), grammar)
        if rule and len(rule.clauses) == 1:
            yield rule.clauses[0]
