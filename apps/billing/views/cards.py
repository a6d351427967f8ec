"""Budgets and usage as the pages show them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from apps.actions.models import Action, State
from apps.agents.models import Agent
from apps.billing import rooms, spending, words
from apps.billing.amounts import say, to_cents
from apps.billing.models import Budget, HardLine, Reservation
from apps.billing.rooms import Headroom
from apps.billing.views.pace import Outlook, outlook_of
from apps.connectors.models import Connection
from apps.core import ids
from apps.runs.models import Run
from apps.workspaces.models import User, Workspace

PAGE = 50
NAMED = {"agent": (Agent, "name"), "person": (User, "name"), "connection": (Connection, "name"), "run": (Run, "goal")}
EACH = {"agent": "An agent", "person": "A person", "connection": "A connection", "run": "A run"}


@dataclass(frozen=True)
class BudgetRow:
    room: Headroom
    href: str
    whose: str
    unit: str
    period: str
    taken: str
    cap: str
    left: str
    bar: int  # of a hundred
    hard_line: str
    outlook: Outlook

    @property
    def hot(self) -> bool:
        return self.room.soft_crossed


@dataclass(frozen=True)
class Hold:
    title: str
    href: str
    state: str
    in_doubt: bool
    amount: str
    since: datetime


def budgets(workspace: Workspace, after: UUID | None, today: date) -> tuple[list[BudgetRow], UUID | None]:
    """A page of budgets in force, and behind which one there are more."""
    found = rooms.page(workspace.pk, after=after, limit=PAGE + 1)
    shown = found[:PAGE]
    more = shown[-1].budget if len(found) > PAGE else None
    return rows(workspace, shown, today), more


def rows(workspace: Workspace, shown: Sequence[Headroom], today: date) -> list[BudgetRow]:
    names, days = _names(shown), spending.days_of(workspace.pk, shown, today)
    return [
        _row(workspace, room, names[room.scope_kind, room.scope_id],
             outlook_of(workspace, room, days.get(room.budget), today))
        for room in shown
    ]  # fmt: skip


def _row(workspace: Workspace, room: Headroom, whose: str, outlook: Outlook) -> BudgetRow:
    cap, taken, left = (to_cents(room.unit, n, room.currency) for n in (room.cap, room.taken, room.left))
    unit = words.UNITS[room.unit] + (f" ({room.category})" if room.category else "")
    return BudgetRow(
        room, reverse("budget", args=[workspace.slug, ids.say("budget", room.budget)]), whose, unit,
        words.PERIODS[room.period], taken, cap, left, min(room.per_cent, 100), HardLine(room.hard_line).label, outlook,
    )  # fmt: skip


def _names(found: Iterable[Headroom | Budget]) -> dict[tuple[str, UUID], str]:
    """What each scope is called, in one query a kind."""
    asked: dict[str, set[UUID]] = defaultdict(set)
    for one in found:
        asked[one.scope_kind].add(one.scope_id)
    names = {("workspace", id): "Everything" for id in asked.pop("workspace", set())}
    for kind, scope_ids in asked.items():
        model, called = NAMED[kind]
        known = dict(model._default_manager.filter(pk__in=scope_ids).values_list("pk", called))
        names |= {(kind, id): known.get(id, EACH[kind]) for id in scope_ids}
    return names


def holds(workspace: Workspace, budget: Budget, before: UUID | None) -> tuple[list[Hold], UUID | None]:
    """What is set aside now, latest first, and behind which reservation there is more."""
    found = Reservation.objects.filter(budget_id=budget.pk, state="held").order_by("-id")
    held = list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])
    actions = Action.objects.in_bulk([one.action_id for one in held])
    rows = [_hold(workspace, budget, one, actions.get(one.action_id)) for one in held[:PAGE]]
    return rows, held[PAGE - 1].pk if len(held) > PAGE else None


def _hold(workspace: Workspace, budget: Budget, held: Reservation, action: Action | None) -> Hold:
    amount = say(budget.unit, held.amount, budget.currency)
    if action is None:
        return Hold("A step of a run", "", "Working", False, amount, held.reserved_at)
    href = reverse("proposal", args=[workspace.slug, ids.say("proposal", action.proposal_id)])
    state = State(action.state)
    return Hold(action.title, href, str(state.label), state == State.UNKNOWN, amount, held.reserved_at)
