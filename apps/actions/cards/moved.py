"""What moved between the document that a stale page was drawn from and the one that stands now."""

import json
from typing import Any

from apps.actions import document
from apps.actions.cards.steps import Line
from apps.actions.document import ActionDocument
from apps.actions.models import Proposal
from apps.approvals.models import Request
from apps.connectors.contract import ABSENT, Cell, Value


def moved_since(proposal: Proposal, digest: str) -> tuple[Line, ...]:
    """One line for each place that differs; none where the page was drawn from this document or an unknown one."""
    if not digest or digest == proposal.digest or not proposal.document:
        return ()
    old = Request.objects.filter(digest=digest).values_list("document", flat=True).first()
    if old is None or _named(old) != _named(proposal.document):
        return ()
    then, now = _places(old), _places(proposal.document)
    return tuple(_line(place, then.get(place, ABSENT), now.get(place, ABSENT)) for place in _differing(then, now))


def _named(stored: bytes | memoryview) -> str:
    return str(json.loads(bytes(stored))["proposal"])


def _places(stored: bytes | memoryview) -> dict[str, Cell]:
    """Every value that a reader of the document sees, by its place."""
    found: dict[str, Cell] = {}
    for number, part in enumerate(_parts(stored), 1):
        for change in part.prepared.changes:
            found[f"{number} {change.record}: {change.field}"] = change.after
            found[f"{number} {change.record}: {change.field}, before"] = change.before
        if part.prepared.text:
            found[f"{number} {part.prepared.record}: text"] = Value(type="text", text=part.prepared.text)
    return found


def _parts(stored: bytes | memoryview) -> list[ActionDocument]:
    whole: dict[str, Any] = json.loads(bytes(stored))
    return [document.ActionDocument.model_validate(part) for part in whole["actions"]]


def _differing(then: dict[str, Cell], now: dict[str, Cell]) -> list[str]:
    return [place for place in {**then, **now} if then.get(place, ABSENT) != now.get(place, ABSENT)]


def _line(place: str, before: Cell, after: Cell) -> Line:
    return Line("", place, before, after, "", "", stays=False, when_it_runs=False, had=before is not None)
