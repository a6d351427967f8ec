"""The whole job: proposed, signed by two, carried out once in three systems by a worker of its own, taken back."""

from apps.actions import undo
from apps.actions.models import Proposal
from tests.flows.world import World


def test_a_refund_is_done_once_in_three_systems_and_taken_back(shop: World) -> None:
    before = shop.row()
    shop.worker()
    shop.reaper()
    proposal = shop.proposes(shop.refund(), shop.case(status="Resolved", refund_amount="184.50"), shop.mail())
    shop.signs(proposal, "priya", "daniel")
    assert shop.settled(proposal) == ["done", "done", "done"]
    assert [effect["body"]["amount"] for effect in shop.effects("stripe")] == [184_50]
    assert "Resolved" in shop.row()
    assert len(shop.effects("mail")) == 1

    back = undo.undo(proposal.pk, by=shop.person("mina"))
    shop.signs(back, "priya", "daniel")
    assert shop.settled(back) == ["done", "done", "done"]
    assert shop.row() == before
    assert [(effect["kind"], effect["body"]["amount"]) for effect in shop.effects("stripe")] == [
        ("refund", 184_50), ("customer_balance_transaction", 184_50),
    ]  # fmt: skip
    assert [effect["body"]["subject"] for effect in shop.effects("mail")] == ["Your refund", "Correction: Your refund"]


def test_nothing_runs_with_one_signature_of_two(shop: World) -> None:
    shop.worker()
    proposal = shop.proposes(shop.refund())
    shop.signs(proposal, "priya")
    assert Proposal.objects.get(pk=proposal.pk).outcome == "approve"
    assert shop.states(proposal) == ["waiting"]
    assert shop.effects("stripe") == []


def test_a_refund_over_the_limit_is_denied_and_asks_nobody(shop: World) -> None:
    assert shop.states(shop.proposes(shop.refund("HP-10431", 740_00))) == ["denied"]


def test_where_the_first_action_is_refused_the_rest_is_stopped(shop: World) -> None:
    shop.worker()
    shop.reaper()
    proposal = shop.proposes(shop.refund(), shop.case())
    other = shop.proposes(shop.refund(minor=200_00))
    for one in (other, proposal):
        shop.signs(one, "priya", "daniel")
        shop.settled(one)
    assert shop.states(proposal) == ["failed", "stopped"]
    assert "Resolved" not in shop.row()
