"""The only door: members come in, to everybody else a workspace does not exist; what they may do is one table."""

from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from apps.core import scope
from apps.core.errors import NotEntitled, NotFound
from apps.core.scope import OutOfScope
from apps.workspaces import access
from apps.workspaces.access import RIGHTS, Right
from apps.workspaces.models import Member, Role, User, Workspace
from tests import make

EVERY_ROLE = sorted(frozenset().union(*RIGHTS.values()))


@pytest.mark.django_db
def test_a_member_comes_in_and_is_in_scope_until_leaving() -> None:
    acme = make.workspace()
    ben = make.person("ben", of=acme.pk, roles=["Finance"])
    with access.entered(ben, "acme") as inside:
        assert inside == acme
        assert scope.only() == acme.pk
    with pytest.raises(OutOfScope):
        scope.only()


@pytest.mark.django_db
def test_to_strangers_a_workspace_is_as_absent_as_one_that_does_not_exist() -> None:
    acme, other = make.workspace(), make.workspace("other")
    zoe, gone, off = (make.person(name, of=other.pk) for name in ("zoe", "gone", "off"))
    Member.objects.create(workspace_id=acme.pk, user=gone, ended_at=timezone.now())
    Member.objects.create(workspace_id=acme.pk, user=off)
    off.is_active = False
    staff = User.objects.create_superuser("staff@countersign.example", name="Staff")
    said = set()
    for person in (zoe, gone, off, staff, AnonymousUser()):
        for slug in ("acme", "nowhere"):
            with pytest.raises(NotFound) as refused, access.entered(person, slug):
                pass
            said.add((str(refused.value), refused.value.code))
    assert len(said) == 1


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_role_may_do_what_the_table_says_and_nothing_else(acme: UUID, role: str) -> None:
    person = make.person("ben", of=acme, roles=[role])
    assert {right for right in Right if access.may(person, right, acme)} == {r for r in Right if role in RIGHTS[r]}


def test_a_refusal_says_who_could(acme: UUID) -> None:
    with pytest.raises(NotEntitled, match=r"^You may not pause this\. These roles may: Admins, Finance, Security"):
        access.check(make.person("wim", of=acme, roles=["Auditors"]), Right.PAUSE, acme)


def test_rights_in_one_workspace_are_none_in_another(acme: UUID) -> None:
    with scope.workspace():
        other = make.workspace("other").pk
        ada = make.person("ada", of=other, roles=["Admins"])
    assert not any(access.may(ada, right, acme) for right in Right)
    assert access.roles_of(ada.pk, acme) == frozenset()


def test_staff_of_the_installation_have_only_the_rights_of_their_roles(acme: UUID) -> None:
    staff = make.person("staff", of=acme, roles=["Auditors"])
    staff.is_superuser = True
    staff.save()
    assert {right for right in Right if access.may(staff, right, acme)} == {Right.SEE, Right.AUDIT}


def test_who_has_left_holds_no_role_and_no_right(acme: UUID) -> None:
    ben = make.person("ben", of=acme, roles=["Finance", "Admins"])
    assert access.roles_of(ben.pk, acme) == {"Finance", "Admins"}
    Member.objects.filter(user=ben).update(ended_at=timezone.now())
    assert access.roles_of(ben.pk, acme) == access.role_ids_of(ben.pk, acme) == frozenset()
    assert not access.may(ben, Right.SEE, acme)
    assert access.people_with(frozenset({"Finance"}), acme) == []


def test_roles_are_named_by_id_too_and_people_found_by_role(acme: UUID) -> None:
    zed, ben = (make.person(name, of=acme, roles=["Finance", "Askers"]) for name in ("zed", "ben"))
    assert access.role_ids_of(ben.pk, acme) == {
        one.pk.hex for one in Role.objects.filter(name__in=["Finance", "Askers"])
    }
    assert access.people_with(frozenset({"Finance", "Askers", "Admins"}), acme) == [ben, zed]


@pytest.mark.django_db
def test_a_person_finds_all_their_workspaces_by_name() -> None:
    zoo, acme = make.workspace("zoo"), make.workspace("acme")
    ben = make.person("ben", of=zoo.pk)
    assert access.workspaces_of(User.objects.create_user("nobody@acme.example", name="N")) == []
    Member.objects.create(workspace_id=acme.pk, user=ben)
    assert access.workspaces_of(ben) == [acme, zoo]


def test_the_database_hides_what_is_out_of_scope(acme: UUID) -> None:
    with scope.workspace():
        other = make.workspace("other").pk
    assert set(Role.everywhere.values_list("workspace_id", flat=True)) == {acme}  # not filtered by us
    assert not Workspace.objects.filter(pk=other).exists()
