"""One trial from its first proposal to its report. It runs inside a scratch installation whose tables are made."""

import random
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DatabaseError, close_old_connections, connection

from apps.console.faults import oracle, rest, trial, world
from apps.console.faults.crew import Crew
from apps.console.faults.oracle import Found
from apps.console.faults.place import Scratch
from apps.console.faults.trouble import Plan, Trouble

WORKSPACES = 4
CHUNK = 250
SKEW_S = -600
BELLS = "SELECT action_id, workspace_id FROM actions_openwork ORDER BY random() LIMIT 200"


@dataclass(frozen=True)
class Wanted:
    actions: int
    workers: int
    seed: int
    plan: Plan
    signed: float
    patience_s: float


def run(place: Scratch, wanted: Wanted, environment: dict[str, str]) -> dict[str, Any]:
    """The report. Every process that it starts is gone when it comes back."""
    trial.join()
    workspaces = prepared(place, wanted)
    with ExitStack() as after:
        crew = Crew(place.folder, environment)
        after.callback(crew.end)
        crew.hire("worker", wanted.workers, skew_s=SKEW_S if wanted.workers > 1 else 0)
        crew.hire("reaper", 2)
        for hand in crew.hands:
            crew.wait(hand)
        began = time.monotonic()
        trouble = Trouble(wanted.plan, place, crew, _bells(), wanted.seed)
        trouble.begin()
        _wait(wanted.patience_s)
        seconds = time.monotonic() - began
        trouble.end()
        ports = list(place.targets.values())
        settled_after = rest.come_to_rest(crew, workspaces, ports)
        found = oracle.ask_all(workspaces, ports)
        return report(place, wanted, found, trouble, seconds=seconds, settled_after=settled_after)


def prepared(place: Scratch, wanted: Wanted) -> list[UUID]:
    """Every action is proposed, decided, and signed where somebody had to."""
    _say(f"{wanted.actions} actions are proposed.")
    shares = [wanted.actions // WORKSPACES + (n < wanted.actions % WORKSPACES) for n in range(WORKSPACES)]
    tight = max(1, shares[-1] * world.AMOUNT * world.SHARES["A"] // 100 // 2)
    places = [world.furnish(n, place.targets, payouts=tight if n == WORKSPACES - 1 else world.PLENTY)
              for n in range(WORKSPACES)]  # fmt: skip
    deeds = []
    for number, share in enumerate(shares):
        for start in range(0, share, CHUNK):
            count, seed = min(CHUNK, share - start), wanted.seed * 1000 + number * 100 + start
            deeds.append(lambda place=places[number], count=count, seed=seed: world.propose_many(
                place, count, signed=wanted.signed, seed=seed))  # fmt: skip
    random.Random(wanted.seed).shuffle(deeds)  # noqa: S311  a plan, no secret
    world.at_once(deeds, most=3)
    return [one.id for one in places]


def report(
    place: Scratch, wanted: Wanted, found: Found, trouble: Trouble, *, seconds: float, settled_after: float
) -> dict[str, Any]:
    counted = trouble.counted
    promises = {name: getattr(found, name) for name in ("lost", "doubled", "unknown_late", "overspent", "verify")}
    return {
        "seed": wanted.seed, "broker": type(place.broker).__name__.lower(), "actions": sum(found.states.values()),
        **promises, "unknown": found.states["unknown"], "states": dict(found.states),
        "kills": counted["kills"],
        "restarts": {name: counted[name] for name in ("postgres", "broker")}, "frozen": counted["frozen"],
        "emptied": counted["emptied"], "senseless messages": counted["senseless messages"], "fell": trouble.crew.fell,
        "seconds": round(seconds, 1), "settled_after": round(settled_after, 1),
        "rate": round(wanted.actions / max(seconds, 0.001), 1), "kept": found.kept and not trouble.broke,
        "faults": [*found.faults, *trouble.broke[:5]],
    }  # fmt: skip


def _wait(patience_s: float) -> None:
    """Until nothing has to run any more. The database may be away in between."""
    deadline, told = time.monotonic() + patience_s, 0.0
    while time.monotonic() < deadline:
        try:
            waiting, every = oracle.unfinished()
        except DatabaseError:
            close_old_connections()
        else:
            if not waiting:
                return
            if time.monotonic() - told > 10:
                told = time.monotonic()
                _say(f"{waiting} have still to run, {every - waiting} are unknown.")
        time.sleep(0.2)


def _bells() -> list[tuple[UUID, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(BELLS)
        return list(cursor.fetchall())


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
