"""Entries of the log."""

from django.contrib import admin

from apps.audit.models import Entry
from apps.console.admin_sites import Shown, console


@admin.register(Entry, site=console)
class EntryAdmin(Shown):
    list_display = ("seq", "at", "kind", "subject", "by")
    search_fields = ("subject",)
    search_help_text = "The id of what it is about, such as prp_…"
