"""Sentences in a row of which later ones lean on the first: each said in full, read, and put together."""

import re
from collections.abc import Callable

from apps.policies.conditions import every, parts_of
from apps.policies.inflect import singular
from apps.policies.language.bones.antecedent import Antecedent, antecedents
from apps.policies.language.bones.asked import Grammar
from apps.policies.language.bones.clause import LEADS
from apps.policies.language.bones.excepted import turned
from apps.policies.language.bones.fleshed import read_back
from apps.policies.language.bones.pronouns import sort_of
from apps.policies.language.bones.reference import SO_MANY, in_full
from apps.policies.language.bones.several import LEANS
from apps.policies.language.render import noun
from apps.policies.language.render_words import listed
from apps.policies.language.sentences import NO_END
from apps.policies.rule import Clause, Effect, Rule, Target

LEANERS = (
    r"(?:the same|those|(?:for )?(?!no one\b)[a-z-]+ ones?\b|one (?:of|with|for|above|over)|"
    r"(?:it|they|these) (?:also |too )?(?:may|must|can|need|require|is|are|go|shall)|"
    r"in (?:that|this|such|these|those)\b|if so|such an?|[a-z]+ing (?:it|them|one|these|those)\b|"
    r"(?:if|when|where|once) (?:it|they)\b|"
    r"(?:two|three|four|five) (?:people |of them )?(?:if|when|where|outside|during|at|on)\b)"
)
ENDS = re.compile(
    rf"{NO_END}[.;]\s+|,? (?:and|while|whereas) (?={LEANERS})|,? (?=(?:but|yet) {LEANERS})|"
    r",? and (?=so (?:does|do|is|are)\b)|, (?=(?:[^,;]|,(?=\d))+ instead(?:[.;,]|$))|"
    r", (?=those\b|(?!no one\b)[a-z-]+ ones\b|one of\b|(?:two|three|four) (?:people )?(?:if|when|outside|during|at)\b)",
    re.IGNORECASE,
)
TURNS = re.compile(
    r"^(?:but|however|yet|nevertheless|still|on the other hand|by contrast|exceptionally|"
    r"exceptions?:|(?:as|by way of) (?:an )?exception)(?= |,)",
    re.IGNORECASE,
)
INSTEAD = re.compile(r"\binstead\b", re.IGNORECASE)
MOST = 4
Reads = Callable[[str], Rule | None]


def discourse(text: str, grammar: Grammar, read: Reads) -> Rule | None:
    """The rule of all sentences; None where one of them cannot be read, or none leans on another."""
    first, *more = [part.strip() for part in ENDS.split(text) if part.strip()] or [""]
    if not 0 < len(more) < MOST or not any(_leans(part) or TURNS.match(part) for part in more):
        return None
    clauses = _single(read(first))
    before = first
    for part in more:
        told = clauses and _told(part, before, clauses, read)
        if not told:
            return None
        clauses = _together(clauses, told, part)
        before = before if _leans(part) else part
    return read_back(tuple(dict.fromkeys(clauses)), grammar)


def _leans(part: str) -> bool:
    plain = TURNS.sub("", part)
    return bool(LEANS.search(plain) or SO_MANY.match(plain) or plain.startswith("so "))


def _single(rule: Rule | None) -> tuple[Clause, ...]:
    return rule.clauses if rule else ()


def _told(part: str, before: str, clauses: tuple[Clause, ...], read: Reads) -> tuple[Clause, ...]:
    if not _leans(part):
        return _single(read(TURNS.sub("", part).strip(" ,")))
    base = clauses[0]
    led = bool(LEADS.match(before))
    nouns = listed((noun(target) for target in base.targets), "and")
    for each, keeps in (
        *((one, led) for one in antecedents(before)),
        (Antecedent(before, nouns, "", base.effect), True),
    ):
        for fuller in in_full(TURNS.sub("", part).strip(" ,"), each):
            if found := _single(read(fuller.text)):
                return _under(found, base, keeps=keeps or fuller.keeps)
    return ()


def _under(found: tuple[Clause, ...], base: Clause, *, keeps: bool) -> tuple[Clause, ...]:
    """Each clause; about the same deed under the conditions of the one before that it does not say otherwise."""
    return tuple(
        _kept(each, base) if _same_deed(each, base) and (keeps or each.effect is Effect.AUTO) else each
        for each in found
    )


def _same_deed(one: Clause, other: Clause) -> bool:
    """One and several of them are the same: a rebate, rebates."""
    return [_named(target) for target in one.targets] == [_named(target) for target in other.targets]


def _named(target: Target) -> Target:
    return target.model_copy(update={"deed": singular(target.deed.casefold())}) if target.deed else target


def _kept(found: Clause, base: Clause) -> Clause:
    new = parts_of(found.condition)
    kept = [each for each in parts_of(base.condition) if sort_of(each) not in map(sort_of, new)]
    return found.model_copy(update={"condition": every((*kept, *new)) if (kept or new) else None})


def _together(before: tuple[Clause, ...], found: tuple[Clause, ...], part: str) -> tuple[Clause, ...]:
    """Both; where the later sentence turns, what it says is carved out of those before."""
    instead = bool(INSTEAD.search(part) or SO_MANY.match(part))
    for each in found if instead or TURNS.match(part) else ():
        before = tuple(_carved(base, each) if _gives_way(base, each, instead=instead) else base for base in before)
    return *before, *found


def _gives_way(base: Clause, other: Clause, *, instead: bool) -> bool:
    loosens = base.effect is not Effect.AUTO and other.effect is Effect.AUTO
    return _same_deed(base, other) and other.condition is not None and (instead or loosens)


def _carved(base: Clause, other: Clause) -> Clause:
    parts = [*parts_of(base.condition), *([turned(other.condition)] if other.condition else [])]
    return base.model_copy(update={"condition": every(parts)})
