"""Policies, questions and ceilings at random: nothing is ever milder than what binds it, and no rule loosens another."""

from typing import NamedTuple

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from apps.policies import ceilings
from apps.policies.ceilings import RUNGS, Stand
from apps.policies.compile import compile_rules
from apps.policies.decision import STRICTNESS, Ceiling, Decision, Kind, Outcome
from apps.policies.enforce import EVERYTHING, NOTHING
from apps.policies.engine import NO_RULE, decide
from apps.policies.question import Question
from apps.policies.rule import Rule
from tests.policies import generated, generated_code
from tests.policies.make import CALM, SHOP
from tests.policies.test_reference import ORDINARY

PARTS, EACH, SAMPLE = 20, 500, 300  # 10,000 in all
RUNG = st.sampled_from(RUNGS)


class Configuration(NamedTuple):
    rules: tuple[Rule, ...]
    another: Rule
    at: int
    question: Question
    stand: Stand
    enforces: frozenset[str]

    @property
    def above(self) -> tuple[Ceiling, ...]:
        return ceilings.beside(self.stand, self.question, SHOP.admins)

    def decided(self, *, another: bool = False, question: Question | None = None) -> Decision:
        added = (self.another,) if another else ()
        rules = (*self.rules[: self.at], *added, *self.rules[self.at :])
        compiled = compile_rules([(f"r{at}", rule) for at, rule in enumerate(rules)], SHOP)
        return decide(compiled, question or self.question, ceilings=self.above, enforces=self.enforces)


CONFIGURATIONS = st.builds(
    Configuration,
    rules=st.lists(ORDINARY, max_size=5).map(tuple),
    another=st.one_of(generated.rules(), generated_code.rules()),
    at=st.integers(0, 5),
    question=generated.questions(),
    stand=st.builds(Stand, rung=RUNG, organisation=RUNG, plan=RUNG, workspace=RUNG),
    enforces=st.sampled_from([NOTHING, EVERYTHING]),
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "part" in metafunc.fixturenames:
        whole = metafunc.config.getoption("--whole", default=False)
        metafunc.parametrize(("part", "examples"), [(part, EACH) for part in range(PARTS)] if whole else [(0, SAMPLE)])


def test_no_configuration_decides_more_loosely_than_it_may(part: int, examples: int) -> None:
    seen: list[Outcome] = []

    @seed(part)
    @settings(CALM, max_examples=examples)
    @given(CONFIGURATIONS)
    def holds(one: Configuration) -> None:
        before, after = one.decided(), one.decided(another=True)
        _within_bounds(before, one.above)
        _within_bounds(after, one.above)
        if _covered(before):
            _no_looser(after, before)
        broken = one.question.model_copy(update={"agent": "\ud800"})
        assert one.decided(question=broken).outcome == Outcome.DENY
        seen.append(before.outcome)

    holds()
    assert set(seen) == set(Outcome)


def _covered(decision: Decision) -> bool:
    """Whether a rule decides it: one that only owes something does not."""
    undone_as_ever = any(one.kind is Kind.EXACT_UNDO for one in decision.requirements)
    return bool(decision.matched) and NO_RULE not in decision.notes and not undone_as_ever


def _within_bounds(decision: Decision, above: tuple[Ceiling, ...]) -> None:
    bounds = [ceiling.outcome for ceiling in (*above, *decision.ceilings)]
    strictest = max((STRICTNESS[one] for one in (*bounds, *(line.outcome for line in decision.matched))), default=0)
    assert STRICTNESS[decision.outcome] >= strictest
    assert set(above) <= set(decision.ceilings)


def _no_looser(after: Decision, before: Decision) -> None:
    assert STRICTNESS[after.outcome] >= STRICTNESS[before.outcome]
    asked = {(one.people, one.groups) for one in before.requirements if one.rule_id.startswith("r")}
    assert asked <= {(one.people, one.groups) for one in after.requirements}
    assert {(one.kind, one.seconds, one.groups, one.what) for one in before.owed} <= {
        (one.kind, one.seconds, one.groups, one.what) for one in after.owed
    }
