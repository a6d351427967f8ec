"""Budgets, and what was set aside and used."""

from django.contrib import admin

from apps.billing.models import Budget, Reservation, Usage
from apps.console.admin_sites import Shown, console


@admin.register(Budget, site=console)
class BudgetAdmin(Shown):
    list_display = ("name", "scope_kind", "unit", "cap", "currency", "period", "soft", "hard_line", "slice", "ended_at")
    list_filter = ("unit", "period")


@admin.register(Reservation, site=console)
class ReservationAdmin(Shown):
    list_display = ("action_id", "state", "amount", "used", "cap_then", "reserved_at")
    list_filter = ("state",)


@admin.register(Usage, site=console)
class UsageAdmin(Shown):
    list_display = ("action_id", "unit", "amount", "currency", "at")
    list_filter = ("unit",)
