"""Sentences that somebody is writing, and drafts that watch what the policy in force decides."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.core.tenancy import TenantModel
from apps.policies.models.versions import PolicyVersion


class Stage(models.TextChoices):
    OPEN = "open", "Being written"
    PUBLISHED = "published", "Published"
    DISCARDED = "discarded", "Discarded"


class Draft(TenantModel):
    """A policy in the making: canonical sentences in their order. Each change makes another edition of it."""

    name = models.CharField(max_length=100)  # of the policy that it is to become
    sentences = models.JSONField(default=list)
    digest = models.CharField(max_length=71)
    edition = models.PositiveIntegerField(default=1)
    based_on = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    made_by = models.UUIDField()
    edited_by = models.UUIDField()
    edited_at = models.DateTimeField(auto_now=True)
    proposal_id = models.UUIDField(null=True, blank=True)  # the last that would publish it
    closed_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.OPEN)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="policies_a_draft_is_at_a_known_stage"),
            models.CheckConstraint(
                condition=Q(stage=Stage.OPEN, closed_at=None) | (~Q(stage=Stage.OPEN) & Q(closed_at__isnull=False)),
                name="policies_a_closed_draft_says_when",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "-id"], condition=Q(stage="open"), name="policies_open_drafts"),
        ]

    def __str__(self) -> str:
        return f"draft of {self.name}"


class Shadow(TenantModel):
    """A draft, as it was then, that is asked beside the policy in force and changes nothing."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, db_constraint=False, related_name="shadows")
    sentences = models.JSONField()
    digest = models.CharField(max_length=71)
    began_by = models.UUIDField()
    began_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id"], condition=Q(ended_at=None), name="policies_one_draft_watches"
            ),
        ]

    def __str__(self) -> str:
        return f"shadow of {self.draft_id}"
