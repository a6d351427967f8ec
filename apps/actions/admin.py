"""Proposals, actions and attempts; the open work of all workspaces, for operations."""

from django.contrib import admin

from apps.actions.models import Action, Attempt, OpenWork, Proposal
from apps.console.admin_sites import Shown, console, ops


@admin.register(Proposal, site=console)
class ProposalAdmin(Shown):
    list_display = ("title", "outcome", "edition", "created_at")


@admin.register(Action, site=console)
class ActionAdmin(Shown):
    list_display = ("title", "tool", "state", "risk", "tier", "attempt", "created_at")
    list_filter = ("state", "risk")


@admin.register(Attempt, site=console)
class AttemptAdmin(Shown):
    list_display = ("action_id", "number", "started_at", "ended_at", "ended_as", "worker")


@admin.register(OpenWork, site=ops)
class OpenWorkAdmin(Shown):
    list_display = ("action_id", "workspace_id", "state", "due_at")
    list_filter = ("state",)
