"""Failpoints by seed: a few actions, one death at a drawn place in a real step, and whoever comes after it.

Each try forks the process that dies; those after it sweep, look and settle until nothing is left to do. One
installation and one target serve all tries, so that hundreds take minutes.
"""

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, connections, transaction

from apps.actions import approve, execute, reaper, rules, undo
from apps.actions.draft import Asked
from apps.console.faults import oracle, trial, world
from apps.console.faults.place import Scratch
from apps.console.faults.world import Place
from apps.core import failpoints, scope
from apps.core.errors import Refused
from apps.runs import record

PLACES = (
    "guard.after_read", "claim.before_commit", "claim.after_commit", "start.before_commit", "start.after_commit",
    "send.before_write", "send.after_write", "settle.before_commit", "settle.after_commit",
)  # fmt: skip
DEEDS = ("exit", "exit", "lost_answer", "unheard")
PATIENCE_S = 30
TOLD_EVERY = 50
ON_THE_WIRE_S = 0.03  # what the dead had written has arrived by then
# What tries before this one have left unknown keeps its own pace: else each try would look into all of it.
MINE = "action_id >= (SELECT id FROM runs_run WHERE workspace_id = %(workspace)s ORDER BY id DESC LIMIT 1)"
# Tests of time: the lease and the grace of everything that is open are over, and whatever waits is due.
OVER = "lease_until = lease_until - interval '1 hour'"
LATER = (
    f"UPDATE actions_attempt SET {OVER} WHERE ended_at IS NULL AND workspace_id = %(workspace)s",
    f"UPDATE actions_action SET {OVER} WHERE state = 'executing' AND workspace_id = %(workspace)s",
    f"UPDATE actions_openwork SET due_at = clock_timestamp() WHERE workspace_id = %(workspace)s AND {MINE}",
    (
        "UPDATE connectors_breaker SET opened_at = NULL, next_try_at = NULL, probing_until = NULL, not_before = NULL,"
        " in_a_row = 0, calls = 0, failed = 0, retries = 20 WHERE workspace_id = %(workspace)s"
    ),
)


@dataclass(frozen=True)
class Try:
    """What was drawn from a seed."""

    tiers: tuple[str, ...]
    place: str
    deed: str
    at: int
    undone: bool

    @classmethod
    def of(cls, seed: int) -> "Try":
        dice = random.Random(seed)  # noqa: S311  a plan, no secret
        tiers = tuple(dice.choice("AABBCD") for _ in range(dice.randint(1, 3)))
        return cls(tiers, dice.choice(PLACES), dice.choice(DEEDS), dice.choice((1, 1, 1, 2)), dice.random() < 0.4)

    @property
    def orders(self) -> str:
        return f"{self.place}={self.deed}@{self.at}"


def run(place: Scratch, tries: int, seed: int) -> dict[str, Any]:
    """As many tries as asked for; the report."""
    trial.join()
    there = world.furnish(0, place.targets)
    began, died = time.monotonic(), Counter[str]()
    for number in range(tries):
        died.update(one(there, seed + number))
        if (number + 1) % TOLD_EVERY == 0:
            sys.stderr.write(f"{number + 1} of {tries} tries.\n")
    connections.close_all()
    found = oracle.ask_all([there.id], list(place.targets.values()))
    return {
        "seed": seed, "tries": tries, "actions": sum(found.states.values()), "lost": found.lost,
        "doubled": found.doubled, "unknown": found.states["unknown"], "overspent": found.overspent,
        "verify": found.verify, "states": dict(found.states), "died": dict(sorted(died.items())),
        "seconds": round(time.monotonic() - began, 1), "kept": found.kept, "faults": found.faults,
    }  # fmt: skip


def one(there: Place, seed: int) -> Iterator[str]:
    """One try from its proposal to its end. What comes back are the places where somebody died."""
    drawn = Try.of(seed)
    with scope.workspace(there.id):
        run = record.open_run(there.agents[0], goal="A try", asker=there.asker)
        asked = Asked(there.agents[0], there.asker, run)
        wanted = [world.wanted(there, tier, value=f"try {seed}") for tier in drawn.tiers]
        first = world.propose_one(asked, rules.in_force(), wanted)
        yield from _lose(there.id, drawn, seed)
        if not drawn.undone:
            return
        try:
            back = undo.undo(first.pk, by=there.signer)
            if back.request_id:
                approve.sign(back.pk, by=there.signer, digest=back.digest)
        except Refused:
            return  # nothing was done, or its outcome is unknown
        yield from _lose(there.id, drawn, seed + 1)


def _lose(workspace: UUID, drawn: Try, seed: int) -> Iterator[str]:
    """A death where it was drawn. A start mark of its own is made after an earlier loss alone."""
    if drawn.place.startswith("start."):
        yield from _die("send.before_write=exit", seed)
        _later(workspace)
        reaper.sweep()
    yield from _die(drawn.orders, seed)
    _to_the_end(workspace)


def _die(orders: str, seed: int) -> Iterator[str]:
    """A process of its own does what is due, with the failpoint armed."""
    connections.close_all()
    child = os.fork()
    if not child:
        failpoints.arm(orders, seed=seed)
        try:
            while execute.run_due(20):
                pass
        except Exception:  # noqa: BLE001  as a task that failed: the process lives on
            os._exit(2)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    time.sleep(ON_THE_WIRE_S)
    yield f"{orders.partition('@')[0]}: {('not reached', 'died', 'broke off')[code]}"


def _to_the_end(workspace: UUID) -> None:
    """Reaper and workers go on until all is final, or unknown and shown."""
    deadline, quiet = time.monotonic() + PATIENCE_S, 0
    while quiet < 2 and time.monotonic() < deadline:  # what was looked at may go on from there
        _later(workspace)
        swept = reaper.sweep()
        execute.run_due(20)
        quiet = 0 if swept.expired or oracle.unfinished()[0] else quiet + 1


def _later(workspace: UUID) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in LATER:
            cursor.execute(statement, {"workspace": workspace})
