"""Ceilings beside policy: each is named, the strictest holds, and the risk table speaks until an agent was raised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.connectors.contract import Risk
from apps.policies.ceilings import RUNGS, Rung, Stand, beside, outcome_of
from apps.policies.decision import STRICTNESS, Decision, Outcome
from apps.policies.engine import decide
from apps.policies.groups import group_of
from tests.policies.make import SAMPLE, exact, message, policy, read, refund, update

FREE = policy("Do anything without asking.")
RUNG = st.sampled_from(RUNGS)


def of(rung: Rung, risk: Risk = Risk.HIGH, **above: Rung) -> Decision:
    asked = refund(100).model_copy(update={"risk": risk})
    return decide(FREE, asked, ceilings=beside(Stand(rung=rung, **above), asked, "Admins"))


def test_every_ceiling_is_named_in_the_decision() -> None:
    names = [one.name for one in of("auto").ceilings]
    assert names == ["policy", "risk", "ladder", "organisation", "plan", "workspace"]
    assert all(one.reason for one in of("suggest").ceilings)


@pytest.mark.parametrize(
    ("risk", "outcome", "people"),
    [
        (Risk.LOW, "suggest", []),
        (Risk.MEDIUM, "approve", [1]),
        (Risk.HIGH, "approve", [2]),
        (Risk.CRITICAL, "approve", [2, 1]),
    ],
)
def test_the_risk_table_asks_where_policy_would_ask_nobody(risk: Risk, outcome: str, people: list[int]) -> None:
    decision = of("approve", risk)
    assert decision.outcome == outcome
    assert [one.people for one in decision.requirements if one.rule_id == "risk"] == people


def test_an_agent_that_was_raised_acts_by_itself_but_never_where_it_is_critical() -> None:
    assert of("auto", Risk.HIGH).outcome == Outcome.AUTO
    critical = of("auto", Risk.CRITICAL)
    assert critical.outcome == Outcome.APPROVE
    assert [one.groups for one in critical.requirements] == [(), ("Admins",)]


def test_where_policy_asks_already_the_table_adds_nobody() -> None:
    asked = refund(100).model_copy(update={"risk": Risk.HIGH})
    decision = decide(policy(*SAMPLE), asked, ceilings=beside(Stand(rung="approve"), asked, "Admins"))
    assert [one.rule_id for one in decision.requirements] == ["r2"]


@given(rung=RUNG, organisation=RUNG, plan=RUNG, workspace=RUNG, risk=st.sampled_from(list(Risk)))
def test_the_outcome_is_never_milder_than_any_ceiling(
    rung: Rung, organisation: Rung, plan: Rung, workspace: Rung, risk: Risk
) -> None:
    decision = of(rung, risk, organisation=organisation, plan=plan, workspace=workspace)
    assert all(STRICTNESS[decision.outcome] >= STRICTNESS[one.outcome] for one in decision.ceilings)
    for limit in (rung, organisation, plan, workspace):
        assert STRICTNESS[decision.outcome] >= STRICTNESS[outcome_of(limit)]
    assert decision.outcome != Outcome.APPROVE or decision.requirements


def test_reading_and_undoing_know_no_ladder_but_off() -> None:
    shut = Stand(rung="suggest", organisation="suggest")
    assert decide(FREE, read(), ceilings=beside(shut, read(), "Admins")).outcome == Outcome.AUTO
    back = exact(update("Case"))
    assert beside(Stand(rung="off"), back, "Admins") == ()
    assert decide(FREE, read(), ceilings=beside(Stand(rung="off"), read(), "Admins")).outcome == Outcome.DENY


def test_a_group_is_a_connector_and_a_category_and_a_read_is_never_what_it_reads_about() -> None:
    assert group_of(refund().subject) == "stripe:refunds"
    assert group_of(update("Case").subject) == "salesforce:changes"
    assert group_of(message("a@b.example").subject) == "mail:messages"
    assert group_of(read("stripe", categories=("refunds",)).subject) == "stripe:reads"
