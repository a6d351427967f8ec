"""A definition is checked when it is published, and each problem is named."""

from copy import deepcopy

import pytest

from apps.core.errors import Invalid
from apps.runner import definition, definitions

REFUNDS = definitions.load("refunds")


def test_the_refunds_agent_holds_together() -> None:
    parsed = definition.parse(REFUNDS)
    assert definition.parse(parsed.model_dump(mode="json")) == parsed


def test_a_state_that_is_not_there_is_named() -> None:
    broken = deepcopy(REFUNDS)
    broken["states"]["order"]["then"] = "custommer"
    with pytest.raises(Invalid) as refused:
        definition.parse(broken)
    assert any("custommer" in problem for problem in refused.value.problems)


def test_a_tool_over_the_wrong_connection_is_named() -> None:
    broken = deepcopy(REFUNDS)
    broken["states"]["charge"]["call"]["use"] = "mail"
    with pytest.raises(Invalid) as refused:
        definition.parse(broken)
    assert any("stripe.read_charge" in problem for problem in refused.value.problems)


def test_a_word_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        definition.parse({**REFUNDS, "promts": {}})
    assert any(problem.startswith("promts") for problem in refused.value.problems)
