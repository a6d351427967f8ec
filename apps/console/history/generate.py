"""Generating: workspaces are founded in earnest, their past is told in the client and stored by COPY."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import psycopg
from django.db import connections
from django.utils import timezone

from apps.audit.models import Head
from apps.console import rollup
from apps.console.bench import processes
from apps.console.bench.processes import Share
from apps.console.history import moulds, setting, tables
from apps.console.history.setting import Place
from apps.console.history.story import STILL, Teller
from apps.core import scope
from apps.core.postgres import partitions

DAYS = 364
LARGEST_SHARE = 0.2  # of all actions, in the first workspace
OPEN = 20  # proposals in each workspace that still wait for people
CHUNK = 2_000  # actions stored in one transaction
PATIENCE_S = 7_200


@dataclass(frozen=True)
class Generated:
    actions: int
    seconds: float
    places: Sequence[Place]


def generate(actions: int, *, workspaces: int, seed: int, now: datetime, at_once: int = 2) -> Generated:
    """So many closed actions over the year before now, and a few that wait. Nobody else may write there meanwhile."""
    if not moulds.agrees():
        raise RuntimeError("Documents are frozen in another form than history is told in.")
    partitions.make(connections["owner"], first=now - timedelta(days=DAYS + 1), until=now)
    places = setting.found_all(workspaces)
    wanted = dict(zip((place.workspace for place in places), _shares(actions, workspaces), strict=True))
    dealt = _dealt(places, wanted, at_once)
    began = time.monotonic()
    with unforced():
        shares = processes.side_by_side(
            lambda number, _: _tell(dealt[number], wanted, seed, now), processes=at_once, seconds=PATIENCE_S,
            patience=PATIENCE_S,
        )  # fmt: skip
    _analyze()
    for place in places:
        rollup.fold_one(place.workspace)
    return Generated(sum(one.count for one in shares), time.monotonic() - began, places)


def _shares(actions: int, workspaces: int) -> list[int]:
    """A fifth in the first, the rest even."""
    if workspaces == 1:
        return [actions]
    first = int(actions * LARGEST_SHARE)
    each, over = divmod(actions - first, workspaces - 1)
    return [first, *(each + (place < over) for place in range(workspaces - 1))]


def _dealt(places: Sequence[Place], wanted: dict[UUID, int], hands: int) -> list[list[Place]]:
    """About as many actions to each process, the largest workspaces first."""
    dealt: list[list[Place]] = [[] for _ in range(hands)]
    for place in sorted(places, key=lambda one: -wanted[one.workspace]):
        min(dealt, key=lambda hand: sum(wanted[one.workspace] for one in hand)).append(place)
    return dealt


def _tell(places: Sequence[Place], wanted: dict[UUID, int], seed: int, now: datetime) -> Share:
    began, count = time.monotonic(), 0
    with owning() as owner:
        for place in places:
            count += _tell_one(place, wanted[place.workspace], Random(f"{seed}:{place.slug[-3:]}"), owner, now)  # noqa: S311
    return Share(count, time.monotonic() - began)


def _tell_one(place: Place, count: int, rng: Random, owner: psycopg.Connection, now: datetime) -> int:
    last = now - timedelta(days=1)
    return tell(place, count, rng, owner, since=last - timedelta(days=DAYS), until=last, still=OPEN)


def tell(
    place: Place, count: int, rng: Random, owner: psycopg.Connection, *, since: datetime, until: datetime,
    still: int = 0, mark: str = "",
) -> int:  # fmt: skip
    """At least so many closed actions between these moments, and proposals that still wait; `mark`: the last entry.

    Below CHUNK actions it is all of it or nothing. Returns how many actions were told. Row security must not be forced.
    """
    with scope.workspace(place.workspace):
        teller = Teller(place, Head.objects.get(workspace_id=place.workspace), rng)
    at_ms, last_ms, stored = _ms(since), _ms(until), 0
    while teller.told < count:
        teller.settle(at_ms)
        teller.tell(at_ms)
        # A proposal has 1.44 actions on average; the pace follows what is left, so that the time is filled to its end.
        at_ms += int(rng.expovariate(1 / max((last_ms - at_ms) / max(count - teller.told, 1) * 1.44, 1)))
        at_ms = min(at_ms, last_ms)
        if teller.told - stored >= CHUNK:
            stored = teller.told
            teller.rows.store(owner)
            owner.commit()
    for _ in range(still):
        teller.tell(last_ms, STILL)
    if mark:
        teller.log.say(_ms(timezone.now()), mark, place.slug, "operator", {"actions": teller.told})
    teller.settle(2**62)
    teller.spending.days()
    teller.rows.store(owner)
    _sum_up(teller, owner)
    owner.commit()
    return teller.told


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _sum_up(teller: Teller, owner: psycopg.Connection) -> None:
    at = datetime.fromtimestamp(teller.log.at_ms / 1000).astimezone()
    windows, used = [one for one, _ in teller.spending.sums()], [sum for _, sum in teller.spending.sums()]
    owner.execute(
        "UPDATE billing_window w SET used = s.used FROM unnest(%s::uuid[], %s::bigint[]) AS s (id, used)"
        " WHERE w.id = s.id",
        [windows, used],
    )
    owner.execute(
        "UPDATE audit_head SET seq = %s, hash = %s, at = greatest(at, %s) WHERE workspace_id = %s",
        [teller.log.seq, teller.log.last, at, teller.place.workspace],
    )


@contextmanager
def owning() -> Iterator[psycopg.Connection]:
    """A connection of the owner's own; a process that was forked shares none with its parent."""
    with psycopg.connect(**connections["owner"].get_connection_params() | {"cursor_factory": psycopg.Cursor}) as owner:
        yield owner


@contextmanager
def unforced() -> Iterator[None]:
    """COPY is refused to an owner whom row security is forced on, though the owner's policy lets everything through."""
    _force("NO FORCE")
    try:
        yield
    finally:
        _force("FORCE")


def _force(word: str) -> None:
    with owning() as owner:
        for table in tables.TABLES:
            if table is tables.OPEN:
                continue  # ids only, and open to all workers
            owner.execute(f"ALTER TABLE {table.name} {word} ROW LEVEL SECURITY")


def _analyze() -> None:
    with owning() as owner:
        owner.commit()
        owner.autocommit = True
        owner.execute("ANALYZE " + ", ".join(table.name for table in tables.TABLES))
