"""The operator's limits: in every workspace of the organisation, in no other, entered, and shown to members alone."""

import pytest
from django.core.management import CommandError, call_command

from apps.actions import limits
from apps.agents import ladder
from apps.agents.models import Agent, Limit, Rung
from apps.audit import log
from apps.core import scope
from tests import make

pytestmark = pytest.mark.django_db


def agent(workspace: object, name: str) -> Agent:
    pk = workspace.pk  # type: ignore[attr-defined]
    with scope.workspace(pk):
        return Agent.objects.create(workspace_id=pk, name="Otto", owner=make.person(name, of=pk))


def test_a_limit_holds_in_all_workspaces_of_the_organisation_and_nowhere_else() -> None:
    acme, other = make.workspace(), make.workspace("other")
    ours, theirs = agent(acme, "ada"), agent(other, "zoe")
    assert limits.hold("acme", "organisation", "", Rung.APPROVE, by="operator") == 1
    with scope.workspace(acme.pk):
        assert ladder.of(ours).at("stripe:refunds", []).organisation == "approve"
        assert [entry.kind for entry in log.of(acme.pk.hex)][-1] == "agent.limit_held"
    with scope.workspace(other.pk):
        assert ladder.of(theirs).at("stripe:refunds", []).organisation == "auto"
        assert not Limit.objects.exists()


def test_the_command_says_what_holds_and_refuses_what_is_not_there() -> None:
    acme = make.workspace()
    call_command("limit", workspace="acme", rung="suggest", plan=True, group="stripe:refunds")
    with scope.workspace(acme.pk):
        assert ladder.of(agent(acme, "ada")).at("stripe:refunds", []).plan == "suggest"
    with pytest.raises(CommandError, match="no workspace"):
        call_command("limit", workspace="nowhere", rung="suggest")
