"""Recording what was asked of policy, whole, beside what was decided: so that it can be asked again, by any draft.

The questions name people and places. They are erased by age, and what was decided stays.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.actions.models import Occasion, Recording
from apps.actions.rules import Rules
from apps.audit import log
from apps.core import scope
from apps.core.ids import first_uuid7, uuid7
from apps.core.postgres import plain
from apps.policies import lattice, words
from apps.policies.asking import Decided, seal, together, verdict

CATEGORY = "questions"
KEEP = """
INSERT INTO actions_recording (id, workspace_id, proposal_id, action_id, occasion, looked, asked, words,
    policy_version_id, verdict, seal, shadow_id, shadow_verdict)
VALUES (%s::uuid, %s::uuid, %s::uuid, %s::uuid, %s, %s::boolean, %s::bytea, %s, %s::uuid,
    %s::jsonb, %s, %s::uuid, %s::jsonb)
"""


def keep(
    rules: Rules, action: UUID, decided: Sequence[Decided], *, proposal: UUID | None = None,
    occasion: Occasion = Occasion.PROPOSED,
) -> None:  # fmt: skip
    """Record what was decided about these actions, of which this is the first, in the caller's transaction."""
    workspace, decision = scope.only(), lattice.strictest(one.decision for one in decided)
    asked, looked = together(one.asking for one in decided), all(one.looked for one in decided)
    plain.rows(KEEP, [
        uuid7(), workspace, proposal, action, occasion.value, looked, f"\\x{asked.hex()}",
        words.keep(rules.words, workspace), rules.version_id, json.dumps(verdict(decision)), seal(decision),
        *_watched(rules, decided),
    ])  # fmt: skip


def _watched(rules: Rules, decided: Sequence[Decided]) -> tuple[UUID | None, str | None]:
    """The draft that watches, and what it would have said."""
    if rules.watching is None:
        return None, None
    decision = lattice.strictest(one.asking.decided(rules.watching.compiled) for one in decided)
    return rules.watching.shadow_id, json.dumps(verdict(decision))


@transaction.atomic
def erase(workspace: UUID, *, before: datetime, by: str) -> int:
    """Empty the recorded questions that are older; what was decided stays, and the log says so. Returns how many."""
    bound = first_uuid7(int(before.timestamp() * 1000))
    old = Recording.objects.filter(workspace_id=workspace, id__lt=bound, asked__isnull=False)
    erased = old.update(asked=None)
    facts = {"category": CATEGORY, "before": before.isoformat(), "erased": erased}
    log.append("log.erased", workspace=workspace, subject=f"recordings:{CATEGORY}", by=by, facts=facts)
    return erased
