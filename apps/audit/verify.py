"""Guarantees by name, each looked into over one workspace. Other apps keep lists of the same form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from apps.audit import chain
from apps.audit.hashing import Fault

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
    """Nothing was changed, removed or put in between since it was written: the chain, its head, and every root."""
    scan = chain.read(workspace).scan
    faults = [scan.fault] if scan.fault else []
    return verdict("The log is intact", checked=scan.fault[0] if scan.fault else scan.entries, faults=_said(faults))


def every_checkpoint_stands(workspace: UUID) -> Verdict:
    """Each is signed by our key, says what its row says, and covers no more than there is."""
    checked, faults = chain.sound(workspace)
    return verdict("Every checkpoint stands", checked=checked, faults=_said(faults))


def every_copy_is_of_a_checkpoint(workspace: UUID) -> Verdict:
    """What lies in the file outside is a checkpoint that stands, with the same root."""
    checked, faults = chain.copied(workspace)
    return verdict("Every copy of a checkpoint outside agrees", checked=checked, faults=_said(faults))


def every_column_repeats_its_entry(workspace: UUID) -> Verdict:
    """Lists show what was hashed, and what is kept of persons is what its entry commits to."""
    checked, faults = chain.compared(workspace)
    return verdict("Columns and payloads are what was hashed", checked=checked, faults=_said(faults))


GUARANTEES: tuple[Guarantee, ...] = (
    the_log_is_intact, every_checkpoint_stands, every_copy_is_of_a_checkpoint, every_column_repeats_its_entry,
)  # fmt: skip


def _said(faults: Iterable[Fault]) -> list[str]:
    return [f"Entry {seq}: {why}" if seq else why for seq, why in faults]
