"""`Customer records may not be deleted`: what is done, said of the thing that it is done to."""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from apps.policies.deed_words import DEEDS
from apps.policies.inflect import past, spelled
from apps.policies.language.acts import Act
from apps.policies.language.build_names import refuse
from apps.policies.language.lexer import Spoken
from apps.policies.language.meaning import Cond, Doing
from apps.policies.language.open_deeds import done_by
from apps.policies.language.things import KEPT, LEAVING
from apps.policies.rule import Named, Target
from apps.policies.told.asked import normal

NOUNS = frozenset(normal(noun) for deed in DEEDS if not deed.of for noun in (deed.nouns, *deed.also_nouns))
PARTICIPLES = {
    done: deed.id
    for deed in reversed(DEEDS)
    for verb in (deed.verb, *deed.also_verbs)
    for done in spelled(past(verb), "ed")
}
PHRASES = frozenset(
    (normal(thing.removeprefix("a ").removeprefix("an ")), done)
    for deed in DEEDS
    for verb in (deed.verb, *deed.also_verbs)
    for first, _, thing in (verb.partition(" "),)
    if thing
    for done in spelled(past(first), "ed")
)
CONTENTS = frozenset({"secret", "password", "token", "credential", "api key", "access key", "attachment"})
SPREAD = frozenset(KEPT) | frozenset(
    (
        "committed pushed emailed mailed messaged texted forwarded shared posted published uploaded exported printed "
        "copied written"
    ).split()
)
OUTGOING = ("messages", "shares", "exports", "uploads")  # how data may leave
TIMED = frozenset("scheduled planned timed arranged conducted".split())  # when it is done, not something else
LOOKED_INTO = frozenset("record file document chart folder dossier attachment report mailbox message email".split())
FILES = frozenset({"file", "files"})
MOVED = frozenset({"raised"})  # prices are raised otherwise than invoices
HALTED = frozenset(
    (
        "suspended paused halted frozen blocked stopped withheld postponed deferred delayed disallowed banned barred "
        "vetoed voided discontinued prohibited quarantined limited restricted reserved required suspected allowed "
        "permitted"
    ).split()
)  # what is said of a doing, and no doing of its own
CHANGED = frozenset({"changed", "altered", "modified", "adjusted", "touched"})


class Unlisted(str):
    """What nobody listed: it is done to this."""

    __slots__ = ()


class Done(NamedTuple):
    """`altered or deleted in Salesforce`"""

    words: tuple[Spoken, ...]
    connectors: tuple[Named, ...] = ()


def passive_doing(things: Sequence[Any] | Unlisted, conds: Sequence[Cond], done: Done) -> Doing:
    """The acts of participles on objects, on the patients of a fixed phrase ("keys … rotated"), or on anything."""
    acts = [
        Act(target=target.model_copy(update={"connectors": done.connectors}), at=word.start_pos or 0)
        for word in done.words
        for target in dict.fromkeys(_targets(things, word))
    ]
    return Doing(tuple(acts), conds=tuple(conds))


def _targets(things: Sequence[Any] | Unlisted, done: Spoken) -> list[Target]:
    if not isinstance(things, Unlisted) and things and all(isinstance(each, Unlisted) for each in things):
        return [Target(deed=_freely(each, done)) for each in things]
    if isinstance(things, Unlisted):
        return [Target(deed=_freely(things, done))]
    if things and "P_ANY" not in done.meanings:
        raise refuse(f"“{done}” is no kind of action of such things.", done)
    if things and isinstance(things[0], Spoken):
        return [Target(deed=_of_patient(each, done)) for each in cast("Sequence[Spoken]", things)]
    if done.meanings.keys() & {"_MADE", "_RELEASED"} and set(map(normal, things)) & NOUNS:
        raise refuse("There is a word for this kind of action.", done)
    if str(done).casefold() in SPREAD and CONTENTS & set(map(normal, things)):
        raise refuse("This is what a text contains.", done)
    if any((normal(thing), str(done).casefold()) in PHRASES for thing in things):
        raise refuse("There is a phrase for this kind of action.", done)
    if not things and str(done).casefold() in LEAVING:
        return [Target(deed=deed) for deed in OUTGOING]
    if things and str(done).casefold() in LEAVING:
        if set(map(normal, things)) <= FILES:
            raise refuse("This is data of any kind.", done)
        sent = [Target(deed=f"{done_by(str(done).casefold())} {normal(each)}") for each in things]
        return sent + [Target(deed=deed, objects=tuple(things)) for deed in OUTGOING[1:]]
    looked_into = str(done).casefold() == "opened" and any(
        normal(each).split(" ")[-1] in LOOKED_INTO for each in things
    )
    return [Target(deed="read" if looked_into else _usual(done), objects=tuple(things))]


def _freely(thing: str, done: Spoken) -> str:
    """`certificates … renewed`: renewing certificates; what is made or given is named by itself."""
    said = str(done).casefold()
    made = ("_MADE" in done.meanings and said not in MOVED) or said in TIMED
    return str(thing) if made else f"{done_by(str(done).casefold()) or done} {thing}"


def _of_patient(patient: Spoken, done: Spoken) -> str:
    known: Any = patient.meaning("PATIENT")
    if str(done).casefold() not in known:
        raise refuse(f"“{patient} … {done}” names no kind of action here.", done)
    return str(known[str(done).casefold()])


def _usual(done: Spoken) -> str:
    deeds: Any = done.meanings.get("P_ANY")
    if not deeds and str(done).casefold() in CHANGED:
        return "write"
    if not deeds:
        raise refuse(f"“{done}” alone names no kind of action here.", done)
    return str(deeds[0])
