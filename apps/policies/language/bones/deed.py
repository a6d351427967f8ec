"""What is done: a verb and a noun phrase, and what narrows it, each narrowing read on its own."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from apps.policies.deed_words import DEEDS
from apps.policies.inflect import ODD_PAST, gerund
from apps.policies.language.bones.asked import Grammar
from apps.policies.language.bones.conditions import narrowed
from apps.policies.language.bones.own import own
from apps.policies.rule import Clause, Condition, Effect, Need, Target
from apps.policies.told.likely import free

ALL = re.compile(
    r"(?:every|all|any|each|an?|the|our|such|no)(?: single| further| new)?(?: of the)? (?=\w)", re.IGNORECASE
)
MARKS = re.compile(
    r" (?=(?:that|which|who|whose|where|with|without|by|on|in|from|for|to|of|under|within|during|through|via|at|"
    r"into|between|"
    r"outside|over|above|below|exceeding|worth|greater|more|less|older|newer|longer|up to|after|before|against|"
    r"per|as|than|"
    r"belonging|containing|affecting|touching|involving|flagged|marked|labelled|linked|listed|made|booked|taken|"
    r"attached|"
    r"submitted|given|exceeding|processed|using|beyond|following|upon|when|while)\b)", re.IGNORECASE
)  # fmt: skip
HELD = re.compile(r"(?:of|than|per|more|less|to)\b", re.IGNORECASE)
VERBS = {past: verb for verb, past in ODD_PAST.items()}
FREELY = re.compile(
    r"\b(?:not|never|no|none|any|every|all|unless|except|only|than|nor|neither|whatever|least|most)\b|\d", re.IGNORECASE
)
MOST_WORDS = 5
VERBS_BESIDES = frozenset(
    "accept offer confirm resolve escalate acknowledge open view read post sign promise discuss".split()
)
MOST_PARTS = 6
NO_DEED = frozenset("make let have get be do go keep allow permit".split())
TURNS = re.compile(
    r"\b(?:may|must|shall|should|can|could|cannot|never|not|nobody|needs?|requires?|unless|except|only)\b",
    re.IGNORECASE,
)
AND = re.compile(r", (?:and |or )?| and | or ")


class Deed(NamedTuple):
    targets: tuple[Target, ...]
    conditions: tuple[Condition, ...] = ()


def verb_of(done: str) -> str:
    """`shipped` → ship, `sent` → send, `written off` → write off."""
    first, _, more = done.casefold().partition(" ")
    return f"{VERBS.get(first) or _regular(first)} {more}".strip()


def _regular(done: str) -> str:
    if done.endswith("ied"):
        return f"{done[:-3]}y"
    stem = done.removesuffix("ed")
    if stem == done:
        return done
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "sl":
        return stem[:-1]
    soft = stem.endswith(
        (
            "at",
            "iv",
            "ov",
            "id",
            "ar",
            "ur",
            "uc",
            "ng",
            "dg",
            "us",
            "as",
            "os",
            "iz",
            "yz",
            "eas",
            "ag",
            "rg",
            "lv",
            "rv",
            "il",
            "at",
            "ut",
            "ak",
            "ir",
            "or",
            "ot",
            "et",
            "it",
            "in",
            "op",
            "ap",
        )
    )
    return (
        f"{stem}e"
        if (soft and f"{stem}e" in ENDS_IN_E)
        or stem.endswith(("at", "iv", "ov", "uc", "dg", "iz", "lv", "rv", "rg", "us", "eas"))
        else stem
    )


ENDS_IN_E = frozenset(
    "share store delete update create approve move remove archive merge change charge schedule release close schedule "
    "file rename purge restore execute invite issue provide use disclose expose publish include quote waive reuse name "
    "make take raise dispose reassure configure ensure rotate promote revoke".split()
)


def deeds(what: str, verb: str, rest: str, grammar: Grammar, *, loosens: bool = False) -> tuple[Deed, ...]:
    """What is done to what, each of several things by itself; nothing where one of them cannot be read."""
    if TURNS.search(what) or verb in NO_DEED:
        return ()
    what = ALL.sub("", what, count=1) if ALL.match(what) else what
    for head, mods in _split(what):
        found = _each_done(head, verb, grammar, loosens=loosens)
        told = [narrowed(each, [*mods, *_mods(rest)], grammar, loosens=loosens) for each in found]
        if found and all(each is not None for each in told):
            return _together(Deed(one.targets, tuple(each or ())) for one, each in zip(found, told, strict=True))
    return ()


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
    parts = [part for part in AND.split(head) if part]
    if verb and any(part.split(" ")[0] in verbs() for part in parts[1:]):
        return ()  # "sign contracts or accept terms" does two things
    done = [_done(part, verb, grammar, loosens=loosens) for part in parts] if 1 < len(parts) < MOST_PARTS else []
    return tuple(each for each in done if each) if all(done) else ()


def _split(what: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield what, ()
    marks = [
        found.start()
        for found in MARKS.finditer(what)
        if not HELD.match(what[found.end() :]) or _alone(what, found.start())
    ]
    for at in reversed(marks):
        yield what[:at], tuple(_mods(what[at:]))


def _alone(what: str, at: int) -> bool:
    return what[at:].casefold().startswith((" of ", " to ", " more than", " less than")) and not what[
        :at
    ].casefold().endswith((" more", " less", " up"))


def _mods(rest: str) -> list[str]:
    rest = rest.strip()
    if not rest:
        return []
    return [rest]


@cache
def verbs() -> frozenset[str]:
    """The first word of each verb phrase that a deed is known by."""
    return frozenset(verb.split(" ")[0] for kind in DEEDS for verb in (kind.verb, *kind.also_verbs)) | VERBS_BESIDES


def _done(head: str, verb: str, grammar: Grammar, *, loosens: bool) -> Clause | None:
    said = f"{verb} {head}" if verb else head
    found = (
        grammar.clause(f"Agents may {said} without asking." if verb else f"{said} need no approval.")
        if loosens
        else None
    )
    if verb:
        found = found or grammar.clause(f"Never {said}.")
    else:
        found = found or grammar.clause(f"{said[:1].upper()}{said[1:]} need one person.")
    if (
        found
        and found.effect in (Effect.AUTO, Effect.DENY, Effect.ASK)
        and (not found.needs or found.needs == (Need(people=1),))
    ):
        return found
    name = f"{gerund(verb)} {head}" if verb else head
    if (
        not own(name)
        or FREELY.search(name)
        or MARKS.search(f" {head}")
        or len(name.split()) > MOST_WORDS
        or AND.search(name)
    ):
        return None
    return grammar.clause(f'Never make "{name.casefold()}".')


__all__ = ["Deed", "deeds", "verb_of"]
