"""What an organisation holds in all its workspaces: read there, written from its seat alone, and unknown to others."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from apps.core import scope
from apps.policies import charters
from apps.policies.models import Charter
from apps.workspaces import found
from apps.workspaces.models import Workspace
from tests import make

pytestmark = pytest.mark.django_db
PLAIN: dict[str, Any] = {"time_zone": "UTC", "domains": [], "sandbox": True}


def organised() -> tuple[Workspace, Workspace, Workspace]:
    """A workspace, its organisation's seat with a charter, and a stranger."""
    ours, stranger = make.workspace("acme"), make.workspace("stranger")
    seat = found.workspace(ours.organisation, name="Rules", slug="rules", governs=True, **PLAIN)
    with scope.workspace(seat.pk):
        Charter.objects.create(
            organisation=seat.organisation, version_id=seat.pk, name="all_v1", sentences=[], rules=[]
        )
    return ours, seat, stranger


def test_each_workspace_reads_its_organisations_and_nobody_anothers() -> None:
    ours, seat, stranger = organised()
    for one, sees, stands in ((ours, 1, True), (seat, 1, False), (stranger, 0, False)):
        with scope.workspace(one.pk):
            assert (Charter.objects.count(), charters.above(one.pk) is not None) == (sees, stands)
    assert Charter.objects.count() == 0


def test_none_but_the_seat_makes_or_changes_them() -> None:
    ours, seat, stranger = organised()
    for one in (ours, stranger):
        with scope.workspace(one.pk):
            assert Charter.objects.update(name="mine") == 0
            assert Charter.objects.all().delete()[0] == 0
            mine = {"organisation": one.organisation, "version_id": one.pk, "name": "mine"}
            _refused(partial(Charter.objects.create, **mine, sentences=[], rules=[]))
    with scope.workspace(seat.pk):
        assert Charter.objects.update(name="all_v2") == 1
        _refused(lambda: Charter.objects.update(organisation=stranger.organisation))


def _refused(write: Callable[[], object]) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        write()
