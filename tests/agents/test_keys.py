"""A key speaks for one agent of one workspace, and nothing else tells one refusal from another."""

from uuid import uuid4

import pytest

from apps.agents import keys
from apps.agents import make as agents
from apps.agents.keys import UnknownKey
from apps.agents.models import Agent, AgentKey
from apps.core import scope
from apps.workspaces.models import Workspace
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def acme() -> Workspace:
    return make.workspace()


def bot(acme: Workspace, name: str = "Refunds agent") -> Agent:
    owner = make.person(name.split(maxsplit=1)[0].lower(), of=acme.pk, roles=["Admins"])
    with scope.workspace(acme.pk):
        return agents.make(acme.pk, name=name, owner=owner, by=owner.said)


def test_a_key_names_its_workspace_and_speaks_for_its_agent(acme: Workspace) -> None:
    agent = bot(acme)
    with scope.workspace(acme.pk):
        key, clear = keys.make(agent, "production", by="operator")
    assert clear.startswith(f"csk_{acme.pk.hex}_")
    assert keys.agent_of(clear) == (acme.pk, agent)
    assert clear.split("_", 2)[2] not in key.hash


def test_an_ended_key_opens_nothing_and_ending_it_again_changes_nothing(acme: Workspace) -> None:
    with scope.workspace(acme.pk):
        key, clear = keys.make(bot(acme), "production", by="operator")
        keys.end(key, by="operator")
        ended = AgentKey.objects.get(pk=key.pk).ended_at
        keys.end(key, by="operator")
        assert AgentKey.objects.get(pk=key.pk).ended_at == ended
    with pytest.raises(UnknownKey):
        keys.agent_of(clear)


def test_every_key_that_opens_nothing_gets_the_same_answer(acme: Workspace) -> None:
    with scope.workspace(acme.pk):
        _, clear = keys.make(bot(acme), "production", by="operator")
    foreign = f"csk_{uuid4().hex}_{clear.split('_', 2)[2]}"
    wrong = f"csk_{acme.pk.hex}_wrong"
    answers = set()
    for text in ("", "csk_", "csk_zz_x", f"csk_{'g' * 32}_x", foreign, wrong, clear + "x", "Bearer " + clear):
        with pytest.raises(UnknownKey) as refused:
            keys.agent_of(text)
        answers.add(str(refused.value))
    assert len(answers) == 1


def test_a_key_of_one_workspace_does_not_open_another(acme: Workspace) -> None:
    globex = make.workspace("globex")
    with scope.workspace(acme.pk):
        _, clear = keys.make(bot(acme), "production", by="operator")
    with pytest.raises(UnknownKey):
        keys.agent_of(clear.replace(acme.pk.hex, globex.pk.hex))
