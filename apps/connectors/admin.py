"""Connections, without their secrets."""

from django.contrib import admin

from apps.connectors.models import Connection
from apps.console.admin_sites import Shown, console


@admin.register(Connection, site=console)
class ConnectionAdmin(Shown):
    list_display = ("name", "connector", "kind", "state", "fingerprint", "created_at")
    list_filter = ("connector", "sandbox", "enabled")
    exclude = ("secret",)

    @admin.display(description="Kind", ordering="sandbox")
    def kind(self, connection: Connection) -> str:
        return "Sandbox" if connection.sandbox else "In earnest"

    @admin.display(description="State", ordering="enabled")
    def state(self, connection: Connection) -> str:
        return "On" if connection.enabled else "Off"
