"""Policies and their versions."""

from django.contrib import admin

from apps.console.admin_sites import Shown, console
from apps.policies.models import InForce, Policy, PolicyVersion


@admin.register(Policy, site=console)
class PolicyAdmin(Shown):
    list_display = ("name",)


@admin.register(PolicyVersion, site=console)
class VersionAdmin(Shown):
    list_display = ("policy", "number", "published_at", "digest")
    list_select_related = ("policy",)


@admin.register(InForce, site=console)
class InForceAdmin(Shown):
    list_display = ("version", "since")
    list_select_related = ("version__policy",)
