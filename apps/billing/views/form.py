"""What a form of a budget asks for, parsed: amounts as people write them, scopes by their typed ids."""

from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.http import QueryDict

from apps.agents.models import Agent
from apps.billing import words
from apps.billing.models import Budget
from apps.connectors.contract import JsonDict
from apps.connectors.models import Connection
from apps.core import money
from apps.core.errors import Invalid, Refused
from apps.core.ids import uuid7
from apps.workspaces.models import Member, User, Workspace

MOST = 200
HIGHEST = 10**15


def new(asked: QueryDict, workspace: Workspace) -> JsonDict:
    """The arguments of a new budget. Raises Invalid for what the form does not offer."""
    unit, currency = asked.get("unit", ""), asked.get("currency", "").strip().upper()
    kind, _, scope_id = asked.get("scope", "").partition(":")
    name = asked.get("name", "").strip()
    if unit not in words.UNITS or asked.get("period") not in words.PERIODS or not name or len(name) > MOST:
        raise Invalid("Give the budget a name, a unit and a period.")
    if (kind, scope_id) not in {(one, id) for one, id, _ in scopes(workspace)}:
        raise Invalid("Choose whom or what the budget is for.")
    currency = currency if unit == "money" else ""
    if unit == "money" and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise Invalid("Name the currency by its three letters, such as USD.")
    what = {"name": name, "scope_kind": kind, "scope_id": scope_id, "unit": unit, "currency": currency,
            "category": asked.get("category", "").strip()[:40], "period": asked["period"]}  # fmt: skip
    return {"budget": str(uuid7()), **what, **_moves(asked, unit, currency)}


def changed(asked: QueryDict, budget: Budget) -> JsonDict:
    return {"budget": str(budget.pk), **_moves(asked, budget.unit, budget.currency)}


def scopes(workspace: Workspace) -> list[tuple[str, str, str]]:
    """What a budget may be for: kind, id and name."""
    standing = Member.objects.standing().filter(workspace_id=workspace.pk).values("user")
    agents, joined = Agent.objects.order_by("name")[:MOST], Connection.objects.order_by("name")[:MOST]
    people = User.objects.filter(pk__in=standing).order_by("name")[:MOST]
    named: list[tuple[str, UUID, str]] = [
        ("workspace", workspace.pk, "Everything in this workspace"),
        *(("agent", one.pk, f"Agent: {one.name}") for one in agents),
        *(("connection", one.pk, f"Connection: {one.name}") for one in joined),
        *(("person", one.pk, f"Asked by {one.name}") for one in people),
    ]
    return [(kind, str(id), name) for kind, id, name in named]


def written(unit: str, n: int, currency: str) -> str:
    """An amount as its field holds it: 3000.00, 0.25, 400."""
    if unit == "micro_usd":
        return f"{Decimal(n).scaleb(-6):f}"
    return f"{Decimal(n).scaleb(-money.exponent(currency)):f}" if unit == "money" else str(n)


def _moves(asked: QueryDict, unit: str, currency: str) -> JsonDict:
    soft = asked.get("soft", "80").strip() or "0"
    if not soft.isdecimal() or len(soft) > 3 or int(soft) > 100:
        raise Invalid("People are told at a per cent of the cap, from 0 (never) to 100.")
    line = asked.get("hard_line", "stop")
    if line not in ("stop", "ask", "suggest"):
        raise Invalid("Choose what becomes of an action for which there is no room.")
    cap, slice = (_amount(asked.get(one, "").strip() or "0", unit, currency) for one in ("cap", "slice"))
    return {"cap": cap, "soft": int(soft), "hard_line": line, "slice": slice}


def _amount(said: str, unit: str, currency: str) -> int:
    """In the smallest unit there is. Raises Invalid for what is no amount."""
    try:
        places = {"micro_usd": 6, "money": money.exponent(currency)}.get(unit, 0)
        exact = Decimal(said.replace(",", "")[:40]).scaleb(places)
        if not exact.is_finite() or exact != exact.to_integral_value() or not 0 <= exact <= HIGHEST:
            raise Invalid(f"{said[:40]} is not an amount for this budget.")
    except (InvalidOperation, Refused) as why:
        raise Invalid(f"{said[:40]} is not an amount for this budget.") from why
    return int(exact)
