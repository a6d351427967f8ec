"""Earned autonomy: up by a proposal with its evidence, down by itself, and what is open is decided again."""

from collections.abc import Iterator

import pytest

from apps.actions import conduct, decide_again, earned, rung
from apps.actions.govern import govern
from apps.actions.models import Action, Proposal
from apps.actions.own.ladder import MOVE, arguments_for
from apps.agents import ladder
from apps.agents.ladder import Place
from apps.agents.models import Agent, Cell, Rung
from apps.audit import log
from apps.connectors.models import Connection
from apps.core import ids, scope
from apps.core.errors import Invalid, NotEntitled, Refused
from apps.workspaces.models import Role, User, Workspace
from tests import make
from tests.pages import drafts

REFUNDS = "stripe:refunds"


@pytest.fixture
def acme(db: None) -> Iterator[Workspace]:
    workspace = make.workspace()
    with scope.workspace(workspace.pk):
        Connection.objects.create(
            workspace_id=workspace.pk, connector="stripe", name="Stripe", secret=b"", created_by="operator"
        )
        for name, roles in (("ada", ["Admins"]), ("ruben", ["Admins"]), ("leo", ["Askers"]), ("fay", ["Finance"])):
            make.person(name, of=workspace.pk, roles=roles)
        yield workspace


def person(name: str) -> User:
    return User.objects.get(name=name.title())


def ended(acme: Workspace, state: str, times: int = 1, asker: str = "leo") -> list[Proposal]:
    made = [drafts.propose(acme, owner=person("ada"), asker=person(asker)) for _ in range(times)]
    Action.objects.filter(proposal_id__in=[one.pk for one in made]).update(state=state)
    return made


def agent() -> Agent:
    return Agent.objects.get()


def asked_by(role: str) -> Place:
    return Place(agent().workspace_id, agent(), REFUNDS, Role.objects.get(name=role))


def test_what_was_signed_changed_declined_and_taken_back_is_counted_apart(acme: Workspace) -> None:
    ended(acme, "done", 3)
    ended(acme, "rejected")
    [edited] = ended(acme, "done")
    Proposal.objects.filter(pk=edited.pk).update(edition=2)
    [undone, undo] = ended(acme, "done", 2)
    Action.objects.filter(proposal_id=undo.pk).update(undoes_id=Action.objects.get(proposal_id=undone.pk).pk)
    Proposal.objects.filter(pk=undo.pk).update(undoes_id=undone.pk, by_hand=True)
    seen = conduct.among(conduct.of(agent()), ["stripe.refund"], [person("leo").pk])
    assert (seen.ended, seen.clean, seen.declined, seen.edited, seen.taken_back) == (6, 3, 1, 1, 1)
    assert conduct.among(conduct.of(agent()), ["stripe.refund"], [person("fay").pk]) == conduct.Conduct()


def test_what_a_person_did_by_hand_speaks_neither_for_an_agent_nor_against_it(acme: Workspace) -> None:
    [own] = ended(acme, "rejected")
    Proposal.objects.filter(pk=own.pk).update(by_hand=True)
    assert conduct.of(agent()) == {}


def test_a_rung_up_is_offered_after_enough_clean_signatures_and_for_that_role_alone(acme: Workspace) -> None:
    ended(acme, "done", earned.ENOUGH - 1)
    assert earned.ready(agent()) == []
    ended(acme, "done")
    [offer] = earned.ready(agent())
    assert (offer.place.words, offer.rung) == ("Refunds in Stripe, asked by Askers", Rung.AUTO)


@pytest.mark.parametrize("fault", ["rejected", "denied", "failed"])
def test_one_fault_takes_the_offer_away(acme: Workspace, fault: str) -> None:
    ended(acme, "done", earned.ENOUGH)
    ended(acme, fault)
    assert earned.ready(agent()) == []


def test_a_limit_above_takes_the_offer_away(acme: Workspace) -> None:
    ended(acme, "done", earned.ENOUGH)
    ladder.move(Place(acme.pk, None, REFUNDS), Rung.APPROVE, by="operator", why="")
    assert earned.ready(agent()) == []


def test_going_up_is_a_proposal_with_its_evidence_that_another_admin_signs(acme: Workspace) -> None:
    ended(acme, "done", earned.ENOUGH)
    made = rung.move(asked_by("Askers"), Rung.AUTO, by=person("ada"))
    assert made is not None
    assert (made.outcome, made.title) == (
        "approve",
        "Let Refunds agent stand at Auto for Refunds in Stripe, asked by Askers",
    )
    assert b'"clean":20' in bytes(made.document)
    assert "20 signed unchanged" in bytes(made.document).decode()
    assert ladder.held(asked_by("Askers")) is None


def test_going_down_is_at_once_and_entered(acme: Workspace) -> None:
    ended(acme, "done")
    assert rung.move(asked_by("Askers"), Rung.SUGGEST, by=person("ada"), why="Wrong amounts.") is None
    assert ladder.held(asked_by("Askers")) == Rung.SUGGEST
    assert log.of(ids.say("agent", agent().pk))[-1].by == person("ada").said


def test_who_may_not_configure_moves_nothing(acme: Workspace) -> None:
    ended(acme, "done")
    for wanted in (Rung.OFF, Rung.AUTO):
        with pytest.raises(NotEntitled):
            rung.move(asked_by("Askers"), wanted, by=person("leo"))
    assert not Cell.objects.exists()


def test_a_rung_is_not_moved_to_where_it_stands_or_over_what_moved_since(acme: Workspace) -> None:
    ended(acme, "done")
    own = Place(acme.pk, agent())
    with pytest.raises(Refused, match="stands there already"):
        rung.move(own, Rung.APPROVE, by=person("ada"))
    older = arguments_for(own, Rung.AUTO)
    rung.move(own, Rung.SUGGEST, by=person("ada"))
    with pytest.raises(Invalid, match="moved since this was shown"):
        govern(MOVE, older, by=person("ada"), goal="Up", agent_id=agent().pk)


def test_a_broken_service_level_brings_the_agent_down_a_rung_and_says_why(acme: Workspace) -> None:
    ended(acme, "done", 3)
    ended(acme, "rejected", 2)
    assert [one.words for one in earned.come_down(agent())] == ["Refunds in Stripe, asked by Askers"]
    assert ladder.held(asked_by("Askers")) == Rung.SUGGEST
    entry = log.of(ids.say("agent", agent().pk))[-1]
    assert entry.by == "ladder"
    assert "2 declined" in bytes(entry.body).decode()


def test_what_was_counted_once_does_not_bring_it_down_again_and_suggest_is_the_lowest(acme: Workspace) -> None:
    ladder.move(Place(acme.pk, drafts.agent(acme, person("ada"))), Rung.AUTO, by="operator", why="")
    ended(acme, "rejected", earned.FEWEST)
    assert earned.come_down(agent())
    assert not earned.come_down(agent())
    assert ladder.held(asked_by("Askers")) == Rung.APPROVE
    for _ in range(2):
        ended(acme, "rejected", earned.FEWEST)
        earned.come_down(agent())
    assert ladder.held(asked_by("Askers")) == Rung.SUGGEST


def test_few_faults_among_many_bring_nobody_down(acme: Workspace) -> None:
    ended(acme, "done", 4)
    ended(acme, "rejected")
    assert earned.come_down(agent()) == []
    assert not Cell.objects.exists()


def test_what_is_open_is_decided_again_once_the_agent_came_down(acme: Workspace) -> None:
    waiting = drafts.propose(acme, owner=person("ada"), asker=person("leo"))
    before = Action.objects.get(proposal_id=waiting.pk).policy_version_id
    decide_again.unsettle(acme.pk, agent().pk)
    after = Action.objects.get(proposal_id=waiting.pk).policy_version_id
    assert before is None
    assert after is not None
