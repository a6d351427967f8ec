"""When a workspace is stricter: its freezes, and the moments at which they turn."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from apps.core.tenancy import TenantModel


class Freeze(TenantModel):
    """A time in which rules are stricter: the code freeze. Without places it holds everywhere.

    One that was ended stays, so that rules which name it can be read.
    """

    name = models.CharField(max_length=60)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    said_by = models.CharField(max_length=80)
    said_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "name", "begins_at"], condition=Q(ended_at=None),
                name="workspaces_a_freeze_is_said_once",
            ),
            models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="workspaces_a_freeze_takes_time"),
            models.CheckConstraint(condition=~Q(name=""), name="workspaces_a_freeze_has_a_name"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Turn(models.Model):
    """When a freeze begins or ends next: ids and a moment, no row security, so that the reaper finds them all."""

    freeze_id = models.UUIDField(primary_key=True)
    workspace_id = models.UUIDField()
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.freeze_id} at {self.due_at}"
