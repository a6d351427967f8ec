"""Budgets in words: what each field is called and how it reads."""

from collections.abc import Mapping
from typing import Any

from apps.billing.amounts import say
from apps.billing.models import HardLine, Period

FIELDS = {
    "name": "Name", "scope_kind": "Scope", "scope_id": "Scope's id", "unit": "Unit", "currency": "Currency",
    "category": "Category", "period": "Period", "cap": "Cap", "soft": "People are told at", "hard_line": "At the cap",
    "slice": "Leased at once",
}  # fmt: skip
UNITS = {
    "actions": "Actions", "money": "Money moved", "tokens": "Tokens", "micro_usd": "Model cost",
    "steps": "Steps of runs", "seconds": "Seconds of work",
}  # fmt: skip
PERIODS = {"day": "Day", "week": "Week", "month": "Month", "forever": "In all"}


def cap(what: Mapping[str, Any]) -> str:
    """$3,000.00 this month."""
    amount = say(what["unit"], what["cap"], what.get("currency", ""))
    unit = "" if what["unit"] in ("money", "micro_usd") else f" {UNITS[what['unit']].lower()}"
    return f"{amount}{unit} {Period(what['period']).label}"


def field(name: str, what: Mapping[str, Any]) -> str:
    value = what[name]
    if name in ("cap", "slice"):
        return say(what["unit"], value, what.get("currency", "")) if value or name == "cap" else "not leased"
    if name == "soft":
        return f"{value} %" if value else "never"
    if name == "hard_line":
        return str(HardLine(value).label)
    return {"unit": UNITS, "period": PERIODS}.get(name, {}).get(value, str(value) or "any")
