"""Proposals and their actions, the attempts at them, and the small table of open work."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.core.tenancy import TenantModel


class State(models.TextChoices):
    DENIED = "denied", "Denied by policy"
    SUGGESTED = "suggested", "Suggested"
    WAITING = "waiting", "Waiting for signatures"
    REJECTED = "rejected", "Declined"
    LAPSED = "lapsed", "Declined: nobody signed in time"
    APPROVED = "approved", "Ready"
    EXECUTING = "executing", "Running"
    UNKNOWN = "unknown", "Outcome unknown"
    DONE = "done", "Done"
    FAILED = "failed", "Not done"
    STOPPED = "stopped", "Stopped"


class Proposal(TenantModel):
    """What people sign: one or more actions in order, frozen in `document`. An edit makes another document."""

    agent_id = models.UUIDField()
    run_id = models.UUIDField()
    asker_id = models.UUIDField()
    asker_named = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)  # a person's own doing, which their agent had no part in
    title = models.TextField()
    goal = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=1)
    document = models.BinaryField(default=b"")
    digest = models.CharField(max_length=71, blank=True)
    outcome = models.CharField(max_length=10)  # the decision's: deny, suggest, approve, auto
    request_id = models.UUIDField(null=True)
    owes = models.JSONField(null=True)  # what is signed once it is ready to run, and within how many seconds
    afterwards_id = models.UUIDField(null=True)  # the request for that
    undoes_id = models.UUIDField(null=True)  # the proposal this one takes back
    left_out = models.JSONField(default=list)  # of an undo: what it cannot or shall not take back, and why
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "-id"], name="actions_proposals_newest"),
            models.Index(fields=["workspace_id", "run_id"], name="actions_proposals_of_a_run"),
            models.Index(fields=["workspace_id", "request_id"], name="actions_proposal_of_a_request"),
            models.Index(fields=["workspace_id", "undoes_id"], name="actions_undos_of_a_proposal"),
            models.Index(
                fields=["workspace_id", "afterwards_id"], condition=Q(afterwards_id__isnull=False),
                name="actions_proposal_owing_request",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Action(TenantModel):
    """One call of one tool. `document` is its part of what people signed; a read has none."""

    proposal_id = models.UUIDField()
    position = models.PositiveSmallIntegerField(default=1)
    agent_id = models.UUIDField()
    connection_id = models.UUIDField(null=True)
    tool = models.CharField(max_length=100)
    title = models.TextField()
    risk = models.CharField(max_length=10)
    tier = models.CharField(max_length=1)
    state = models.CharField(max_length=10, choices=State)
    document = models.BinaryField(null=True)
    decision = models.JSONField()
    policy_version_id = models.UUIDField(null=True)
    past = models.JSONField(null=True)  # what its decision was told of the past, which the claim measures again
    attempt = models.PositiveIntegerField(default=0)
    hold_until = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    undoes_id = models.UUIDField(null=True)  # the action this one is the inverse of
    why = models.TextField(blank=True)  # the sentence that belongs to the state
    settled_by = models.CharField(max_length=10, blank=True)  # answer, look, record, person
    result = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="actions_an_action_is_somewhere_known"),
            models.CheckConstraint(condition=Q(tier__in=["A", "B", "C", "D"]), name="actions_a_tier_is_named"),
            models.CheckConstraint(
                condition=~Q(state="executing") | Q(lease_until__isnull=False),
                name="actions_who_executes_holds_a_lease",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "proposal_id", "position"], name="actions_of_a_proposal"),
            models.Index(fields=["workspace_id", "undoes_id"], name="actions_inverses"),
        ]

    def __str__(self) -> str:
        return self.title


class Occasion(models.TextChoices):
    PROPOSED = "proposed", "When it was proposed"
    READ = "read", "When it was read"
    EDITED = "edited", "When somebody changed it"
    AGAIN = "again", "When it was decided again"


class Recording(TenantModel):
    """What was put to policy about a proposal or a read, whole, and what followed. Only `asked` is ever erased."""

    proposal_id = models.UUIDField(null=True)  # a read has none
    action_id = models.UUIDField()  # the first that was asked about
    occasion = models.CharField(max_length=10, choices=Occasion)
    looked = models.BooleanField()  # were its facts read from the record, or foretold from the arguments?
    asked = models.BinaryField(null=True)  # an asking a line, in the order of the actions
    words = models.CharField(max_length=71)  # digest of the vocabulary of that moment
    policy_version_id = models.UUIDField(null=True)
    verdict = models.JSONField()
    seal = models.CharField(max_length=71)  # digest of the whole decision
    shadow_id = models.UUIDField(null=True)  # the draft that watched, and what it would have said
    shadow_verdict = models.JSONField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(occasion__in=Occasion.values), name="actions_a_recording_has_a_known_occasion"
            ),
            models.CheckConstraint(
                condition=Q(shadow_id=None, shadow_verdict__isnull=True)
                | Q(shadow_id__isnull=False, shadow_verdict__isnull=False),
                name="actions_a_shadow_that_watched_has_a_verdict",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "proposal_id"], name="actions_recordings_of_proposal"),
            models.Index(fields=["workspace_id", "action_id"], name="actions_recordings_of_action"),
            models.Index(
                fields=["workspace_id", "shadow_id", "-id"], condition=Q(shadow_id__isnull=False),
                name="actions_seen_by_a_shadow",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.occasion}: {self.action_id}"


class Deed(TenantModel):
    """A line of what an action does and to whom, by which the past is measured. `key`: whom, as a digest."""

    action_id = models.UUIDField()
    run_id = models.UUIDField()
    key = models.CharField(max_length=100, blank=True)
    deeds = ArrayField(models.CharField(max_length=100))  # its tool first, its categories
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)

    class Meta(TenantModel.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "key", "id"], name="actions_deeds_of_somebody"),
            models.Index(fields=["workspace_id", "action_id"], name="actions_deeds_of_an_action"),
        ]

    def __str__(self) -> str:
        return f"{self.deeds[0]} of {self.action_id}"


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


class Key(TenantModel):
    """A key given with a proposal: the same key and content finds that proposal again, for good."""

    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=71)
    proposal_id = models.UUIDField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "key"], name="actions_propose_once"),
            models.CheckConstraint(condition=~Q(key=""), name="actions_a_key_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.key
