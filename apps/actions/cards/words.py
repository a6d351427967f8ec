"""The words and signs for states, ways back, tiers and verbs."""

from dataclasses import dataclass
from datetime import datetime

from apps.actions.models import State
from apps.connectors.contract import UndoKind


def labelled(field: str) -> str:
    """A column's name as people read it: `refund_amount` is Refund amount. A path into a document stays as it is."""
    plain = field.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:] if field.isidentifier() and field.islower() else field


@dataclass(frozen=True)
class Chip:
    words: str
    style: str = "plain"
    icon: str = ""


@dataclass(frozen=True)
class Notice:
    lead: str
    said: str = ""
    style: str = ""
    icon: str = "alert"
    href: str = ""
    go: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Event:
    """One line of what happened."""

    at: datetime
    who: "Who"
    title: str
    sub: str = ""


@dataclass(frozen=True)
class Who:
    name: str
    initials: str
    style: str = ""


STATES: dict[State, Chip] = {
    State.DENIED: Chip("Denied by policy", "danger", "cross"),
    State.SUGGESTED: Chip("Suggested", "plain", "edit"),
    State.WAITING: Chip("Waiting for signatures", "plain", "clock"),
    State.REJECTED: Chip("Declined", "danger", "cross"),
    State.LAPSED: Chip("Declined: nobody signed in time", "plain", "clock"),
    State.APPROVED: Chip("Ready", "accent", "check"),
    State.EXECUTING: Chip("Running", "after", "spark"),
    State.UNKNOWN: Chip("Outcome unknown", "warn", "alert"),
    State.DONE: Chip("Done", "ok", "check"),
    State.FAILED: Chip("Not done", "danger", "alert"),
    State.STOPPED: Chip("Stopped", "plain", "stop"),
}
BACK: dict[UndoKind, Chip] = {
    UndoKind.EXACT: Chip("Exact undo", "ok", "undo"),
    UndoKind.COMPENSATE: Chip("Compensate only", "warn", "undo"),
    UndoKind.NONE: Chip("No way back", "danger", "cross"),
}
BACK_SHORT = {UndoKind.EXACT: "Exact", UndoKind.COMPENSATE: "Compensate", UndoKind.NONE: "No way back"}
TIERS = {
    "A": "Tier A: the target drops doubles by our key",
    "B": "Tier B: written only onto the version shown",
    "C": "Tier C: found again by our reference",
    "D": "Tier D: sent once, never again",
}
ICONS = {"stripe": "card", "postgres": "database", "mail": "mail", "smtp": "mail", "countersign": "shield"}
CONNECTORS = {
    "stripe": "Stripe",
    "postgres": "Database",
    "mail": "Email",
    "smtp": "Email",
    "countersign": "Countersign",
}


def icon_of(tool: str) -> str:
    return ICONS.get(connector_of(tool), "plug")


def connector_of(tool: str) -> str:
    return tool.partition(".")[0]


def connector_name(tool: str) -> str:
    bare = connector_of(tool)
    return CONNECTORS.get(bare, bare.capitalize())


def tier_chip(tier: str) -> Chip:
    return Chip(f"Tier {tier}", "plain")


def hold_chip(hold_s: int) -> Chip | None:
    return Chip(f"Held {lasting(hold_s)}", "warn", "clock") if hold_s else None


def lasting(seconds: int) -> str:
    """`90 s`, `30 min`, `36 h`, `3 days`."""
    for unit, name in ((86_400, "days"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * unit and seconds % unit == 0:
            return f"{seconds // unit} {name}"
    return f"{seconds} s"


def initials(name: str) -> str:
    words = name.split() or ["?"]
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
