"""What policy was asked, and what was done to whom: the past, as decisions and backtests ask it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.core.tenancy import TenantModel


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
