"""Roles and members of a workspace; the people and addresses of the installation."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.console.admin_sites import Shown, console, ops
from apps.core import scope
from apps.workspaces.models import Address, Member, Pause, Role, User

if TYPE_CHECKING:  # generic for the type checker alone

    class _New(AdminUserCreationForm[User]): ...

    class _Changed(UserChangeForm[User]): ...

    class _People(UserAdmin[User]): ...
else:
    _New, _Changed, _People = AdminUserCreationForm, UserChangeForm, UserAdmin


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


@admin.register(Pause, site=console)
class PauseAdmin(Shown):
    list_display = ("scope_kind", "reason", "paused_at", "quiet_at", "resumed_at")


class NewUser(_New):
    class Meta:
        model = User
        fields = ("email", "name")


class ChangedUser(_Changed):
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User, site=ops)
class PersonAdmin(_People):
    form, add_form = ChangedUser, NewUser
    ordering = ("email",)
    list_display = ("email", "name", "active", "staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    filter_horizontal = ()
    readonly_fields: ClassVar[tuple[str, ...]] = ("created_at", "last_login")
    fieldsets = (
        (None, {"fields": ("email", "name", "password", "is_active", "is_staff", "created_at", "last_login")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("email", "name", "usable_password", "password1", "password2")}),
    )

    @admin.display(description="Active", ordering="is_active")
    def active(self, person: User) -> str:
        return "Yes" if person.is_active else "No"

    @admin.display(description="Staff", ordering="is_staff")
    def staff(self, person: User) -> str:
        return "Yes" if person.is_staff else "No"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A person stands in the log for good; they are made inactive instead."""
        return False


@admin.register(Address, site=ops)
class AddressAdmin(Shown):
    list_display = ("slug", "workspace_id")
