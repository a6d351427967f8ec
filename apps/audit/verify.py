"""Guarantees by name, each looked into over one workspace. Other apps keep lists of the same form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from apps.audit import chain

SHOWN = 20  # faults named; the rest are counted


@dataclass(frozen=True)
class Verdict:
    name: str
    holds: bool
    checked: int
    faults: tuple[str, ...] = ()


Guarantee: TypeAlias = Callable[[UUID], Verdict]


def verdict(name: str, *, checked: int, faults: Iterable[str]) -> Verdict:
    """It holds where there is no fault. Only the first faults are spelled out."""
    found = tuple(faults)
    more = (f"… and {len(found) - SHOWN} more",) if len(found) > SHOWN else ()
    return Verdict(name, holds=not found, checked=checked, faults=found[:SHOWN] + more)


def the_log_is_intact(workspace: UUID) -> Verdict:
    """Nothing was changed, removed or put in between since it was written."""
    name = "The log is intact"
    answer = chain.verify(workspace)
    if isinstance(answer, chain.Broken):
        return verdict(name, checked=answer.seq, faults=[f"Entry {answer.seq}: {answer.why}"])
    return verdict(name, checked=answer.entries, faults=[])


GUARANTEES: tuple[Guarantee, ...] = (the_log_is_intact,)
