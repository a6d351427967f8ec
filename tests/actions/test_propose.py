import pytest

from apps.actions import execute, pause
from apps.actions.draft import Wanted
from apps.actions.keys import KeyReused
from apps.actions.models import Action, Proposal
from apps.actions.propose import Paused
from apps.audit import log
from apps.core import ids
from apps.core.errors import Invalid, Refused
from apps.workspaces.pause import Scope
from tests.actions.shop import Shop


def test_the_same_key_finds_the_same_proposal_and_another_content_is_refused(shop: Shop) -> None:
    wanted = shop.wanted(shop.case())[:1]
    first = shop.propose(wanted, key="lamp-1")
    assert shop.propose(wanted, key="lamp-1") == first
    with pytest.raises(KeyReused, match="other content"):
        shop.propose(shop.wanted(shop.case(), amount=1)[:1], key="lamp-1")
    assert Proposal.objects.count() == 1


def test_the_same_refund_twice_is_two_refunds_under_two_keys(shop: Shop) -> None:
    wanted = shop.wanted(shop.case(), amount=700)[:1]
    first, second = shop.done(shop.propose(wanted)), shop.done(shop.propose(wanted))
    assert first != second
    assert len(shop.effects("stripe")) == 2


def test_what_does_not_fit_is_refused_with_every_problem_named(shop: Shop) -> None:
    wanted = Wanted(shop.connections["stripe"], "stripe.refund", {"charge": "lamp", "amount": "much", "note": 1})
    with pytest.raises(Invalid) as refused:
        shop.propose([wanted])
    assert len(refused.value.problems) >= 3
    assert not Proposal.objects.exists()


def test_over_five_hundred_dollars_is_denied_by_its_sentence(shop: Shop) -> None:
    case = shop.case(at_least=501)
    assert shop.states(shop.propose(shop.wanted(case, amount=50_000)[:1])) == ["waiting"]
    proposal = shop.propose(shop.wanted(case, amount=50_001)[:1])
    assert shop.states(proposal) == ["denied"]
    denying = [rule for rule in shop.action(proposal).decision["matched"] if rule["outcome"] == "deny"]
    assert [rule["sentence"] for rule in denying] == ["Never refund over 500 USD."]


def test_what_the_arguments_alone_deny_never_touches_the_target(shop: Shop) -> None:
    wanted = shop.wanted(shop.case())[:1]
    shop.publish("Read anything without asking.", "Never refund.")
    asked = shop.requests("stripe")
    assert shop.states(shop.propose(wanted)) == ["denied"]
    assert shop.requests("stripe") == asked


def test_what_no_rule_covers_is_only_suggested(shop: Shop) -> None:
    customer = shop.operations("SELECT name FROM customers LIMIT 1")[0][0]
    update = {"table": "customers", "key": {"name": customer}, "set": {"email": "new@fernhill.example"}}
    proposal = shop.propose([Wanted(shop.connections["postgres"], "postgres.update", update)])
    assert shop.states(proposal) == ["suggested"]
    assert execute.run_due(5) == 0


def test_a_paused_agent_proposes_nothing(shop: Shop) -> None:
    pause.pause(Scope("agent", shop.agent.pk), by=shop.person("sol"), reason="odd refunds")
    with pytest.raises(Paused, match="paused"):
        shop.refund()
    assert not Action.objects.exists()


def test_a_refund_beyond_the_payment_is_refused_by_the_record_not_by_us(shop: Shop) -> None:
    case = shop.case()
    asked = int(float(case["amount"]) * 100) + 1
    with pytest.raises(Refused, match="left"):
        shop.propose(shop.wanted(case, amount=min(asked, 50_000))[:1])
    assert not Proposal.objects.exists()


def test_every_action_is_born_with_its_entry(shop: Shop) -> None:
    proposal = shop.propose(shop.wanted(shop.case()))
    for action in Action.objects.filter(proposal_id=proposal.pk):
        assert [entry.kind for entry in log.of(ids.say("action", action.pk))] == ["action.waiting"]
