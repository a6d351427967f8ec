"""The only door to a workspace, and the one table of who may do what there."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from guardian.models import GroupObjectPermission

from apps.core import scope
from apps.core.errors import NotEntitled, NotFound
from apps.core.tenancy import TenantModel
from apps.workspaces.models import Address, Member, Role, User, Workspace


class Right(StrEnum):
    SEE = "see"
    PROPOSE = "propose"
    SIGN = "sign"
    STOP = "stop"
    UNDO = "undo"
    WORD = "word"
    CONFIGURE = "configure"
    PAUSE = "pause"
    RESUME = "resume"
    AUDIT = "audit"


ADMINS, SECURITY, FINANCE = "Admins", "Security officers", "Finance"
LEADS, ASKERS, AUDITORS = "Support leads", "Askers", "Auditors"

RIGHTS: dict[Right, frozenset[str]] = {
    Right.SEE: frozenset({ADMINS, SECURITY, FINANCE, LEADS, ASKERS, AUDITORS}),
    Right.PROPOSE: frozenset({ADMINS, FINANCE, LEADS, ASKERS}),
    Right.SIGN: frozenset({ADMINS, FINANCE, LEADS}),
    Right.STOP: frozenset({ADMINS, SECURITY, FINANCE, LEADS}),
    Right.UNDO: frozenset({ADMINS, FINANCE, LEADS}),
    Right.WORD: frozenset({ADMINS, FINANCE, LEADS}),
    Right.CONFIGURE: frozenset({ADMINS}),
    Right.PAUSE: frozenset({ADMINS, SECURITY, FINANCE, LEADS}),
    Right.RESUME: frozenset({ADMINS}),
    Right.AUDIT: frozenset({ADMINS, SECURITY, FINANCE, AUDITORS}),
}

DO = {
    Right.SEE: "see this",
    Right.PROPOSE: "propose here",
    Right.SIGN: "sign here",
    Right.STOP: "stop this",
    Right.UNDO: "take this back",
    Right.WORD: "say what happened",
    Right.CONFIGURE: "change the set-up",
    Right.PAUSE: "pause this",
    Right.RESUME: "resume this",
    Right.AUDIT: "read the audit log",
}


@contextmanager
def entered(user: User | AnonymousUser, slug: str) -> Iterator[Workspace]:
    """Work inside a workspace as a member of it. Raises NotFound for anybody else, as for what does not exist."""
    workspace_id = _address(slug)
    if workspace_id is None or not _is_member(user, workspace_id):
        raise NotFound
    with scope.workspace(workspace_id):
        yield Workspace.objects.select_related("organisation").get(pk=workspace_id)


def workspaces_of(user: User) -> list[Workspace]:
    """Every workspace this person is a member of, by name."""
    ids = list(Member.objects.standing().filter(user=user).values_list("workspace_id", flat=True))
    if not ids:
        return []
    with scope.workspace(*ids):
        return list(Workspace.objects.filter(pk__in=ids).order_by("name"))


def rights_of(user: User | AnonymousUser, workspace_id: UUID, thing: models.Model | None = None) -> frozenset[Right]:
    """Every right of a person in a workspace: those held everywhere in it, and those on this thing alone."""
    if not isinstance(user, User) or not _is_member(user, workspace_id):
        return frozenset()
    everywhere = _permissions(user, Workspace(pk=workspace_id), workspace_id)
    rights = {right for right in Right if right.value in everywhere}
    if isinstance(thing, TenantModel) and thing.workspace_id == workspace_id:
        there = _permissions(user, thing, workspace_id)
        rights |= {right for right in Right if codename(right, thing) in there}
    return frozenset(rights)


def may(user: User | AnonymousUser, right: Right, workspace_id: UUID, thing: models.Model | None = None) -> bool:
    """May this person do this here? A right on the workspace holds for all in it; else one on the thing counts."""
    return right in rights_of(user, workspace_id, thing)


def check(user: User | AnonymousUser, right: Right, workspace_id: UUID, thing: models.Model | None = None) -> None:
    """Raises NotEntitled, saying who could."""
    if not may(user, right, workspace_id, thing):
        raise NotEntitled(f"You may not {DO[right]}. These roles may: {', '.join(sorted(RIGHTS[right]))}.")


def held_on(user: User, right: Right, kind: type[TenantModel], workspace_id: UUID) -> frozenset[UUID]:
    """On which things of a kind a person holds a right there alone, by id."""
    groups = Role.objects.filter(workspace_id=workspace_id, group__user=user).values("group")
    held = GroupObjectPermission.objects.filter(
        group__in=groups, content_type=ContentType.objects.get_for_model(kind),
        permission__codename=f"{right}_{kind._meta.model_name}",
    )  # fmt: skip
    return frozenset(UUID(one) for one in held.values_list("object_pk", flat=True))


def who_may(right: Right) -> str:
    """The roles that hold a right, in words: "Admins, Finance or Support leads"."""
    *most, last = sorted(RIGHTS[right])
    return f"{', '.join(most)} or {last}" if most else last


def codename(right: Right, thing: models.Model) -> str:
    """How guardian names a right: `sign` on a workspace, `sign_agent` on an agent."""
    return right.value if isinstance(thing, Workspace) else f"{right}_{thing._meta.model_name}"


def _permissions(user: User, thing: models.Model, workspace_id: UUID) -> set[str]:
    """What the groups of this person's roles may do there. Staff of the installation have no more than that."""
    groups = Role.objects.filter(workspace_id=workspace_id, group__user=user).values("group")
    return set(
        GroupObjectPermission.objects.filter(
            group__in=groups, object_pk=str(thing.pk), content_type=ContentType.objects.get_for_model(thing)
        ).values_list("permission__codename", flat=True)
    )


def roles_of(user_id: UUID, workspace_id: UUID) -> frozenset[str]:
    """The names of a person's roles in a workspace in scope; none for who is not, or no longer, a member."""
    if not Member.objects.standing().filter(user_id=user_id, workspace_id=workspace_id, user__is_active=True).exists():
        return frozenset()
    held = Role.objects.filter(workspace_id=workspace_id, group__user__pk=user_id)
    return frozenset(held.values_list("name", flat=True))


def role_ids_of(user_id: UUID, workspace_id: UUID) -> frozenset[str]:
    """The same by id, in hex: what requirements name, so that a renamed role is still the same group."""
    if not Member.objects.standing().filter(user_id=user_id, workspace_id=workspace_id, user__is_active=True).exists():
        return frozenset()
    held = Role.objects.filter(workspace_id=workspace_id, group__user__pk=user_id)
    return frozenset(id.hex for id in held.values_list("id", flat=True))


def people_with(role_names: frozenset[str], workspace_id: UUID) -> list[User]:
    """The members who hold any of these roles, by name."""
    groups = Role.objects.filter(workspace_id=workspace_id, name__in=role_names).values("group")
    members = Member.objects.standing().filter(workspace_id=workspace_id).values("user")
    held = User.objects.filter(groups__in=groups, pk__in=members, is_active=True)
    return list(held.distinct().order_by("name"))


def _address(slug: str) -> UUID | None:
    return Address.objects.filter(slug=slug).values_list("workspace_id", flat=True).first()


def _is_member(user: User | AnonymousUser, workspace_id: UUID) -> bool:
    if not isinstance(user, User) or not user.is_active:
        return False
    return Member.objects.standing().filter(user=user, workspace_id=workspace_id).exists()
