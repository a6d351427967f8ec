"""Proposals, their actions, and the keys that they were made under."""

from typing import ClassVar

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
    above_version_id = models.UUIDField(null=True)  # the organisation's, where one stood above
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
