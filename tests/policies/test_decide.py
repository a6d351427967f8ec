from dataclasses import replace

import pytest
from cedarpy import PolicySet

from apps.connectors.contract import Known, Verb
from apps.policies.compile import compile_rules
from apps.policies.decision import Outcome
from apps.policies.engine import decide
from apps.policies.explain import explain
from apps.policies.language import parse
from apps.policies.question import Question
from apps.policies.slices import Slices
from tests.policies.make import (
    NONE,
    OURS,
    SAMPLE,
    SHOP,
    UNTOLD,
    message,
    policy,
    question,
    read,
    refund,
    sentences,
    update,
)

SHOP_POLICY = policy(*SAMPLE)
CHARGE = question("stripe.charge", categories=("charges",), money=Known(value={"amount": 1, "currency": "USD"}))
TABLE = [
    (read(), "auto", 0),
    (read("stripe"), "auto", 0),
    (refund(50_000), "approve", 2),
    (refund(50_001), "deny", 2),
    (refund(49_999), "approve", 2),
    (refund(1, "EUR"), "deny", 2),
    (CHARGE, "approve", 2),
    (update("Case"), "approve", 1),
    (update("case"), "approve", 1),
    (update("Order"), "suggest", 0),
    (update("Case", "Order"), "suggest", 1),
    (update("Case", verb=Verb.DELETE), "suggest", 0),
    (update("Case", permission_change=Known(value=True)), "deny", 1),
    (update("Case", permission_change=UNTOLD), "deny", 1),
    (read(permission_change=UNTOLD), "auto", 0),
    (message("x@stranger.example"), "approve", 1),
    (question("hr.grant", Verb.UPDATE, categories=("permissions",)), "deny", 0),
    (question("crm.tidy", Verb.RUN), "suggest", 0),
]


@pytest.mark.parametrize(("asked", "outcome", "people"), TABLE)
def test_each_sentence_of_the_sample_decides_at_its_limits(asked: Question, outcome: str, people: int) -> None:
    decision = decide(SHOP_POLICY, asked)
    assert decision.outcome == outcome
    assert sum(req.people for req in decision.requirements) == people


def test_only_write_to_some_objects_leaves_reads_and_refuses_the_rest() -> None:
    shop = policy("Read anything in Salesforce, but only write to Case and Task.", "Updates to Case need one person.")
    assert decide(shop, read()).outcome == Outcome.AUTO
    assert decide(shop, update("Case")).outcome == Outcome.APPROVE
    assert decide(shop, update("Task")).outcome == Outcome.SUGGEST  # not forbidden, and nothing lets it
    for forbidden in (update("Order"), update("Case", "Order"), update(record=UNTOLD), update(record=NONE)):
        assert decide(shop, forbidden).outcome == Outcome.DENY
    assert decide(shop, update("Order", connector="stripe")).outcome == Outcome.SUGGEST


@pytest.mark.parametrize(
    "address",
    [
        "eve@stranger.example",
        f"eve@not{OURS}",
        f"a@x.example,b@{OURS}",
        f"eve@{OURS}.evil.example",
        f"a@b@{OURS}",
        OURS,
    ],
)
def test_an_address_that_is_not_surely_ours_is_outside(address: str) -> None:
    shop = policy("Never message external domains.", "Message only people inside our domains without asking.")
    assert decide(shop, message(f"ada@{OURS}")).outcome == Outcome.AUTO
    assert decide(shop, message(f"Ada@{OURS.upper()}", address)).outcome == Outcome.DENY


def test_of_a_mild_and_a_strict_rule_the_strict_one_decides_and_all_that_is_asked_stands() -> None:
    shop = policy(
        "Refund up to 500 USD without asking.", "Refunds need one person from Finance.", "Refunds need Legal."
    )
    decision = decide(shop, refund(100))
    assert decision.outcome == Outcome.APPROVE
    assert [req.groups for req in decision.requirements] == [("Finance",), ("Legal",)]
    assert len(decision.matched) == 3


def test_everything_else_is_what_no_other_rule_holds_for() -> None:
    shop = policy("Refund up to 50 USD without asking.", "Everything else needs one person from Admins.")
    assert decide(shop, refund(5_000)).outcome == Outcome.AUTO
    assert decide(shop, refund(5_001)).outcome == Outcome.APPROVE
    loose = policy("Refund up to 50 USD without asking.", "Do everything else without asking.")
    assert decide(loose, refund(money=UNTOLD)).outcome == Outcome.SUGGEST


def test_a_rule_for_one_agent_says_nothing_of_another() -> None:
    shop = policy("Let the Refunds agent refund up to 50 USD without asking.", "Never let Otto refund.")
    assert decide(shop, refund(100, agent="agent-1")).outcome == Outcome.AUTO
    assert decide(shop, refund(100, agent="agent-2")).outcome == Outcome.DENY
    assert decide(shop, refund(100, agent="agent-3")).outcome == Outcome.SUGGEST


def test_a_tool_can_be_named() -> None:
    shop = policy("Never call stripe.refund.")
    assert decide(shop, refund(1)).outcome == Outcome.DENY
    assert decide(shop, update("Case")).outcome == Outcome.SUGGEST


def test_whatever_goes_wrong_is_a_deny() -> None:
    shop = policy("Refunds up to 75 USD are automatic.")
    odd = replace(shop, slices=Slices(shop.parts))
    assert decide(odd, refund(100)).outcome == Outcome.AUTO
    broken = PolicySet.from_str("permit(principal, action, resource) when { context.nothing };")
    odd.slices.known = {key: replace(cut, plain=broken) for key, cut in odd.slices.known.items()}
    decision = decide(odd, refund(100))
    assert decision.outcome == Outcome.DENY
    assert "could not be evaluated" in decision.notes[0]


@pytest.mark.parametrize(
    "asked",
    [
        refund(100, agent="\ud800"),
        refund(currency="\ud800"),
        update("Case \ud800"),
        update("Case", fields=Known(value=["\ud800"])),
    ],
)
def test_what_is_no_text_is_a_deny_whether_a_rule_names_it_or_not(asked: Question) -> None:
    decision = decide(policy("Read anything without asking."), asked)
    assert decision.outcome == Outcome.DENY
    assert "could not be evaluated" in decision.notes[0]


def test_a_decision_names_its_rule_by_number() -> None:
    assert explain(decide(SHOP_POLICY, refund(100)), "refunds_v1") == (
        "Rule 2 of refunds_v1: Refunds need two people from Finance or Support leads.",
    )
    assert explain(decide(SHOP_POLICY, update("Order")), "refunds_v1") == (
        "No rule covers this, so it is only suggested.",
    )
    assert explain(decide(SHOP_POLICY, refund(60_000)), "refunds_v1") == (
        "Rule 6 of refunds_v1: Never refund over 500 USD.",
    )


def test_the_same_rules_give_the_same_handles() -> None:
    rules = [("a", parse("Never refund.", SHOP))]
    assert compile_rules(rules, SHOP) is compile_rules(list(rules), SHOP)
    assert compile_rules(rules, SHOP).digest != policy("Never refund.").digest


def test_two_rules_cannot_share_an_id() -> None:
    rule = parse("Never refund.", SHOP)
    with pytest.raises(ValueError, match="id of its own"):
        compile_rules([("a", rule), ("a", rule)], SHOP)


def test_sentences_stand_in_the_order_of_the_policy() -> None:
    assert sentences(decide(SHOP_POLICY, refund(60_000)).matched) == [SAMPLE[1], SAMPLE[5]]
