"""Roles and members of a workspace; the people and addresses of the installation."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.console.admin_sites import Shown, console, ops
from apps.core import scope
from apps.workspaces.models import Address, Freeze, Member, Pause, Role, User


@admin.register(Role, site=console)
class RoleAdmin(Shown):
    list_display = ("name", "people")

    @admin.display(description="People")
    def people(self, role: Role) -> int:
        return role.group.user_set.count()


@admin.register(Member, site=console)
class MemberAdmin(Shown):
    list_display = ("user", "joined_at", "ended_at")
    list_select_related = ("user",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Members have no row security: the console shows those of the workspace in scope."""
        return super().get_queryset(request).filter(workspace_id__in=scope.required())


@admin.register(Freeze, site=console)
class FreezeAdmin(Shown):
    list_display = ("name", "begins_at", "ends_at", "said_at", "ended_at")


@admin.register(Pause, site=console)
class PauseAdmin(Shown):
    list_display = ("scope_kind", "named", "reason", "paused_at", "quiet_at", "resumed_at")


@admin.register(User, site=ops)
class PersonAdmin(Shown):
    """To look at: people are let in, and made inactive, by verbs that write an entry."""

    fields: ClassVar[tuple[str, ...]] = ("email", "name", "is_active", "is_staff", "created_at", "last_login")
    ordering = ("email",)
    list_display = ("email", "name", "active", "staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")

    @admin.display(description="Active", ordering="is_active")
    def active(self, person: User) -> str:
        return "Yes" if person.is_active else "No"

    @admin.display(description="Staff", ordering="is_staff")
    def staff(self, person: User) -> str:
        return "Yes" if person.is_staff else "No"


@admin.register(Address, site=ops)
class AddressAdmin(Shown):
    list_display = ("slug", "workspace_id")
