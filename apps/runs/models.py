"""Runs and their steps: what an agent did, saw, produced, and what it cost."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.agents.models import Agent, AgentVersion
from apps.core.tenancy import TenantModel
from apps.workspaces.models import User


class RunState(models.TextChoices):
    READY = "ready", "Ready"
    STEPPING = "stepping", "Working"
    WAITING = "waiting", "Waiting for people"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"


class Run(TenantModel):
    """One piece of work of an agent. `memory` is what its architecture carries from step to step."""

    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, db_constraint=False, related_name="runs")
    version = models.ForeignKey(
        AgentVersion, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    asker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asker_named = models.BooleanField(default=False, help_text="Named by an outside agent: tightens, never loosens.")
    goal = models.TextField()
    state = models.CharField(max_length=10, choices=RunState, default=RunState.READY)
    memory = models.JSONField(default=dict)
    outcome = models.TextField(blank=True)
    steps_taken = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="runs_a_run_is_somewhere_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "-id"], name="runs_newest_first"),
        ]

    def __str__(self) -> str:
        return self.goal


class OpenRun(models.Model):
    """Runs that have work to do: ids only, no row security, so that the reaper can find them everywhere."""

    run_id = models.UUIDField(primary_key=True)
    workspace_id = models.UUIDField()
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.run_id)


class Step(TenantModel):
    run = models.ForeignKey(Run, on_delete=models.PROTECT, db_constraint=False, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)  # model, tool, propose, wait
    title = models.TextField()
    prompt_version = models.CharField(max_length=80, blank=True)
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    cost_micro_usd = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    ms = models.PositiveIntegerField(default=0)
    proposal_id = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "number"], name="runs_a_step_is_taken_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["model", "tool", "propose", "wait"]), name="runs_a_step_is_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StepBody(TenantModel):
    """What a step saw and produced: messages, arguments, results. Partitioned; it goes before its step does."""

    step_id = models.UUIDField()
    body = models.JSONField()

    class Meta(TenantModel.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "step_id"], name="runs_body_of_a_step"),
        ]

    def __str__(self) -> str:
        return f"body of {self.step_id}"
