"""Cedar asked once: which of these policies hold in this context."""

import json
from collections.abc import Mapping
from typing import Any

from cedarpy import Decision, Entities, PolicySet, is_authorized

NOBODY = Entities.from_json_str("[]")
# No rule names a principal or a resource: who and what stand in the context, where a rule can speak of them.
ASKED = {
    "principal": {"type": "Agent", "id": ""},
    "action": {"type": "Action", "id": "act"},
    "resource": {"type": "Tool", "id": ""},
}


class NotEvaluated(Exception):
    """A rule could not be evaluated, so nobody knows what it would have said."""


def holding(policies: PolicySet, context: Mapping[str, Any]) -> dict[int, bool]:
    """The policies that hold, by number: True surely ("7"), False perhaps ("7?"). Any error at all is raised."""
    answer = is_authorized({**ASKED, "context": json.dumps(context)}, policies, NOBODY)
    if answer.diagnostics.errors or answer.decision == Decision.NoDecision:
        raise NotEvaluated("; ".join(answer.diagnostics.errors) or "there was no answer.")
    names = answer.diagnostics.id_annotations_by_reason.values()
    sure = {int(name): True for name in names if not name.endswith("?")}
    return {int(name[:-1]): False for name in names if name.endswith("?")} | sure
