"""Connections, without their secrets."""

from django.contrib import admin

from apps.connectors.models import Connection
from apps.console.admin_sites import Shown, console


@admin.register(Connection, site=console)
class ConnectionAdmin(Shown):
    list_display = ("name", "connector", "sandbox", "enabled", "fingerprint", "created_at")
    list_filter = ("connector", "sandbox", "enabled")
    exclude = ("secret",)
