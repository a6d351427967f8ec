"""The campaign: tamper, look, put everything back, many times. Each must be found by our own verification, and by the
outside verifier from an export where the export shows it, trusting a public key and one checkpoint that was kept.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import UUID

from django.db import connection, transaction

from apps.audit import chain, export, keys, log, sealer, verify_evidence
from apps.audit.sinks import file
from apps.audit.tampering.kinds import KINDS, Target
from apps.core import scope
from apps.core.ids import uuid7

SIZES = (40, 90, 1060)  # one of more than a block
PARTS = (0.3, 0.8, 1.0)  # where they are sealed
RUNS = 7


@dataclass
class Outcome:
    tampered: Counter[str] = field(default_factory=Counter)
    detected: Counter[str] = field(default_factory=Counter)
    outside: Counter[str] = field(default_factory=Counter)  # of those that an export shows
    outside_detected: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Log:
    workspace: UUID
    key: verify_evidence.Key
    kept: str  # the last checkpoint, kept by somebody


def prepare() -> list[Log]:
    """Logs that are sealed up to their heads, and copied to the file."""
    return [_log(size) for size in SIZES]


def run(logs: Sequence[Log], *, times: int, seed: int, folder: Path) -> Outcome:
    """So many tamperings, the kinds in turn. The connection must be a superuser's, on a database made for this."""
    random, outcome, names = Random(seed), Outcome(), list(KINDS)  # noqa: S311  places, not secrets
    for number in range(times):
        one, other = random.sample(list(logs), 2)
        _try(names[number % len(names)], random, (one, other), outcome, folder / "export")
    return outcome


def _try(kind: str, random: Random, logs: tuple[Log, Log], outcome: Outcome, export_to: Path) -> None:
    one, other = logs
    before = file.path(one.workspace).read_text()
    with scope.workspace(one.workspace, other.workspace), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        shows = KINDS[kind](Target(random, one.workspace, other.workspace))
        outcome.tampered[kind] += 1
        if found(one.workspace) or found(other.workspace):
            outcome.detected[kind] += 1
        else:
            outcome.missed.append(f"{kind}, number {outcome.tampered[kind]}, by our own verification")
        if shows:
            outcome.outside[kind] += 1
            outcome.outside_detected[kind] += outside(one, export_to)
        transaction.set_rollback(True)
    file.path(one.workspace).write_text(before)


def found(workspace: UUID) -> bool:
    return isinstance(chain.verify(workspace), chain.Broken)


def outside(one: Log, export_to: Path) -> bool:
    """Whether somebody with an export, the public key and the checkpoint that they kept finds it."""
    export_to.write_text("".join(export.whole(one.workspace)))
    return not verify_evidence.look(export_to, [one.key], one.kept).holds


def _log(size: int) -> Log:
    workspace, written, made = uuid7(), 0, None
    with scope.workspace(workspace):
        for part in PARTS:
            until = int(size * part)
            with transaction.atomic():
                log.append_many([_line(workspace, number) for number in range(written, until)])
            made, written = sealer.seal(workspace) or made, until
            file.send(workspace, [made.note] if made else [])
        assert made
        return Log(workspace, verify_evidence.Key.read(keys.vkeys(workspace)[0]), made.note)


def _line(workspace: UUID, number: int) -> log.Line:
    personal = {"name": f"Person {number}"} if number % 4 == 0 else None
    facts = {"number": number, "why": "It was asked for."}
    return log.Line("action.done", workspace, f"act_{number % RUNS:032x}", "worker", facts, personal)
