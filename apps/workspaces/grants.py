"""Rights on one thing alone: given to a role there, never per proposal. What a role may everywhere: access.RIGHTS."""

from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from guardian.models import GroupObjectPermission
from guardian.shortcuts import assign_perm, get_perms, remove_perm

from apps.audit import log
from apps.core.errors import NotFound
from apps.core.tenancy import TenantModel
from apps.workspaces.access import Right, codename
from apps.workspaces.models import Role


def grantable(right: Right, thing: TenantModel) -> bool:
    """Is this a right that its kind of thing knows? Agents: sign, configure, pause; others: configure."""
    return codename(right, thing) in dict(thing._meta.permissions)


def holds(role: Role, right: Right, thing: TenantModel) -> bool:
    return codename(right, thing) in get_perms(role.group, thing)


@transaction.atomic
def give(role: Role, right: Right, thing: TenantModel, *, by: str) -> bool:
    """Give a role a right on one thing; False where it holds it. Raises NotFound across workspaces."""
    _same_place(role, thing)
    Role.objects.select_for_update().get(pk=role.pk)
    if holds(role, right, thing):
        return False
    assign_perm(codename(right, thing), role.group, thing)
    _enter("right.given", role, right, thing, by)
    return True


@transaction.atomic
def take(role: Role, right: Right, thing: TenantModel, *, by: str) -> bool:
    """Take it away again; False where it is not held."""
    _same_place(role, thing)
    Role.objects.select_for_update().get(pk=role.pk)
    if not holds(role, right, thing):
        return False
    remove_perm(codename(right, thing), role.group, thing)
    _enter("right.taken", role, right, thing, by)
    return True


def given(kind: type[TenantModel]) -> list[tuple[Role, Right, UUID]]:
    """Every right held on one thing of this kind alone, in the workspaces in scope, by role."""
    suffix = f"_{kind._meta.model_name}"
    of_kind = ContentType.objects.get_for_model(kind)
    roles = {role.group_id: role for role in Role.objects.select_related("group").order_by("name")}
    found = GroupObjectPermission.objects.filter(group__in=roles, content_type=of_kind)
    rows = found.order_by("group__role__name", "object_pk").values_list(
        "group_id", "permission__codename", "object_pk"
    )  # fmt: skip
    return [(roles[group], Right(name.removesuffix(suffix)), UUID(pk)) for group, name, pk in rows]


def _same_place(role: Role, thing: TenantModel) -> None:
    if role.workspace_id != thing.workspace_id:
        raise NotFound


def _enter(kind: str, role: Role, right: Right, thing: TenantModel, by: str) -> None:
    facts = {"role": role.name, "right": right.value, "thing": f"{thing._meta.model_name}:{thing.pk.hex}"}
    log.append(kind, workspace=role.workspace_id, subject=f"role:{role.pk.hex}", by=by, facts=facts)
