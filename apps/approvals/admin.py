"""Requests for signatures, and the signatures."""

from django.contrib import admin

from apps.approvals.models import Request, Signature
from apps.console.admin_sites import Shown, console


@admin.register(Request, site=console)
class RequestAdmin(Shown):
    list_display = ("digest", "state", "opened_at", "deadline", "closed_at")
    list_filter = ("state",)


@admin.register(Signature, site=console)
class SignatureAdmin(Shown):
    list_display = ("person_id", "request_id", "signed_at", "withdrawn_at")
