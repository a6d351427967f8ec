"""Drafts asked about the past: the question, its parts, and every case that would have been decided otherwise."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.core.tenancy import TenantModel
from apps.policies.models.drafts import Draft


class Progress(models.TextChoices):
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class Backtest(TenantModel):
    """One draft, as it was then, over the cases of some days; `version_id` was in force."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, db_constraint=False, related_name="backtests")
    sentences = models.JSONField()
    digest = models.CharField(max_length=71)
    version_id = models.UUIDField(null=True)
    days = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    cases = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=Progress, default=Progress.RUNNING)
    tally = models.JSONField(null=True)
    why = models.TextField(blank=True)  # it failed
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=Progress.values), name="policies_a_backtest_is_somewhere_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(tally__isnull=False, ended_at__isnull=False),
                name="policies_a_backtest_that_is_done_has_its_sums",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "draft", "-id"], name="policies_backtests_of_a_draft"),
        ]

    def __str__(self) -> str:
        return f"backtest of {self.draft_id}"


class BacktestPart(TenantModel):
    """The cases from one recording to another, with their sums once they are asked again. An organisation's draft is
    asked about the cases of its workspaces: `whose`.
    """

    whose = models.UUIDField(null=True)
    backtest = models.ForeignKey(Backtest, on_delete=models.CASCADE, db_constraint=False, related_name="parts")
    number = models.PositiveIntegerField()
    first = models.UUIDField()
    last = models.UUIDField()
    cases = models.PositiveIntegerField()
    tally = models.JSONField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["backtest", "number"], name="policies_a_part_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"part {self.number} of {self.backtest_id}"


class OpenBacktest(models.Model):
    """Parts that are not asked yet: ids and a moment, no row security, so that the reaper finds them everywhere."""

    part_id = models.UUIDField(primary_key=True)
    backtest_id = models.UUIDField()
    workspace_id = models.UUIDField()
    number = models.PositiveIntegerField()
    due_at = models.DateTimeField()  # while somebody works at it: when their lease is over

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["backtest_id", "number"], name="policies_open_parts"),
        ]

    def __str__(self) -> str:
        return str(self.part_id)


class ChangedCase(TenantModel):
    """A case that the draft would have decided otherwise."""

    backtest = models.ForeignKey(Backtest, on_delete=models.CASCADE, db_constraint=False, related_name="changed")
    rank = models.PositiveSmallIntegerField()  # 0: people had refused it, 1: edited first, 2: milder, 3: the rest
    recording_id = models.UUIDField()
    proposal_id = models.UUIDField(null=True)
    action_id = models.UUIDField()
    was = models.CharField(max_length=30)
    now = models.CharField(max_length=30)
    money = models.JSONField(default=list)  # [[currency, minor units], …]
    answer = models.CharField(max_length=10, blank=True)
    edited = models.BooleanField(default=False)
    undone = models.BooleanField(default=False)
    waited_s = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["workspace_id", "backtest", "rank", "-recording_id"], name="policies_changed_worst_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.was} → {self.now}"
