"""One trial from its first proposal to its report. It runs inside a scratch installation whose tables are made."""

import random
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DatabaseError, close_old_connections, connection, connections

from apps.console.faults import oracle, trial, world
from apps.console.faults.crew import Crew
from apps.console.faults.oracle import Found
from apps.console.faults.place import Scratch
from apps.console.faults.trouble import Plan, Trouble

WORKSPACES = 4
CHUNK = 250
QUIET_S = 90  # how long what is unknown may still be looked for once nothing is killed any more
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
        _wait(lambda waiting, _: waiting == 0, wanted.patience_s)
        seconds = time.monotonic() - began
        trouble.end()
        settled_after = _settle()
        crew.replace_fallen()
        return report(place, wanted, oracle.ask_all(workspaces, list(place.targets.values())), trouble,
                      seconds=seconds, settled_after=settled_after)  # fmt: skip


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


def _wait(over: Callable[[int, int], bool], patience_s: float) -> bool:
    """Until nothing has to run any more. The database may be away in between."""
    deadline, told = time.monotonic() + patience_s, 0.0
    while time.monotonic() < deadline:
        try:
            waiting, every = oracle.unfinished()
        except DatabaseError:
            close_old_connections()
        else:
            if over(waiting, every):
                return True
            if time.monotonic() - told > 10:
                told = time.monotonic()
                _say(f"{waiting} have still to run, {every - waiting} are unknown.")
        time.sleep(0.2)
    return False


def _settle() -> float:
    """Nothing is killed any more: what can be found out is. What stays unknown is shown to people."""
    began = time.monotonic()
    connections.close_all()
    _wait(lambda waiting, _: waiting == 0 and not _may_be_found(), QUIET_S)
    return time.monotonic() - began


def _may_be_found() -> int:
    """Unknown ones that their target can still tell about: those with a key or a reference."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM actions_openwork w WHERE w.state = 'unknown' AND w.due_at < clock_timestamp() +"
            " interval '30 seconds' AND EXISTS (SELECT 1 FROM actions_attempt t WHERE t.action_id = w.action_id)"
        )
        return int(cursor.fetchone()[0])


def _bells() -> list[tuple[UUID, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(BELLS)
        return list(cursor.fetchall())


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
