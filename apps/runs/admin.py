"""Runs and their steps; the runs that have work to do, for operations."""

from django.contrib import admin

from apps.console.admin_sites import Shown, console, ops
from apps.runs.models import OpenRun, Run, Step


@admin.register(Run, site=console)
class RunAdmin(Shown):
    list_display = ("goal", "agent", "state", "steps_taken", "started_at", "ended_at")
    list_filter = ("state",)
    list_select_related = ("agent",)


@admin.register(Step, site=console)
class StepAdmin(Shown):
    list_display = ("title", "run", "number", "kind", "ms", "cost_micro_usd")
    list_filter = ("kind",)
    list_select_related = ("run",)


@admin.register(OpenRun, site=ops)
class OpenRunAdmin(Shown):
    list_display = ("run_id", "workspace_id", "due_at")
