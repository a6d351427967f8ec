"""Signatures owed for what ran first: people are reminded at half the time; past it the agent is paused and admins are
told. It stays open until somebody answers. For the reaper: database only.
"""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from apps.actions import afterwards, reminders, telling
from apps.actions.models import Action, Afterwards, Proposal, Reminder, State
from apps.agents.models import Agent
from apps.core import scope
from apps.workspaces import pause
from apps.workspaces.access import ADMINS
from apps.workspaces.models import Role
from apps.workspaces.pause import Scope

BY = "reaper"
AGAIN = timedelta(days=1)  # between reminders once its time is over
ENDED = """
SELECT f.proposal_id, f.workspace_id FROM actions_afterwards f WHERE NOT f.ran AND NOT EXISTS (
    SELECT FROM actions_openwork w WHERE w.workspace_id = f.workspace_id AND w.proposal_id = f.proposal_id) LIMIT 200
"""
DUE = "SELECT proposal_id, workspace_id FROM actions_afterwards WHERE next_at <= clock_timestamp() LIMIT 200"


def sweep() -> int:
    """One round. Returns how many were looked at."""
    ended, due = _found(ENDED), _found(DUE)
    for proposal, workspace in ended:
        with scope.workspace(workspace):
            see_what_ran(proposal)
    for proposal, workspace in due:
        with scope.workspace(workspace):
            look_at(proposal)
    return len(ended) + len(due)


@transaction.atomic
def see_what_ran(proposal_id: UUID) -> None:
    """All of it has ended. Where nothing was done, nothing is owed."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    if Action.objects.filter(proposal_id=proposal_id, state=State.DONE).exists():
        Afterwards.objects.filter(proposal_id=proposal_id).update(ran=True)
        return
    afterwards.forget(proposal)
    Proposal.objects.filter(pk=proposal_id).update(owes=None)
    afterwards.enter("proposal.nothing_owed", proposal, BY, {"why": "Nothing of it was done."})


def look_at(proposal_id: UUID) -> None:
    """Its next moment is there: its time begins anew while nothing ran, people are reminded, or it is overdue."""
    proposal = Proposal.objects.get(pk=proposal_id)
    owing = Afterwards.objects.filter(proposal_id=proposal_id).first()
    if owing is None:
        return
    if owing.overdue_at is None and owing.due_at <= timezone.now() and afterwards.begun(proposal):
        _pause(proposal)  # first, and by itself: whoever waits for its lock must hold no other
    with transaction.atomic():
        _move_on(proposal_id)


def _pause(proposal: Proposal) -> None:
    agent = Agent.objects.get(pk=proposal.agent_id)
    why = f"Nobody signed in time for what ran first: {proposal.title}"
    pause.set_flag(Scope("agent", agent.pk), workspace=proposal.workspace_id, by=BY, reason=why, named=agent.name)


def _move_on(proposal_id: UUID) -> None:
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    owing = Afterwards.objects.select_for_update().filter(proposal_id=proposal_id, next_at__lte=Now()).first()
    if owing is None:
        return
    now = timezone.now()
    if not afterwards.begun(proposal):
        afterwards.forget(proposal)
        afterwards.begin(proposal)
    elif now < owing.due_at:
        _next(owing, owing.due_at)
        _remind(proposal, owing)
    else:
        _next(owing, now + AGAIN, overdue_at=owing.overdue_at or now)
        _overdue(proposal, owing)


def _next(owing: Afterwards, at: object, **more: object) -> None:
    Afterwards.objects.filter(pk=owing.pk).update(next_at=at, **more)


def _remind(proposal: Proposal, owing: Afterwards) -> None:
    afterwards.enter("proposal.signature_reminded", proposal, BY, {"due": owing.due_at.isoformat()})
    asked = proposal.owes["requirements"] if proposal.owes else ()
    groups = {group for one in asked for group in one["groups"]}
    _tell(proposal, groups, {who for one in asked for who in one["named"]}, "A signature of yours is owed.")
    reminders.remind(proposal, Reminder.Stage.OWED)


def _overdue(proposal: Proposal, owing: Afterwards) -> None:
    afterwards.enter("proposal.signature_overdue", proposal, BY, {"due": owing.due_at.isoformat()})
    if owing.overdue_at is None:
        admins = {one.hex for one in Role.objects.filter(name=ADMINS).values_list("pk", flat=True)}
        _tell(proposal, admins, set(), "A signature that is owed is overdue.")
        reminders.remind(proposal, Reminder.Stage.OVERDUE)


def _tell(proposal: Proposal, groups: set[str], people: set[str], sentence: str) -> None:
    facts: dict[str, object] = {"groups": sorted(groups), "people": sorted(people), "rule": 0, "sentence": sentence}
    afterwards.enter(telling.TOLD, proposal, BY, facts)


def _found(sql: str) -> list[tuple[UUID, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
