"""What the agent read before it proposed: the reads of its run, with the text from outside marked as such."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.actions.cards.origins import Origin
from apps.actions.cards.words import connector_name, counted, icon_of
from apps.actions.models import Proposal
from apps.policies.likeness import spelled
from apps.runs.models import Step, StepBody

MOST = 12
QUOTED = 700
BEYOND = 80  # characters behind marked words
LONG = 60  # longer values are prose
OURS = frozenset({"id", "more", "object"})  # the tool's own words about a result, not the record's


@dataclass(frozen=True)
class Source:
    icon: str
    title: str
    quote: str
    connector: str
    at: datetime
    outside: bool
    marks: tuple[str, ...] = ()  # words that the proposal took from here alone


def sources_of(proposal: Proposal, origins: Sequence[Origin]) -> tuple[Source, ...]:
    """The reads that this proposal's run had made by then, in order; those that values came from in any case."""
    made = Step.objects.filter(run_id=proposal.run_id, kind="tool", started_at__lte=proposal.created_at)
    marked = {
        one.step: tuple(each.words for each in origins if each.alone and each.step == one.step) for one in origins
    }
    first = list(made.order_by("number")[:MOST])
    shown = {one.number for one in first}
    steps = [*first, *made.filter(number__in=[n for n, words in marked.items() if words and n not in shown])[:MOST]]
    bodies = dict(StepBody.objects.filter(step_id__in=[one.pk for one in steps]).values_list("step_id", "body"))
    return tuple(_source(one, bodies.get(one.pk, {}), marked.get(one.number, ())) for one in steps)


def note(sources: Iterable[Source]) -> str:
    found = tuple(sources)
    outside = sum(source.outside for source in found)
    return counted(len(found), "source") + (f", {outside} from outside" if outside else "")


def _source(step: Step, body: Mapping[str, Any], marks: tuple[str, ...]) -> Source:
    tool = str(body.get("tool", ""))
    return Source(
        icon=icon_of(tool),
        title=step.title,
        quote=quoted(body.get("result"), marks),
        connector=connector_name(tool),
        at=step.started_at,
        outside=bool(body.get("outside_text", True)),
        marks=marks,
    )


def quoted(result: Any, marks: Sequence[str] = ()) -> str:
    """What was read: whole sentences first, then the short values, cut where a person would stop reading; but never
    before the words that are marked.
    """
    values = list(dict.fromkeys(_values(result)))
    prose = [text for name, text in values if len(text) > LONG]
    rest = [f"{name.replace('_', ' ')} {text}" if name else text for name, text in values if len(text) <= LONG]
    text = "\n\n".join([*prose, ", ".join(rest)]).strip()
    ends = [found.end() + BEYOND for one in marks if (found := spelled(one).search(text))]
    cut = max([QUOTED, *ends])
    return text if len(text) <= cut else text[:cut] + " …"


def _values(value: Any, name: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict) and set(value) == {"type", "text"}:
        return [(name, str(value["text"]))]
    if isinstance(value, dict):
        return [pair for key, item in value.items() if key not in OURS for pair in _values(item, str(key))]
    if isinstance(value, list):
        return [pair for item in value for pair in _values(item, name)]
    if value is None or value == "":
        return []
    return [(name, value if isinstance(value, str) else json.dumps(value))]
