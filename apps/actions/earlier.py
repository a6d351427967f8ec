"""What a run has done so far, as rules may name it: tools, categories, kinds of deed, and these with their object."""

from collections.abc import Iterator
from typing import Any

from apps.actions import document
from apps.actions.models import Action, Proposal, State
from apps.connectors import shelf
from apps.connectors.contract import Known, Tool
from apps.connectors.models import Connection
from apps.runs.models import Run, Step, StepBody

MOST = 500  # steps, and actions, of a run; of a longer one it cannot be told


def of(run: Run) -> tuple[str, ...] | None:
    """In order, reads first. None: something was done of which it cannot be told what it touched."""
    found: list[str] = []
    done = [*_read(run), *_written(run)]
    if len(done) > MOST:
        return None
    for tool_name, objects in done:
        tool = shelf.tools().get(tool_name)
        if tool is None or not objects:
            return None
        found += _names(tool, objects)
    return tuple(dict.fromkeys(found))


def _names(tool: Tool, objects: tuple[str, ...]) -> Iterator[str]:
    yield from (tool.full_name, *tool.categories, tool.verb.value)
    yield from (f"{verb} {name}" for verb in (tool.verb.value, *tool.categories) for name in objects)


def _read(run: Run) -> Iterator[tuple[str, tuple[str, ...]]]:
    steps = Step.objects.filter(run=run, kind="tool").order_by("number").values_list("pk", flat=True)
    taken = list(steps[: MOST + 1])
    bodies = StepBody.objects.filter(step_id__in=taken).order_by("id")
    told = list(bodies.values_list("body__tool", "body__arguments__table"))
    if len(told) < len(taken):
        yield "", ()  # a body that is gone took what was read with it
    for name, table in told:
        if name:  # what was handed in from outside was read by no tool of ours
            yield name, _of_a_read(name, table)


def _of_a_read(name: str, table: Any) -> tuple[str, ...]:
    tool = shelf.tools().get(name)
    if tool is None or tool.object:
        return (tool.object,) if tool else ()
    if table is None:
        return ("table",)  # the list of tables
    held = Connection.objects.filter(connector=tool.connector).values_list("address", flat=True)
    called = {one.get("tables", {}).get(table, {}).get("object", "") for one in held} - {""}
    return tuple(called) if len(called) == 1 else ()  # two systems may call the same table differently


def _written(run: Run) -> Iterator[tuple[str, tuple[str, ...]]]:
    proposals = Proposal.objects.filter(run_id=run.pk).values("pk")
    done = Action.objects.filter(proposal_id__in=proposals, state=State.DONE).order_by("id")[: MOST + 1]
    for name, part in done.values_list("tool", "document"):
        tool = shelf.tools().get(name)
        yield name, (tool.object,) if tool and tool.object else _recorded(part)


def _recorded(part: bytes | memoryview | None) -> tuple[str, ...]:
    """The objects that its record is of."""
    fact = document.read(part).prepared.facts.record if part else None
    value = fact.value if isinstance(fact, Known) else None
    rows = value if isinstance(value, list | tuple) else [value]
    named = [str(row["object"]) for row in rows if isinstance(row, dict) and row.get("object")]
    return tuple(dict.fromkeys(named)) if len(named) == len(rows) else ()
