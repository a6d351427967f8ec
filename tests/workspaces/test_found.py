"""A workspace begins with its roles, its address and the first line of its log."""

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.audit import chain, log
from apps.core import scope
from apps.workspaces.access import RIGHTS
from apps.workspaces.models import Address, Member, Role
from tests import make


def test_a_workspace_begins_with_every_role_and_one_line(acme: UUID) -> None:
    assert {role.name for role in Role.objects.all()} == frozenset().union(*RIGHTS.values())
    assert [(line.kind, line.subject) for line in log.page(acme)] == [("workspace.founded", "acme")]
    assert Address.objects.get(slug="acme").workspace_id == acme


@pytest.mark.django_db
def test_an_address_is_given_once_and_a_refused_founding_leaves_nothing() -> None:
    make.workspace()
    with pytest.raises(IntegrityError):
        make.workspace()
    assert Address.objects.count() == 1


def test_letting_somebody_in_is_a_line_of_the_log(acme: UUID) -> None:
    ben = make.person("ben", of=acme, roles=["Support leads", "Askers"])
    (line,) = log.of(ben.said)
    assert (line.kind, line.facts) == ("member.joined", {"person": ben.said, "roles": ["Askers", "Support leads"]})
    assert isinstance(chain.verify(acme), chain.Intact)


def test_a_person_is_a_member_once(acme: UUID) -> None:
    ben = make.person("ben", of=acme)
    with pytest.raises(IntegrityError, match="workspaces_a_person_is_a_member_once"), transaction.atomic():
        Member.objects.create(workspace_id=acme, user=ben)


def test_the_log_of_a_foreign_workspace_stays_out_of_sight(acme: UUID) -> None:
    with scope.workspace():
        other = make.workspace("other").pk
    assert log.page(other) == []
