"""An agent's versions are numbered, immutable, and told to the log."""

import pytest
from django.db import DatabaseError

from apps.agents import make as agents
from apps.agents import versions
from apps.agents.models import Agent, AgentVersion
from apps.audit.models import Entry
from apps.core import scope
from apps.core.errors import Refused
from apps.workspaces.models import Workspace
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def acme() -> Workspace:
    return make.workspace()


@pytest.fixture
def agent(acme: Workspace) -> Agent:
    owner = make.person("ada", of=acme.pk, roles=["Admins"])
    with scope.workspace(acme.pk):
        return agents.make(acme.pk, name="Refunds agent", owner=owner, by=owner.said)


def test_each_definition_is_a_version_and_the_same_one_twice_is_one(agent: Agent) -> None:
    with scope.workspace(agent.workspace_id):
        numbers = [versions.publish(agent, {"goal": goal}, by="operator").number for goal in ("a", "a", "b", "a")]
        assert numbers == [1, 1, 2, 3]
        assert versions.current(agent).number == 3
        assert Entry.objects.filter(kind="agent.published").count() == 3


def test_an_agent_without_a_version_cannot_run_here(agent: Agent) -> None:
    with scope.workspace(agent.workspace_id), pytest.raises(Refused, match="no version"):
        versions.current(agent)


def test_a_version_never_changes(agent: Agent) -> None:
    with scope.workspace(agent.workspace_id):
        made = versions.publish(agent, {"goal": "a"}, by="operator")
        with pytest.raises(DatabaseError):
            AgentVersion.objects.filter(pk=made.pk).update(definition={"goal": "b"})


def test_two_people_publishing_at_once_get_two_numbers(agent: Agent) -> None:
    made = make.race(
        *(lambda place=place: versions.publish(agent, {"goal": str(place)}, by="operator") for place in range(4)),
        of=agent.workspace_id,
    )
    assert sorted(version.number for version in made) == [1, 2, 3, 4]


def test_a_name_is_taken_once_in_a_workspace(agent: Agent) -> None:
    with scope.workspace(agent.workspace_id), pytest.raises(Refused, match="already"):
        agents.make(agent.workspace_id, name=agent.name, owner=agent.owner, by="operator")
