"""What the agent read before it proposed: the reads of its run, with the text from outside marked as such."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.actions.cards.words import connector_name, counted, icon_of
from apps.actions.models import Proposal
from apps.runs.models import Step, StepBody

MOST = 12
QUOTED = 700


@dataclass(frozen=True)
class Source:
    icon: str
    title: str
    quote: str
    connector: str
    at: datetime
    outside: bool


def sources_of(proposal: Proposal) -> tuple[Source, ...]:
    """The reads that this proposal's run had made by then, in order."""
    made = Step.objects.filter(run_id=proposal.run_id, kind="tool", started_at__lte=proposal.created_at)
    steps = list(made.order_by("number")[:MOST])
    if not steps:
        return ()
    bodies = dict(StepBody.objects.filter(step_id__in=[one.pk for one in steps]).values_list("step_id", "body"))
    return tuple(_source(one, bodies.get(one.pk, {})) for one in steps)


def note(sources: Iterable[Source]) -> str:
    found = tuple(sources)
    outside = sum(source.outside for source in found)
    return counted(len(found), "source") + (f", {outside} from outside" if outside else "")


def _source(step: Step, body: Mapping[str, Any]) -> Source:
    tool = str(body.get("tool", ""))
    return Source(
        icon=icon_of(tool),
        title=step.title,
        quote=quoted(body.get("result")),
        connector=connector_name(tool),
        at=step.started_at,
        outside=bool(body.get("outside_text", True)),
    )


def quoted(result: Any) -> str:
    """The values that were read, as text and in order, cut where a person would stop reading."""
    text = "\n".join(_values(result))
    return text if len(text) <= QUOTED else text[:QUOTED] + " …"


def _values(value: Any, name: str = "") -> list[str]:
    if isinstance(value, dict) and set(value) == {"type", "text"}:
        return [f"{name}: {value['text']}" if name else str(value["text"])]
    if isinstance(value, dict):
        return [line for key, item in value.items() for line in _values(item, str(key))]
    if isinstance(value, list):
        return [line for item in value for line in _values(item, name)]
    if value is None or value == "":
        return []
    shown = value if isinstance(value, str) else json.dumps(value)
    return [f"{name}: {shown}" if name else shown]
