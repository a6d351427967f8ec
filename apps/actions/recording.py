"""Recording what was asked of policy, whole, beside what was decided: so that it can be asked again, by any draft.

The questions name people and places. They are erased by age, and what was decided stays.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.actions.models import Occasion, Recording
from apps.actions.rules import Rules
from apps.audit import log
from apps.core import scope
from apps.core.ids import first_uuid7
from apps.policies import lattice, words
from apps.policies.asking import Decided, seal, together, verdict

CATEGORY = "questions"


def keep(
    rules: Rules, action: UUID, decided: Sequence[Decided], *, proposal: UUID | None = None,
    occasion: Occasion = Occasion.PROPOSED,
) -> None:  # fmt: skip
    """Record what was decided about these actions, of which this is the first, in the caller's transaction."""
    workspace, decision = scope.only(), lattice.strictest(one.decision for one in decided)
    Recording.objects.create(
        workspace_id=workspace, proposal_id=proposal, action_id=action, occasion=occasion,
        looked=all(one.looked for one in decided), asked=together(one.asking for one in decided),
        words=words.keep(rules.words, workspace), policy_version_id=rules.version_id,
        verdict=verdict(decision), seal=seal(decision), **_watched(rules, decided),
    )  # fmt: skip


def _watched(rules: Rules, decided: Sequence[Decided]) -> dict[str, Any]:
    """What the draft that watches would have said."""
    if rules.watching is None:
        return {}
    decision = lattice.strictest(one.asking.decided(rules.watching.compiled) for one in decided)
    return {"shadow_id": rules.watching.shadow_id, "shadow_verdict": verdict(decision)}


@transaction.atomic
def erase(workspace: UUID, *, before: datetime, by: str) -> int:
    """Empty the recorded questions that are older; what was decided stays, and the log says so. Returns how many."""
    bound = first_uuid7(int(before.timestamp() * 1000))
    old = Recording.objects.filter(workspace_id=workspace, id__lt=bound, asked__isnull=False)
    erased = old.update(asked=None)
    facts = {"category": CATEGORY, "before": before.isoformat(), "erased": erased}
    log.append("log.erased", workspace=workspace, subject=f"recordings:{CATEGORY}", by=by, facts=facts)
    return erased
