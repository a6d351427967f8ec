"""Agents: an operator's identity, its immutable versions, and the keys of those that live outside."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.core.ids import uuid7
from apps.core.tenancy import TenantModel
from apps.workspaces.models import Organisation, Role, User


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


class Cell(TenantModel):
    """One place of the ladder: an agent's rung for one tool group and whoever asks in one role.

    Without a role: whoever else asks. Without an agent: the workspace's own limit for that group, over every agent.
    """

    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="cells")
    group = models.CharField(max_length=100)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+")
    rung = models.CharField(max_length=10, choices=Rung)
    moved_by = models.CharField(max_length=80)
    moved_at = models.DateTimeField(auto_now=True)
    why = models.TextField(blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "agent", "group", "role"], nulls_distinct=False,
                name="agents_a_cell_holds_one_rung",
            ),
            models.CheckConstraint(condition=Q(rung__in=Rung.values), name="agents_a_cell_is_on_the_ladder"),
            models.CheckConstraint(
                condition=Q(agent__isnull=False) | Q(role=None), name="agents_a_limit_holds_for_whoever_asks"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.group}: {self.rung}"


class Limit(models.Model):
    """How far an organisation, or its plan, lets agents go in all of its workspaces. Without a group: in everything."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[("organisation", "Organisation"), ("plan", "Plan")])
    group = models.CharField(max_length=100, blank=True)
    rung = models.CharField(max_length=10, choices=Rung)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "kind", "group"], name="agents_a_limit_is_said_once"),
            models.CheckConstraint(condition=Q(rung__in=Rung.values), name="agents_a_limit_is_on_the_ladder"),
            models.CheckConstraint(
                condition=Q(kind__in=["organisation", "plan"]), name="agents_a_limit_comes_from_somewhere_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.group or 'everything'} {self.rung}"


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


class Reporter(TenantModel):
    """An agent whose key may report a check. One that was ended stays, so that rules can name its check."""

    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    check_name = models.CharField(max_length=60)
    said_by = models.CharField(max_length=80)
    said_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "agent", "check_name"], condition=Q(ended_at=None),
                name="agents_who_reports_is_said_once",
            ),
            models.CheckConstraint(condition=~Q(check_name=""), name="agents_a_check_has_a_name"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.agent_id} reports {self.check_name}"


class Report(TenantModel):
    """What an agent, or a person, said last of a check of one thing: `tests` of `commit:a1b2`. Until then it counts."""

    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, db_constraint=False, related_name="+", null=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    check_name = models.CharField(max_length=60)
    of = models.CharField(max_length=200)
    passed = models.BooleanField()
    note = models.TextField(blank=True)  # how a person found out
    said_at = models.DateTimeField(auto_now=True)
    until = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "of", "check_name", "agent"], name="agents_a_report_is_the_last_of_its_agent"
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "of", "check_name", "person"], name="agents_a_report_is_the_last_of_its_person"
            ),
            models.CheckConstraint(
                condition=Q(agent=None, person__isnull=False) | Q(agent__isnull=False, person=None),
                name="agents_a_report_is_an_agents_or_a_persons",
            ),
            models.CheckConstraint(condition=~Q(of=""), name="agents_a_report_is_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.check_name} of {self.of}: {self.passed}"

    @property
    def reporter(self) -> str:
        return str(self.agent or self.person)
