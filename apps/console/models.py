"""Roll-ups: what dashboards read instead of history, and how far behind the log they stand."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.core.tenancy import TenantModel


class Tally(TenantModel):
    """How many actions of one tool came to one end on one day of the workspace's calendar."""

    day = models.DateField()
    tool = models.CharField(max_length=100)
    state = models.CharField(max_length=10)
    n = models.BigIntegerField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "day", "tool", "state"], name="console_one_tally_a_day"),
            models.CheckConstraint(condition=Q(n__gt=0), name="console_a_tally_counts_something"),
        ]

    def __str__(self) -> str:
        return f"{self.n} {self.state} on {self.day}"


class TallyMark(TenantModel):
    """The last entry of a workspace's log that is in its tallies. Whoever holds this row is the one who counts."""

    seq = models.BigIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id"], name="console_one_mark_a_workspace"),
        ]

    def __str__(self) -> str:
        return f"counted up to {self.seq}"
