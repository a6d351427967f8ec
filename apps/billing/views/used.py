"""What was used over a period beside the last one, and what it may come to: as the page shows it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from apps.billing import forecast, rooms, spans, spending, words
from apps.billing.amounts import say, to_cents
from apps.billing.forecast import Forecast
from apps.billing.models import Budget
from apps.billing.rooms import Headroom
from apps.billing.spans import Period
from apps.billing.spending import Kind, Spending
from apps.billing.views import chart, goes, outlook
from apps.connectors.contract import JsonDict
from apps.workspaces.models import Workspace

ALWAYS: tuple[Kind, ...] = (("micro_usd", ""), ("actions", ""))
SIDES = {"agent": "Agent", "connection": "Connection"}
UNITS = list(words.UNITS)


@dataclass(frozen=True)
class Choice:
    name: str
    href: str
    current: bool


@dataclass(frozen=True)
class Asked:
    """What the address asks for. Whatever it does not know is as if it were not said."""

    period: Period
    kind: Kind
    by: str

    def query(self, **other: str) -> str:
        return "?" + urlencode({"period": self.period.kind, "of": _key(self.kind), "by": self.by} | other)


@dataclass(frozen=True)
class Look:
    """One workspace's page, on one of its days."""

    place: Workspace
    asked: Asked
    today: date
    found: Spending

    @property
    def so_far(self) -> int:
        return self.found.total(self.asked.kind, self.asked.period.now)

    @property
    def course(self) -> forecast.Course:
        begun = outlook.since(self.place, self.found.first)
        used = self.found.days.get(self.asked.kind, {})
        return forecast.course(self.asked.period.now, used, today=self.today, since=begun)

    def say(self, n: int) -> str:
        return to_cents(self.asked.kind[0], n, self.asked.kind[1])


def asked(kind: str, of: str, by: str, today: date) -> Asked:
    period = spans.running(kind if kind in spans.KINDS else "month", today)
    return Asked(period, _kind(of), by if by in SIDES else "agent")


def shown(place: Workspace, wanted: Asked, today: date) -> JsonDict:
    """Everything on the page but the budgets."""
    look = Look(place, wanted, today, spending.spending(place.pk, wanted.period))
    course = look.course
    ahead = None if wanted.period.rolls else forecast.straight(course, so_far=look.so_far)
    cap = _cap(look)
    return {
        "period": wanted.period, "what": called(wanted.kind), "used": bool(look.found.days),
        "so_far": look.say(look.so_far), "spent_note": _spent_note(look, cap), "forecast": ahead,
        "forecast_said": outlook.said(ahead, wanted.kind) if ahead else "None",
        "forecast_note": _forecast_note(look, ahead), "reckoned": outlook.reckoned(ahead) if ahead else "",
        "before": look.say(look.found.total(wanted.kind, wanted.period.then)), "before_note": _before_note(look),
        "each": _each(look), "chart": _chart(look, ahead, cap), **_choices(look), **_goes(look),
        "csv": reverse("usage-csv", args=[place.slug]), "first": wanted.period.now.first.isoformat(),
        "last": min(wanted.period.now.last, today).isoformat(), "query": wanted.query(),
    }  # fmt: skip


def called(kind: Kind) -> str:
    return words.UNITS[kind[0]] + (f", {kind[1]}" if kind[1] else "")


def _kind(said: str) -> Kind:
    """`actions`, `money-USD`; model cost where that is no unit."""
    unit, _, currency = said.partition("-")
    if unit == "money" and len(currency) == 3 and currency.isascii() and currency.isalpha():
        return unit, currency.upper()
    return (unit, "") if unit in words.UNITS and unit != "money" else ALWAYS[0]


def _key(kind: Kind) -> str:
    return "-".join(part for part in kind if part)


def _choices(look: Look) -> JsonDict:
    wanted, here = look.asked, reverse("usage", args=[look.place.slug])
    kinds = sorted({*look.found.days, *ALWAYS, wanted.kind}, key=_order)
    return {
        "kinds": [Choice(n, here + wanted.query(period=k), k == wanted.period.kind) for k, n in spans.KINDS.items()],
        "counted": [Choice(called(one), here + wanted.query(of=_key(one)), one == wanted.kind) for one in kinds],
        "sides": [Choice(name, here + wanted.query(by=key), key == wanted.by) for key, name in SIDES.items()],
    }


def _order(kind: Kind) -> tuple[int, int, str]:
    return ALWAYS.index(kind) if kind in ALWAYS else len(ALWAYS), UNITS.index(kind[0]), kind[1]


def _goes(look: Look) -> JsonDict:
    found, kind, by = look.found, look.asked.kind, look.asked.by
    used = found.agents if by == "agent" else found.connections
    return {
        "parts": goes.parts(used.get(kind, {}), by, kind),
        "agents": goes.listed(found.agents, "agent"), "connections": goes.listed(found.connections, "connection"),
    }  # fmt: skip


def _cap(look: Look) -> Headroom | None:
    """The lowest cap in force on all of the workspace over this kind of period. A quarter and 30 days have none."""
    (unit, currency), kind = look.asked.kind, look.asked.period.kind
    fitting = Budget.objects.filter(
        ended_at=None, scope_kind="workspace", unit=unit, currency=currency, category="", period=kind
    )
    lowest = fitting.order_by("cap", "id").values_list("pk", flat=True).first()
    return rooms.one(look.place.pk, lowest) if lowest else None


def _spent_note(look: Look, cap: Headroom | None) -> str:
    now = look.asked.period.now
    gone = f"day {(look.today - now.first).days + 1} of {now.days}"
    return f"{cap.per_cent} % of the cap, {gone}" if cap else gone


def _forecast_note(look: Look, ahead: Forecast | None) -> str:
    if ahead:
        return outlook.range_of(ahead, look.asked.kind)
    return "these days are over" if look.asked.period.rolls else outlook.why_none(look.course)


def _before_note(look: Look) -> str:
    """How far the last period was on the same day of it. One that rolls is over and compared as a whole."""
    period, kind = look.asked.period, look.asked.kind
    if period.rolls:
        return ""
    same = period.then.first + (look.today - period.now.first)
    upto = look.found.total(kind, period.then, upto=same)
    return f"{look.say(upto)} by its day {min((same - period.then.first).days + 1, period.then.days)}"


def _each(look: Look) -> JsonDict | None:
    """Model cost for each action, in this period and the last."""
    costs = []
    for span in (look.asked.period.now, look.asked.period.then):
        cost, actions = (look.found.total(kind, span) for kind in ALWAYS)
        costs.append(say("micro_usd", _cents(cost, actions)) if actions and cost else "")
    return {"now": costs[0], "then": costs[1]} if costs[0] else None


def _cents(micro_usd: int, actions: int) -> int:
    """Whole cents; below ten of them hundredths of a cent."""
    exact = round(micro_usd / actions)
    return round(exact, -4 if exact >= 100_000 else -2)


def _chart(look: Look, ahead: Forecast | None, cap: Headroom | None) -> chart.Chart | None:
    period, used = look.asked.period, look.found.days.get(look.asked.kind, {})
    if not used:
        return None
    now = [used.get(day, 0) for day in period.now.each() if day <= look.today]
    then = [used.get(day, 0) for day in period.then.each()]
    return chart.draw(chart.Figures(period, look.asked.kind, now, then, ahead, cap.cap if cap else None))
