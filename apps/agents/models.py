"""Agents: an operator's identity, its immutable versions, and the keys of those that live outside."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.core.tenancy import TenantModel
from apps.workspaces.models import User


class Rung(models.TextChoices):
    OFF = "off", "Off"
    SUGGEST = "suggest", "Suggest"
    APPROVE = "approve", "Approve"
    AUTO = "auto", "Auto"


class Agent(TenantModel):
    name = models.CharField(max_length=100)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    rung = models.CharField(max_length=10, choices=Rung, default=Rung.APPROVE)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "name"], name="agents_an_agent_is_named_once"),
            models.CheckConstraint(condition=Q(rung__in=Rung.values), name="agents_the_rung_is_on_the_ladder"),
        ]
        permissions: ClassVar[tuple[tuple[str, str], ...]] = (
            ("sign_agent", "Sign for this agent"),
            ("configure_agent", "Configure this agent"),
            ("pause_agent", "Pause this agent"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def said(self) -> str:
        return f"agent:{self.pk.hex}"


class AgentVersion(TenantModel):
    """One definition of an agent: architecture, prompts, model route, tools, limits. It never changes."""

    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, db_constraint=False, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    digest = models.CharField(max_length=71)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agent", "number"], name="agents_a_version_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class AgentKey(TenantModel):
    """A credential of an outside agent: `csk_<workspace>_<secret>`, kept as a hash. It speaks for one agent alone."""

    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, db_constraint=False, related_name="keys")
    name = models.CharField(max_length=100)
    hash = models.CharField(max_length=64)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "hash"], name="agents_a_key_is_its_own"),
        ]

    def __str__(self) -> str:
        return self.name
