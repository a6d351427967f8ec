"""Attempts, open work, and signatures that are owed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.core.ids import uuid7
from apps.core.tenancy import TenantModel


class Attempt(TenantModel):
    """One try at an action. Started and not ended: its request may have had, or may yet have, its effect."""

    action_id = models.UUIDField()
    number = models.PositiveIntegerField()
    claimed_at = models.DateTimeField()
    lease_until = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=20, blank=True)
    version = models.CharField(max_length=200, blank=True)  # tier B: the record version its request named
    proof = models.JSONField(null=True)  # stored before the target's commit
    worker = models.CharField(max_length=100, blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["action_id", "number"], name="actions_an_attempt_is_made_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_as="") | Q(ended_at__isnull=False) & ~Q(ended_as=""),
                name="actions_an_attempt_that_ended_says_how",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["workspace_id", "action_id"], condition=Q(started_at__isnull=False, ended_at=None),
                name="actions_attempts_on_the_wire",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"attempt {self.number} at {self.action_id}"


class OpenWork(models.Model):
    """Every action that is not final: ids and moments only, no row security, so a worker can pick across workspaces."""

    action_id = models.UUIDField(primary_key=True)
    workspace_id = models.UUIDField()
    proposal_id = models.UUIDField()
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10)
    due_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_at"], name="actions_open_work_by_turn"),
            models.Index(fields=["workspace_id", "proposal_id"], name="actions_open_work_of_proposal"),
        ]

    def __str__(self) -> str:
        return str(self.action_id)


class Afterwards(models.Model):
    """A proposal that ran, or may run, before it was signed, until somebody answers: ids and moments, no row security,
    so that the reaper finds it. `next_at`: when people are reminded, or its time is over.
    """

    proposal_id = models.UUIDField(primary_key=True)
    workspace_id = models.UUIDField(db_index=True)
    due_at = models.DateTimeField()
    next_at = models.DateTimeField(db_index=True)
    ran = models.BooleanField(default=False)  # something of it is done
    overdue_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.proposal_id} by {self.due_at}"


class Reminder(models.Model):
    """One mail to one person who owes a signature, at one stage: ids, numbers and moments, no row security, so that the
    reaper finds it. It is taken before it is mailed, and never taken twice unless the server surely has not got it.
    """

    class Stage(models.IntegerChoices):
        OWED = 1, "Owed"
        OVERDUE = 2, "Overdue"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace_id = models.UUIDField()
    proposal_id = models.UUIDField()
    request_id = models.UUIDField()
    person_id = models.UUIDField()
    stage = models.PositiveSmallIntegerField(choices=Stage)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # nothing more is done about it

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["request_id", "stage", "person_id"], name="actions_people_are_reminded_once_a_stage"
            ),
            models.CheckConstraint(condition=Q(stage__in=[1, 2]), name="actions_a_reminder_is_of_a_known_stage"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(taken_at__isnull=False, ended_at__isnull=False),
                name="actions_what_was_mailed_was_taken_before",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], condition=Q(ended_at=None), name="actions_open_reminders"),
        ]

    def __str__(self) -> str:
        return f"reminder of {self.proposal_id}"
