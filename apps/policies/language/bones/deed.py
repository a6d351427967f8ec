"""What is done: a verb and a noun phrase, and what narrows it, each narrowing read on its own."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from apps.policies.inflect import gerund
from apps.policies.language.bones.asked import Grammar
from apps.policies.language.bones.conditions import narrowed
from apps.policies.language.bones.own import own
from apps.policies.language.bones.systems import AND, taken_there
from apps.policies.language.verbs import names_a_doing, verbs
from apps.policies.lemmas import all_of, lemmas
from apps.policies.rule import AnyOf, Clause, Condition, Effect, Need, Target, negated
from apps.policies.told.likely import free

ALL = re.compile(r"(?:every|all|any|each|an?|the|our|such)(?: single| further| new)?(?: of the)? (?=\w)", re.IGNORECASE)
MARK_WORDS = (
    "that, which, who, whose, where, with, without, by, on, in, from, for, to, of, under, within, during, through, "
    "via, at, into, between, outside, over, above, below, exceeding, worth, greater, more, less, older, newer, longer, "
    "up to, after, before, against, per, as, than, belonging, containing, affecting, touching, involving, flagged, "
    "marked, labelled, linked, listed, made, booked, taken, attached, submitted, given, processed, using, beyond, "
    "following, upon, when, while"
).split(", ")
MARKS = re.compile(rf" (?=(?:{'|'.join(MARK_WORDS)})\b)", re.IGNORECASE)
HELD = re.compile(r"(?:of|than|per|more|less|to)\b", re.IGNORECASE)
FREELY = re.compile(
    r"\b(?:not|never|no|none|any|every|all|unless|except|only|than|nor|neither|whatever|least|most)\b|\d", re.IGNORECASE
)
CHANGING = "change update action request"  # of what?
MOST_WORDS = 5
MOST_PARTS = 6
DOES = frozenset({Effect.AUTO, Effect.DENY, Effect.ASK})
NO_DEED = frozenset(
    "make let have has ha get be do go keep allow permit when whenever if while where once unless until after before "
    "who whoever which that what whether and or not no never only any every all each the a an".split()
)
TURNS = re.compile(
    r"\b(?:may|must|shall|should|can|could|cannot|never|not|nobody|needs?|requires?|unless|except|only)\b",
    re.IGNORECASE,
)
SETS = re.compile(r"(?:re)?(?:set|chang|switch|turn|flip)(?:e|ting|ing|ping)?\b", re.IGNORECASE)
DOINGS = re.compile(r"(?P<doings>[a-z]+ing(?:, [a-z]+ing)*,? (?:and|or) [a-z]+ing) (?P<what>.+)", re.IGNORECASE)


class Deed(NamedTuple):
    targets: tuple[Target, ...]
    conditions: tuple[Condition, ...] = ()

    def otherwise(self) -> "Deed":
        """The same deed where not all of its conditions hold."""
        turned = tuple(map(negated, self.conditions))
        return self._replace(conditions=(AnyOf(of=turned),) if len(turned) > 1 else turned)


def each_deed(what: str, verbs: tuple[str, ...], rest: str, grammar: Grammar, *, loosens: bool) -> tuple[Deed, ...]:
    """What is done by each of several verbs to the same; nothing where one of them cannot be read."""
    if gerunds := DOINGS.fullmatch(what):
        found = [
            deeds(f"{doing} {gerunds['what']}", "", rest, grammar, loosens=loosens)
            for doing in AND.split(gerunds["doings"])
        ]
    else:
        found = [deeds(what, verb, rest, grammar, loosens=loosens) for verb in verbs]
    return _together(deed for each in found for deed in each) if all(found) else ()


def deeds(what: str, verb: str, rest: str, grammar: Grammar, *, loosens: bool = False) -> tuple[Deed, ...]:
    """What is done to what, each of several things by itself; nothing where one of them cannot be read."""
    if TURNS.search(what) or verb in NO_DEED:
        return ()
    what = ALL.sub("", what, count=1) if ALL.match(what) else what
    for head, mods in _split(what):
        if _sets(verb or head, (*mods, rest)):
            continue
        found = _each_done(head, verb, grammar, loosens=loosens)
        inside, more = taken_there(found, [*mods, *([rest] if rest else [])], grammar)
        told = [narrowed(each, more, grammar, loosens=loosens) for each in inside]
        if found and all(each is not None for each in told):
            return _together(Deed(one.targets, tuple(each or ())) for one, each in zip(inside, told, strict=True))
    return ()


def _sets(doing: str, mods: Iterable[str]) -> bool:
    """Whether a value is written, which is no place or kind of what is done: setting its status to closed."""
    return bool(SETS.match(doing)) and any(mod.startswith("to ") for mod in mods)


def _together(found: Iterable[Deed]) -> tuple[Deed, ...]:
    """Those under the same conditions as one."""
    by_condition: dict[tuple[Condition, ...], list[Target]] = {}
    for each in found:
        by_condition.setdefault(each.conditions, []).extend(each.targets)
    return tuple(Deed(tuple(dict.fromkeys(targets)), conditions) for conditions, targets in by_condition.items())


def _each_done(head: str, verb: str, grammar: Grammar, *, loosens: bool) -> tuple[Clause, ...]:
    whole = _done(head, verb, grammar, loosens=loosens)
    if whole and (not verb or all(gerund(verb) in deed for deed in free(target.deed for target in whole.targets))):
        return (whole,)  # else the grammar took one of the things for a verb
    parts = [] if MARKS.search(head) else [part for part in AND.split(head) if part]
    if verb and any(part.split(" ")[0] in verbs() for part in parts[1:]):
        return ()  # "sign contracts or accept terms" does two things
    done = [_done(part, verb, grammar, loosens=loosens) for part in parts] if 1 < len(parts) < MOST_PARTS else []
    return tuple(each for each in done if each) if all(done) else ()


def _split(what: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The whole; then what stands before each mark, the last one first, and what narrows it behind."""
    yield what, ()
    for mark in reversed([found.start() for found in MARKS.finditer(what) if _parts(what, found.start())]):
        yield what[:mark], (what[mark:].strip(),)


def _parts(what: str, at: int) -> bool:
    """Whether a mark stands by itself: "of", but not that of "more than", "up to"."""
    held = HELD.match(what[at:].lstrip())
    return not held or not what[:at].casefold().endswith((" more", " less", " up"))


def _done(head: str, verb: str, grammar: Grammar, *, loosens: bool) -> Clause | None:
    """The deed as the grammar reads it, narrowly where it loosens; else by its own name."""
    said = f"{verb} {head}" if verb else head
    found = _let(said, grammar, verb=bool(verb)) if loosens else None
    found = found or grammar.clause(f"Never {said}." if verb else f"{said[:1].upper()}{said[1:]} need one person.")
    if found and found.effect in DOES and found.needs in ((), (Need(people=1),)) and not _bare(found, verb):
        return found
    name = f"{gerund(verb)} {head}" if verb else head
    return grammar.clause(f'Never make "{name.casefold()}".') if _names(name) else None


def _bare(found: Clause, verb: str) -> bool:
    """Whether the verb alone was taken for the deed, and its object for a state: "issue parking permits"."""
    return bool(verb) and gerund(verb) in free(target.deed for target in found.targets)


def _let(said: str, grammar: Grammar, *, verb: bool) -> Clause | None:
    return grammar.clause(f"Agents may {said} without asking." if verb else f"{said} need no approval.")


def _names(name: str) -> bool:
    """Whether a deed can be called so: a few words of one's own, none of which marks, counts or joins."""
    short = len(name.split()) <= MOST_WORDS
    first, *of_what = re.split(r" of (?:an? |the |any )?", name, maxsplit=1)
    name = f"{first} {of_what[0]}" if of_what and names_a_doing(first) else name  # the suspension of a member
    if lemmas(name) <= all_of(CHANGING) or MARKS.match(f" {name}"):
        return False
    return short and own(name) and not (FREELY.search(name) or MARKS.search(name) or AND.search(name))
