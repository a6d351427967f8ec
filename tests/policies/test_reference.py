from hypothesis import given
from hypothesis import strategies as st

from apps.policies.compile import compile_rules
from apps.policies.decision import STRICTNESS, Decision
from apps.policies.engine import decide
from apps.policies.question import Question
from apps.policies.rule import EVERYTHING_ELSE, Rule
from tests.policies import generated, reference
from tests.policies.make import CALM, SHOP

ORDINARY = generated.rules().filter(
    lambda rule: all(t.deed != EVERYTHING_ELSE for clause in rule.clauses for t in clause.targets)
)


def decided(rules: list[Rule], question: Question) -> Decision:
    return decide(compile_rules([(f"r{at}", rule) for at, rule in enumerate(rules)], SHOP), question)


@CALM
@given(st.lists(ORDINARY, max_size=5), generated.questions())
def test_cedar_and_the_words_agree_on_what_matched(rules: list[Rule], question: Question) -> None:
    expected = [
        (f"r{at}", clause.effect)
        for at, rule in enumerate(rules)
        for clause in rule.clauses
        if reference.counts(clause, question)
    ]
    found = [line.rule_id for line in decided(rules, question).matched]
    assert list(dict.fromkeys(found)) == list(dict.fromkeys(rule_id for rule_id, _ in expected))


@CALM
@given(st.lists(ORDINARY, max_size=4), generated.rules(), st.integers(0, 4), generated.questions())
def test_another_rule_never_loosens_what_a_rule_already_matched(
    rules: list[Rule], another: Rule, at: int, question: Question
) -> None:
    before = decided(rules, question)
    after = decided([*rules[:at], another, *rules[at:]], question)
    if before.matched:
        assert STRICTNESS[after.outcome] >= STRICTNESS[before.outcome]
        assert {(r.people, r.groups) for r in before.requirements} <= {(r.people, r.groups) for r in after.requirements}


@CALM
@given(st.lists(ORDINARY, max_size=4), generated.questions())
def test_no_outcome_is_milder_than_a_rule_that_matched(rules: list[Rule], question: Question) -> None:
    decision = decided(rules, question)
    assert all(STRICTNESS[decision.outcome] >= STRICTNESS[line.outcome] for line in decision.matched)
