"""The kill switch, of a workspace and of the installation."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.core.ids import uuid7
from apps.core.tenancy import TenantModel


class Pause(TenantModel):
    """The kill switch, pulled on one scope. `listed`: the attempts that were on the wire when it committed."""

    scope_kind = models.CharField(max_length=20)
    scope_id = models.UUIDField()
    named = models.CharField(max_length=200, blank=True)  # what was paused, as it was called then
    reason = models.TextField(blank=True)
    paused_by = models.CharField(max_length=80)
    paused_at = models.DateTimeField(auto_now_add=True)
    listed = models.JSONField(default=list)
    quiet_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.CharField(max_length=80, blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True)
    staged_until = models.DateTimeField(null=True, blank=True)  # until when the work that slept has been woken

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "scope_kind", "scope_id"],
                condition=Q(resumed_at=None),
                name="workspaces_a_scope_is_paused_once",
            ),
            models.CheckConstraint(
                condition=Q(scope_kind__in=["workspace", "agent", "connection", "tool", "installation"]),
                name="workspaces_a_pause_names_a_known_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"pause of {self.scope_kind} {self.scope_id}"

    @property
    def called(self) -> str:
        """What was paused, in words."""
        return self.named or f"this {self.scope_kind}"


class InstallationPause(models.Model):
    """The operator's kill switch, over every workspace. No row security: whoever starts something reads it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    whole = models.BooleanField(default=True, editable=False)
    reason = models.TextField(blank=True)
    paused_by = models.CharField(max_length=80)
    paused_at = models.DateTimeField(auto_now_add=True)
    resumed_by = models.CharField(max_length=80, blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["whole"], condition=Q(resumed_at=None), name="workspaces_the_installation_is_paused_once"
            ),
            models.CheckConstraint(condition=Q(whole=True), name="workspaces_the_installation_is_paused_whole"),
        ]

    def __str__(self) -> str:
        return f"pause of the installation, {self.paused_at}"
