"""What surrounds an action when policy is asked: the record before the write, the text that goes out, the run so far,
the workspace's freezes and what was reported of checks.

What is left out cannot be told: it matches where that is stricter and nowhere else.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from apps.actions.draft import Asked, Step
from apps.actions.rules import Rules
from apps.agents import checks
from apps.connectors.contract import JsonDict, Known, Prepared
from apps.policies.circumstances import Circumstances, Figure
from apps.policies.rule import Freeze, Passed
from apps.policies.told import names
from apps.policies.told.asked import Told, normal
from apps.workspaces import freezes

DAY_S = 86_400


def of(step: Step, asked: Asked, prepared: Prepared | None, rules: Rules) -> Circumstances:
    """Everything that can be told now. `prepared`: the action against the live record; None before that was read.

    Freezes and checks are looked up only where a rule asks for one.
    """
    now = timezone.now()
    told = {
        "arguments": step.wanted.arguments, "at": now, "given": dict.fromkeys(asked.given, True),
        "earlier": asked.earlier, "attachments": _attachments(step.wanted.arguments),
    }  # fmt: skip
    around = Circumstances.model_validate(told | (_of_the_record(prepared, now) if prepared else {}))
    if rules.ask(Freeze):
        around = around.model_copy(update={"freezes": _freezes(step, around, now)})
    if rules.ask(Passed):
        reported = checks.told(_named(around, prepared), to=asked.agent, action=_own(step))
        around = around.model_copy(update={"checks": reported})
    return around


def _own(step: Step) -> str:
    return checks.own(step.id, step.wanted.arguments)


def _freezes(step: Step, around: Circumstances, now: datetime) -> tuple[str, ...] | None:
    """The names of those in force where this takes effect; None where that cannot be told."""
    system = (step.tool.connector, step.tool.object)
    told = {
        one.name: names.takes_effect_in(one.places, around, in_any_case=system) if one.places else Told.YES
        for one in freezes.in_force(now)
    }
    return None if Told.UNKNOWN in told.values() else tuple(name for name, here in told.items() if here is Told.YES)


def _named(around: Circumstances, prepared: Prepared | None) -> dict[str, set[str]]:
    """Everything that the action names, by kind: in its arguments, and in the record that it is about."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, value in (*around.arguments.items(), *(around.record or {}).items()):
        if isinstance(value, str | int) and value != "":
            found[normal(name.removesuffix(".id").removesuffix("_id"))].add(str(value))
    record = prepared.facts.record if prepared else None
    if isinstance(record, Known) and isinstance(record.value, dict):
        found[normal(str(record.value.get("object", "")))].add(str(record.value.get("id", "")))
    return found


def _of_the_record(prepared: Prepared, now: datetime) -> JsonDict:
    around = prepared.around
    flat = {name: _plain(cell) for name, cell in prepared.before.items()}
    return {
        "record": _by_last_name(flat), "related": _by_first_name(flat), "text": prepared.text,
        "figures": {name: Figure(amount=one.amount, currency=one.currency) for name, one in around.figures.items()},
        "ages": {name: (now.timestamp() - since) / DAY_S for name, since in around.since.items()},
        "undo": prepared.undo.kind,
    }  # fmt: skip


def _attachments(arguments: JsonDict) -> int | None:
    found = arguments.get("attachments")
    return len(found) if isinstance(found, list) else None


def _by_last_name(flat: Mapping[str, Any]) -> JsonDict:
    """`charge.status` as `charge.status` and as `status`, unless two places share that name and differ."""
    found: JsonDict = dict(flat)
    for name in {one.rpartition(".")[2] for one in flat}:
        values = [value for place, value in flat.items() if place.rpartition(".")[2] == name]
        if all(value == values[0] for value in values):
            found[name] = values[0]
    return found


def _by_first_name(flat: Mapping[str, Any]) -> dict[str, JsonDict]:
    """The fields of each record that was read, by its name there: `charge`, `customer`."""
    found: dict[str, JsonDict] = {}
    for place, value in flat.items():
        first, _, rest = place.partition(".")
        if rest:
            found.setdefault(first, {})[rest.rpartition(".")[2]] = value
    return found


def _plain(cell: Any) -> Any:
    """A kept value as a rule compares it: text as it stands, numbers as their text, which is exact."""
    if not isinstance(cell, dict) or "text" not in cell:
        return None
    return cell["text"] == "true" if cell.get("type") == "boolean" else cell["text"]
