"""What the agent read before it proposed: the reads of its run, with the text from outside marked as such."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.actions.cards.words import connector_name, counted, icon_of
from apps.actions.models import Action, Proposal, State
from apps.connectors import engine

MOST = 12
QUOTED = 600


@dataclass(frozen=True)
class Source:
    icon: str
    title: str
    quote: str
    connector: str
    at: datetime
    outside: bool


def sources_of(proposal: Proposal) -> tuple[Source, ...]:
    """The reads that this proposal's run had made by then."""
    before = Proposal.objects.filter(run_id=proposal.run_id, pk__lte=proposal.pk).values("pk")
    reads = Action.objects.filter(proposal_id__in=before, document=None, state=State.DONE).order_by("id")[:MOST]
    return tuple(_source(read) for read in reads)


def note(sources: Iterable[Source]) -> str:
    found = tuple(sources)
    outside = sum(source.outside for source in found)
    return counted(len(found), "source") + (f", {outside} from outside" if outside else "")


def _source(read: Action) -> Source:
    return Source(
        icon=icon_of(read.tool),
        title=read.title,
        quote=_quote(read.result),
        connector=connector_name(read.tool),
        at=read.ended_at or read.created_at,
        outside=_outside(read.tool),
    )


def _outside(tool: str) -> bool:
    """A tool that nobody knows any more counts as one that brings text from outside."""
    try:
        return engine.tool(tool).outside_text
    except Exception:  # noqa: BLE001  the page must show an old read whatever became of its connector
        return True


def _quote(result: Any) -> str:
    """The values that were read, as text and in order, cut where a person would stop reading."""
    text = "\n".join(_values(result)) if result else ""
    return text if len(text) <= QUOTED else text[:QUOTED] + " …"


def _values(value: Any, name: str = "") -> list[str]:
    if isinstance(value, dict) and set(value) == {"type", "text"}:
        return [f"{name}: {value['text']}" if name else str(value["text"])]
    if isinstance(value, dict):
        return [line for key, item in value.items() for line in _values(item, key)]
    if isinstance(value, list):
        return [line for item in value for line in _values(item, name)]
    if value in (None, "", [], {}):
        return []
    shown = value if isinstance(value, str) else json.dumps(value)
    return [f"{name}: {shown}" if name else shown]
