"""Mail to those who owe a signature for what ran first: once when half its time is over, once when all of it is.

A reminder is a row, made in the transaction of its stage; a worker takes it, mails it, and says how it went. It is
taken before it is mailed: where a worker was lost in between, nobody knows whether it was, so it is not mailed again.
"""

import smtplib
from collections.abc import Iterable
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from apps.actions import afterwards
from apps.actions.models import Proposal, Reminder
from apps.approvals import quorum
from apps.approvals.models import Request, State
from apps.core import doorbell, ids
from apps.core.failpoints import reach
from apps.core.post import NotTaken, post
from apps.workspaces.access import ADMINS, RIGHTS, Right, people_with, role_ids_of, roles_of
from apps.workspaces.models import User, Workspace

BY = "worker"
MOST_TRIES = 5
LOST_AFTER = timedelta(minutes=3)  # far longer than a mail server is waited for
OPEN = "SELECT id, workspace_id FROM actions_reminder WHERE ended_at IS NULL AND due_at <= clock_timestamp() LIMIT 50"
SUBJECTS = {Reminder.Stage.OWED: "A signature of yours is owed", Reminder.Stage.OVERDUE: "A signature is overdue"}


def remind(proposal: Proposal, stage: Reminder.Stage) -> None:
    """In the caller's transaction: everybody who may answer is mailed, and once it is overdue the admins too. Without
    a mail server nobody is; the home page and the log say it all the same.
    """
    if not settings.COUNTERSIGN_SMTP or proposal.afterwards_id is None:
        return
    made = [
        Reminder(workspace_id=proposal.workspace_id, proposal_id=proposal.pk, request_id=proposal.afterwards_id,
                 person_id=person, stage=stage, due_at=timezone.now()) for person in _whom(proposal, stage)
    ]  # fmt: skip
    Reminder.objects.bulk_create(made, ignore_conflicts=True)  # who was reminded at this stage is not reminded again
    for one in made:
        doorbell.ring("reminder", one.pk, workspace=one.workspace_id)


def due() -> list[tuple[UUID, UUID]]:
    """Those to be mailed now, or to be given up: (reminder, workspace)."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN)
        return list(cursor.fetchall())


def send(reminder_id: UUID) -> None:
    """Mail one, unless somebody else has it, or its signature is owed no more."""
    taken = _take(reminder_id)
    if taken is None:
        return
    reach("reminder.after_taken")
    person, proposal = User.objects.get(pk=taken.person_id), Proposal.objects.get(pk=taken.proposal_id)
    try:
        post(_message(taken, person, proposal), server=settings.COUNTERSIGN_SMTP)
    except NotTaken as why:
        _put_off(taken, proposal, str(why))
    except (smtplib.SMTPException, OSError):
        _end(taken, proposal, "proposal.reminder_in_doubt", {"why": "The mail server fell silent; it is not repeated."})
    else:
        _end(taken, proposal, "proposal.reminder_mailed", {}, sent=True)


@transaction.atomic
def _take(reminder_id: UUID) -> Reminder | None:
    """Ours from now on; None where it is somebody else's, is over, or is needed no more."""
    open_ = Reminder.objects.select_for_update(skip_locked=True).filter(pk=reminder_id, ended_at=None)
    one = open_.filter(due_at__lte=Now()).first()
    if one is None:
        return None
    proposal = Proposal.objects.get(pk=one.proposal_id)
    if one.taken_at is not None:
        _end(one, proposal, "proposal.reminder_in_doubt", {"why": "Whoever mailed it was lost; it is not repeated."})
        return None
    if one.person_id not in _whom(proposal, Reminder.Stage(one.stage)) or proposal.afterwards_id != one.request_id:
        Reminder.objects.filter(pk=one.pk).update(ended_at=Now())
        return None
    taken = {"taken_at": Now(), "tries": F("tries") + 1, "due_at": Now() + LOST_AFTER}
    Reminder.objects.filter(pk=one.pk).update(**taken)
    return Reminder.objects.get(pk=one.pk)


@transaction.atomic
def _put_off(taken: Reminder, proposal: Proposal, why: str) -> None:
    """The server surely has not got it: it is tried again a little later, a few times."""
    if taken.tries >= MOST_TRIES:
        _end(taken, proposal, "proposal.reminder_refused", {"why": why[:200]})
        return
    later = Now() + timedelta(minutes=2**taken.tries)
    Reminder.objects.filter(pk=taken.pk, ended_at=None).update(taken_at=None, due_at=later)


@transaction.atomic
def _end(one: Reminder, proposal: Proposal, kind: str, facts: dict[str, object], *, sent: bool = False) -> None:
    ended = {"ended_at": Now(), **({"sent_at": Now()} if sent else {})}
    if Reminder.objects.filter(pk=one.pk, ended_at=None).update(**ended):
        stage = Reminder.Stage(one.stage).label.lower()
        afterwards.enter(kind, proposal, BY, {"person": f"user:{one.person_id.hex}", "stage": stage, **facts})


def _whom(proposal: Proposal, stage: Reminder.Stage) -> set[UUID]:
    """Who may answer it now, by id; once it is overdue the admins are told as well. Nobody, where nothing is owed."""
    request = Request.objects.filter(pk=proposal.afterwards_id).first() if proposal.afterwards_id else None
    if request is None or not request.stays or request.state != State.OPEN:
        return set()
    people = _people(request, proposal.workspace_id)
    owing = {one.pk for one in people if not quorum.why_not(request, by=one, groups=_groups(one, proposal))}
    if stage is Reminder.Stage.OVERDUE:
        owing |= {one.pk for one in people_with(frozenset({ADMINS}), proposal.workspace_id)}
    return owing


def _people(request: Request, workspace: UUID) -> Iterable[User]:
    """Everybody who might be asked: whoever holds a role that signs, or is named."""
    named = {UUID(hex=one) for need in request.needed for one in need.named}
    signing = people_with(RIGHTS[Right.SIGN], workspace)
    others = User.objects.filter(pk__in=named - {one.pk for one in signing}, is_active=True)
    return [*signing, *(one for one in others if roles_of(one.pk, workspace))]


def _groups(person: User, proposal: Proposal) -> frozenset[str]:
    return role_ids_of(person.pk, proposal.workspace_id)


def _message(taken: Reminder, person: User, proposal: Proposal) -> EmailMessage:
    workspace = Workspace.objects.get(pk=proposal.workspace_id)
    request = Request.objects.get(pk=taken.request_id)
    due = timezone.localtime(request.deadline, ZoneInfo(workspace.time_zone))
    said = ids.say("proposal", proposal.pk)
    path = reverse("proposal", args=[workspace.slug, said])
    message = EmailMessage()
    message["Subject"] = f"{SUBJECTS[Reminder.Stage(taken.stage)]}, by {due:%H:%M} on {due.day} {due:%B}"
    message["From"], message["To"] = settings.COUNTERSIGN_MAIL_FROM, person.email
    message["Date"], message["Message-ID"] = formatdate(), f"<reminder.{taken.pk.hex}@countersign.invalid>"
    message.set_content(
        f"This ran before anybody had signed it, as a rule in {workspace.name} lets it:\n\n"
        f"    {' '.join(proposal.title.split())[:200]}\n\n"
        f"Look at it, then sign it or refuse it: {settings.COUNTERSIGN_URL}{path}\n"
        "It stays open until somebody answers. You are mailed when half of its time is over and when all of it is,"
        " and never twice.\n",
        charset="utf-8",
    )
    return message
