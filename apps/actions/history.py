"""What such actions have moved so far, and whom they touched before: measured for just those tests that rules hold.

Each write leaves a few lines (`Deed`) with its proposal: one for all, one for its asker and its agent, one for each
party. What was done counts, and what may have been: running, or with an unknown outcome. What a decision was told of
the past stands beside the action, and the claim measures it again under locks.
"""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from apps.actions.models import Deed
from apps.actions.permit import Picked
from apps.core.ids import first_uuid7
from apps.core.postgres import plain
from apps.policies.circumstances import Circumstances, SoFar
from apps.policies.compile import Compiled
from apps.policies.question import Question
from apps.policies.rule import First, IsDeed, Total, tests_in
from apps.policies.told.asked import Asked, Told, normal
from apps.policies.told.deeds import is_deed

Test: TypeAlias = Total | First
ALL = ""  # whose: of all together
ASKERS = frozenset({"asker", "person", "user", "employee", "requester"})
EVER = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))
ROLLING = re.compile(r"(\d+) (minute|hour|day|week|month|quarter|year)s?")
SECONDS = {"minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800, "month": 2_592_000, "quarter": 7_776_000,
           "year": 31_536_000}  # fmt: skip
MEASURE = """
SELECT count(*), coalesce(sum(d.amount) FILTER (WHERE d.currency = %s), 0),
    count(*) FILTER (WHERE d.currency NOT IN (%s, ''))
FROM actions_deed d JOIN actions_action a ON a.id = d.action_id AND a.workspace_id = d.workspace_id
WHERE d.workspace_id = %s AND d.key = %s AND d.id >= %s AND %s = ANY (d.deeds) AND (d.run_id = %s OR NOT %s)
    AND a.state IN ('done', 'executing', 'unknown') AND d.action_id <> %s
"""
TOLD = (
    "SELECT id, past::text FROM actions_action WHERE id = ANY(%s) AND workspace_id = ANY(%s) AND id BETWEEN %s AND %s"
)
LOCK = "SELECT pg_advisory_xact_lock(number) FROM unnest(%s::bigint[]) AS number"


@dataclass(frozen=True)
class Doing:
    """The action that is asked about, as its lines name it."""

    action: UUID
    workspace: UUID
    run: UUID
    deeds: tuple[str, ...]  # what it is: its tool first, its categories
    whose: dict[str, str]  # "customer": the key of its line; ALL: that of all together
    amount: int | None = None
    currency: str = ""

    def lines(self) -> Iterator[Deed]:
        for key in dict.fromkeys(self.whose.values()):
            yield Deed(
                workspace_id=self.workspace, action_id=self.action, run_id=self.run, key=key, deeds=list(self.deeds),
                amount=self.amount, currency=self.currency,
            )  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """One question to the past. `zone`: whose midnight its days begin at."""

    key: str
    deed: str
    period: str
    currency: str = ""
    zone: str = "UTC"


def tests_of(policies: Sequence[Compiled], question: Question) -> tuple[Test, ...]:
    """The tests that ask the past, of those rules alone that may be about this action."""
    return tuple(dict.fromkeys(one for compiled in policies for one in _tests(compiled, question)))


def _tests(compiled: Compiled, question: Question) -> Iterator[Test]:
    if any(isinstance(one, Total | First) for one in compiled.tests.values()):
        asked = Asked(question, compiled.house)
        about = (part for part in compiled.parts if is_deed(IsDeed(targets=part.clause.targets), asked) is not Told.NO)
        tests = (one for part in about for one in tests_in(part.clause.condition))
        yield from (one for one in tests if isinstance(one, Total | First))


def key_of(whose: str, who: str) -> str:
    """A line's key: of whom it is, by a digest, for it outlives what is erased."""
    return f"{whose} {sha256(who.encode()).hexdigest()[:32]}"


@transaction.atomic(savepoint=False)
def told(doing: Doing, tests: Sequence[Test], zone: str) -> tuple[tuple[SoFar, ...], dict[str, bool | None]]:
    """The running totals and first times that these tests ask. Of whom the action does not name, nothing is told."""
    totals: list[SoFar] = []
    firsts: dict[str, bool | None] = {}
    for test in tests:
        if (asked := _measure(doing, test, zone)) is None:
            continue
        count, amount = measured(asked, doing.action, doing.workspace, doing.run)
        if isinstance(test, First):
            firsts[test.of] = count == 0
        else:
            said = {"period": test.period, "per": test.per, "of": test.of, "currency": test.currency}
            totals.append(SoFar(count=count, amount=amount, **said))
    return tuple(totals), firsts


def kept(doing: Doing, tests: Sequence[Test], zone: str, around: Circumstances) -> list[dict[str, Any]] | None:
    """What the decision was told, as the claim measures it again; None where it was told nothing of the past."""
    found: list[dict[str, Any]] = []
    for test in tests:
        if (asked := _measure(doing, test, zone)) is None:
            continue
        if isinstance(test, First):
            if (first := around.first_for.get(test.of)) is not None:
                found.append({**vars(asked), "first": first})
        else:
            same = (test.period, test.per, test.of, test.currency)
            said = (one for one in around.so_far if (one.period, one.per, one.of, one.currency) == same)
            found += [{**vars(asked), "found": [one.count, one.amount]} for one in said]
    return found or None


def moved(picked: Collection[Picked]) -> set[UUID]:
    """Those whose past is another than their decision was told. Inside the claim's transaction.

    The lock of each question is taken first, so that two that would change each other's past come one after the other.
    """
    asking = {one.action: one for one in picked if one.asks_the_past}
    if not asking:
        return set()
    ids, whose = list(asking), list({one.workspace for one in asking.values()})
    found = plain.rows(TOLD, [ids, whose, min(ids), max(ids)])
    before: dict[UUID, list[dict[str, Any]]] = {action: json.loads(past) for action, past in found}
    locks = {_lock(asking[action].workspace, one["key"]) for action, past in before.items() for one in past}
    plain.rows(LOCK, [sorted(locks)])
    gone: set[UUID] = set()
    begun: set[tuple[UUID, str]] = set()  # of whom one of this batch goes first: the next is measured after it
    for action, past in before.items():
        picked_now = asking[action]
        whose_past = {(picked_now.workspace, one["key"]) for one in past}
        if whose_past & begun or not all(_stands(picked_now, one) for one in past):
            gone.add(action)
        else:
            begun |= whose_past
    return gone


def _stands(picked: Picked, before: dict[str, Any]) -> bool:
    asked = Measure(**{name: before[name] for name in ("key", "deed", "period", "currency", "zone")})
    count, amount = measured(asked, picked.action, picked.workspace, picked.run)
    if "first" in before:
        return bool(before["first"]) is (count == 0)
    return bool(before["found"] == [count, amount])


def measured(asked: Measure, action: UUID, workspace: UUID, run: UUID) -> tuple[int, int | None]:
    """How often, and how much in the currency, apart from this action; where others moved too, that cannot be told."""
    since = first_uuid7(int((since_of(asked.period, asked.zone) or EVER).timestamp() * 1000))
    said = [asked.currency, asked.currency, workspace, asked.key, since, asked.deed, run, asked.period == "run", action]
    [(count, amount, others)] = plain.rows(MEASURE, said)
    return int(count), None if others or not asked.currency else int(amount)


def since_of(period: str, zone: str) -> datetime | None:
    """When a period began; None for one that is not known."""
    now = timezone.now().astimezone(ZoneInfo(zone))
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    begins = {
        "hour": now.replace(minute=0, second=0, microsecond=0), "day": day, "week": day - timedelta(days=now.weekday()),
        "month": day.replace(day=1), "quarter": day.replace(day=1, month=now.month - (now.month - 1) % 3),
        "year": day.replace(day=1, month=1), "ever": EVER, "run": EVER,
    }  # fmt: skip
    rolling = ROLLING.fullmatch(period)
    return now - timedelta(seconds=int(rolling[1]) * SECONDS[rolling[2]]) if rolling else begins.get(period)


def _measure(doing: Doing, test: Test, zone: str) -> Measure | None:
    per = test.of if isinstance(test, First) else test.per
    name = normal(per) if per else ALL
    key = doing.whose.get("asker" if name in ASKERS else name)
    if isinstance(test, First):
        return Measure(key, doing.deeds[0], "ever", zone=zone) if key is not None else None
    if key is None or since_of(test.period, zone) is None:
        return None
    kind = normal(test.of) if test.of else doing.deeds[:2][-1]  # its first category, where it has one
    return Measure(key, kind, test.period, test.currency, zone)


def _lock(workspace: UUID, key: str) -> int:
    return int.from_bytes(sha256(f"past {workspace} {key}".encode()).digest()[:8], signed=True)
