"""The organisation's rules: they forbid and ask beside whatever the workspace says, and let nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.policies import above
from apps.policies.asking import Asking, read
from apps.policies.ceilings import RUNGS, Stand, beside
from apps.policies.compile import Compiled, compile_rules
from apps.policies.decision import STRICTNESS, Decision, Outcome
from apps.policies.enforce import EVERYTHING, NOTHING
from apps.policies.engine import decide
from apps.policies.explain import explain
from apps.policies.kept import carried, stored
from apps.policies.question import Question
from apps.policies.vocabulary import Vocabulary
from apps.policies.written import read as sentence
from tests.policies.make import CALM, SHOP, exact, message, policy, refund, update
from tests.policies.make import read as reading

FREE = policy("Do anything without asking.")
OF = "acme_v3"
SENTENCES = (
    "Never refund.",
    "Never refund over 500 USD.",
    "Refund up to 75 USD without asking.",
    "Refunds over 100 USD need two people from Finance.",
    "Refunds need one person from Support leads and then one person from Finance.",
    "Read anything without asking.",
    "Do anything without asking.",
    "Only write to Case and Task.",
    "Never message external domains.",
    "Messages need one person from Legal.",
    "Everything else needs one person from Admins.",
    "Updates to Case need one person from Finance or Support leads.",
    "Never change permissions.",
    "Hold refunds for 10 minutes.",
    "Refunds need a reason.",
    "Tell Finance about refunds over 20 USD.",
    "Never undo refunds.",
)
QUESTIONS = (
    refund(5_000), refund(18_450), refund(90_000), refund(90_000, currency="EUR"), update("Case"), update("Order"),
    message("a@harbour-pine.example"), message("b@elsewhere.example"), reading(), exact(update("Case")),
    refund(5_000).model_copy(update={"connector": "countersign", "tool": "countersign.publish_policy"}),
)  # fmt: skip
POLICIES = st.lists(st.sampled_from(SENTENCES), max_size=5, unique=True)


def limited(own: Compiled, over: Compiled, question: Question, **said: Any) -> Decision:
    enforces = said.get("enforces", EVERYTHING)
    return decide(own, question, **said, above=above.limit(over, question, of=OF, enforces=enforces))


def test_what_the_organisation_forbids_no_workspace_lets_and_the_sentence_is_named_as_its() -> None:
    decision = limited(FREE, policy("Never refund over 500 USD."), refund(60_000))
    assert decision.outcome == Outcome.DENY
    assert explain(decision, "ours_v1") == ("Rule 1 of the organisation's acme_v3: Never refund over 500 USD.",)
    assert [(one.name, one.outcome) for one in decision.ceilings] == [("policy", "auto"), (above.NAME, "deny")]
    assert limited(FREE, policy("Never refund over 500 USD."), refund(400)).outcome == Outcome.AUTO


def test_what_both_ask_adds_up() -> None:
    own, over = policy("Refunds need two people from Finance."), policy("Refunds need one person from Legal.")
    decision = limited(own, over, refund())
    assert [(one.people, one.groups, one.above) for one in decision.requirements] == [
        (2, ("Finance",), ""), (1, ("Legal",), OF),
    ]  # fmt: skip


def test_what_it_lets_or_does_not_speak_of_is_left_to_the_workspace() -> None:
    over = policy("Refund up to 75 USD without asking.")
    assert above.limit(over, refund(100), of=OF) is None
    assert above.limit(over, update("Case"), of=OF) is None
    assert limited(policy("Never refund."), over, refund(100)).outcome == Outcome.DENY
    assert limited(policy("Read anything without asking."), over, refund(100)).outcome == Outcome.SUGGEST


def test_what_cannot_be_told_counts_where_it_is_stricter() -> None:
    asked = refund(money=refund().facts.record)
    assert above.limit(policy("Never refund over 500 USD."), asked, of=OF) is None  # it has none
    unread = refund(90_000, currency="EUR")
    said = above.limit(policy("Never refund over 500 USD."), unread, of=OF)
    assert said is not None
    assert (said.outcome, said.matched[0].note[:7]) == (Outcome.DENY, "Counted")


def test_it_cannot_close_the_road_by_which_rules_are_changed_but_may_ask_for_more_people() -> None:
    governs = QUESTIONS[-1]
    closed = limited(FREE, policy("Never do anything.", "Never refund."), governs)
    assert closed.outcome == Outcome.APPROVE
    assert any("cannot close the road" in note for note in closed.notes)
    more = limited(FREE, policy("Refunds need two people from Legal."), governs)
    assert [one.groups for one in more.requirements] == [("Admins",), ("Legal",)]


def test_the_people_whom_the_risk_table_asks_are_asked_beside_the_organisations() -> None:
    asked = refund().model_copy(update={"risk": "high"})
    table = beside(Stand(rung="approve"), asked, "Admins")
    decision = limited(FREE, policy("Refunds need one person from Finance."), asked, ceilings=table)
    assert [one.people for one in decision.requirements] == [2, 1]


@CALM
@given(
    own=POLICIES, over=POLICIES, asked=st.sampled_from(QUESTIONS), rung=st.sampled_from(RUNGS),
    enforces=st.sampled_from([EVERYTHING, NOTHING]),
)  # fmt: skip
def test_with_any_policy_of_the_organisation_nothing_is_looser_than_without(
    own: list[str], over: list[str], asked: Question, rung: Any, enforces: frozenset[str]
) -> None:
    said: dict[str, Any] = {"enforces": enforces, "ceilings": beside(Stand(rung=rung), asked, "Admins")}
    without = decide(policy(*own), asked, **said)
    within = limited(policy(*own), policy(*over), asked, **said)
    assert STRICTNESS[within.outcome] >= STRICTNESS[without.outcome]
    assert set(without.requirements) <= set(within.requirements)
    assert set(without.owed) <= set(within.owed)
    assert within.outcome != Outcome.APPROVE or within.requirements


def test_an_error_of_its_denies_and_says_whose_it_was() -> None:
    broken = refund().model_copy(update={"agent": 7})
    decision = above.limit(policy("Never refund."), broken, of=OF)
    assert decision is not None
    assert decision.outcome == Outcome.DENY
    assert "of the organisation could not be evaluated" in decision.notes[0]


def test_a_recorded_question_keeps_what_the_organisation_asked() -> None:
    asked = refund(60_000)
    asking = Asking(question=asked, above=above.limit(policy("Never refund over 500 USD."), asked, of=OF))
    again = read(asking.stored)
    assert again == asking
    assert again.decided(FREE).outcome == Outcome.DENY


@pytest.mark.parametrize(("groups", "id"), [({"Finance": "f" * 32}, "f" * 32), ({}, "a" * 32)])
def test_a_group_is_whoever_is_called_that_in_the_workspace_or_nobody(groups: dict[str, str], id: str) -> None:
    seat = Vocabulary(**{**SHOP.model_dump(), "groups": {"Finance": "a" * 32}})
    rules = stored([sentence("Refunds need two people from Finance.", seat)])
    here = compile_rules([("r1", one) for one in carried(rules, groups=groups)], SHOP)
    said = above.limit(here, refund(), of=OF)
    assert said is not None
    assert [one.groups for one in said.requirements] == [(id,)]


def test_a_rule_in_cedar_limits_like_any_other() -> None:
    code = '@id("large") @outcome("ask") @people("2") @groups("Finance") permit(principal, action, resource) when { context.money.amount > 10000 };'
    over = compile_rules([("r1", sentence(code, SHOP))], SHOP)
    assert limited(FREE, over, refund(20_000)).outcome == Outcome.APPROVE
    assert limited(FREE, over, refund(5_000)).outcome == Outcome.AUTO
