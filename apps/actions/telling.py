"""Telling people what a rule wants them to know: a line in the log for each group, read by whoever shows it.

They are told when it is proposed and, where another policy decides again, once more for who was not told before.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from apps.actions.draft import Drafted
from apps.actions.models import Proposal
from apps.actions.relatives import RELATION, people
from apps.audit import log
from apps.audit.models import Entry
from apps.core import ids
from apps.policies.decision import Decision

TOLD = "proposal.told"
LOOKED_AT = 200  # of the latest lines, for what one person is to know


def tell(proposal: Proposal, decision: Decision, drafted: Sequence[Drafted], *, by: str) -> None:
    """One line for each rule that tells somebody new, in the caller's transaction."""
    if not any(owed.kind == "tell" for owed in decision.owed):
        return
    subject = ids.say("proposal", proposal.pk)
    known = {group for one in log.of(subject) if one.kind == TOLD for group in one.facts.get("groups", ())}
    for owed in decision.owed:
        new = [group for group in owed.groups if group not in known]
        if owed.kind == "tell" and new:
            known |= set(new)
            related = [group for group in new if group.startswith(RELATION)]
            named = {who.hex for group in related for who in people(group, asker=proposal.asker_id, drafted=drafted)}
            facts = {"groups": new, "people": sorted(named), "rule": owed.number, "sentence": owed.sentence}
            log.append(TOLD, workspace=proposal.workspace_id, subject=subject, by=by, facts=facts)


def told(workspace: UUID, person: UUID, roles: Iterable[str], *, limit: int) -> list[UUID]:
    """The proposals that this person, or one of these roles of theirs, was told of, latest first."""
    mine = {person.hex, *roles}
    lines = Entry.objects.filter(workspace_id=workspace, kind=TOLD).order_by("-seq")[:LOOKED_AT]
    found = [ids.parse("proposal", one.subject) for one in lines if mine & _whom(one.facts)]
    return list(dict.fromkeys(found))[:limit]


def _whom(facts: dict[str, Any]) -> set[str]:
    return {*facts.get("groups", ()), *facts.get("people", ())}
