"""`Customer records may not be deleted`: what is done, said of the thing that it is done to."""

from collections.abc import Sequence
from typing import Any, cast

from apps.policies.deed_words import DEEDS
from apps.policies.language.acts import Act
from apps.policies.language.build_names import refuse
from apps.policies.language.lexer import Spoken
from apps.policies.language.meaning import Cond, Doing
from apps.policies.language.open_deeds import done_by
from apps.policies.rule import Target
from apps.policies.told.asked import normal

NOUNS = frozenset(normal(noun) for deed in DEEDS if not deed.of for noun in (deed.nouns, *deed.also_nouns))
CHANGED = frozenset({"changed", "altered", "modified", "adjusted", "touched"})


class Unlisted(str):
    """What nobody listed: it is done to this."""

    __slots__ = ()


def passive_doing(things: Sequence[Any] | Unlisted, conds: Sequence[Cond], done: Spoken) -> Doing:
    """The acts of a participle on objects, on the patients of a fixed phrase ("keys … rotated"), or on anything."""
    if isinstance(things, Unlisted):
        targets = [Target(deed=_freely(things, done))]
    elif things and "P_ANY" not in done.meanings:
        raise refuse(f"“{done}” is no kind of action of such things.", done)
    elif things and isinstance(things[0], Spoken):
        targets = [Target(deed=_of_patient(each, done)) for each in cast("Sequence[Spoken]", things)]
    else:
        if done.meanings.keys() & {"_MADE", "_RELEASED"} and set(map(normal, things)) & NOUNS:
            raise refuse("There is a word for this kind of action.", done)
        targets = [Target(deed=_usual(done), objects=tuple(things))]
    acts = tuple(Act(target=target, at=done.start_pos or 0) for target in dict.fromkeys(targets))
    return Doing(acts, conds=tuple(conds))


def _freely(thing: str, done: Spoken) -> str:
    """`certificates … renewed`: renewing certificates; what is made or given is named by itself."""
    made = "_MADE" in done.meanings
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
