"""Agents, their versions and keys."""

from django.contrib import admin

from apps.agents.models import Agent, AgentKey, AgentVersion, Cell, Report, Reporter
from apps.console.admin_sites import Shown, console


@admin.register(Agent, site=console)
class AgentAdmin(Shown):
    list_display = ("name", "owner", "rung", "created_at")
    list_select_related = ("owner",)
    search_fields = ("name",)


@admin.register(AgentVersion, site=console)
class VersionAdmin(Shown):
    list_display = ("agent", "number", "digest", "made_at")
    list_select_related = ("agent",)


@admin.register(AgentKey, site=console)
class KeyAdmin(Shown):
    list_display = ("name", "agent", "made_at", "ended_at")
    list_select_related = ("agent",)
    exclude = ("hash",)


@admin.register(Cell, site=console)
class CellAdmin(Shown):
    list_display = ("agent", "group", "role", "rung", "moved_at")
    list_select_related = ("agent", "role")


@admin.register(Reporter, site=console)
class ReporterAdmin(Shown):
    list_display = ("check_name", "agent", "said_at", "ended_at")
    list_select_related = ("agent",)


@admin.register(Report, site=console)
class ReportAdmin(Shown):
    list_display = ("check_name", "of", "passed", "agent", "said_at", "until")
    list_select_related = ("agent",)
