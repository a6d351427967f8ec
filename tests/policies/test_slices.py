"""The short way of asking gives what the long way gives: every policy, in both forms, over the whole context."""

from typing import Any

from cedarpy import PolicySet
from hypothesis import given
from hypothesis import strategies as st

from apps.policies import ask, cedar, facts, rule
from apps.policies.compile import Compiled, compile_rules
from apps.policies.doubt import doubts, in_doubt
from apps.policies.question import Question
from apps.policies.rule import ANYTHING, Clause, Effect, Fields, Rule, Target
from apps.policies.slices import Slices
from apps.policies.told.key import key
from tests.policies import generated
from tests.policies.make import CALM, SHOP, UNTOLD, policy, refund, update

ANY_RULES = st.lists(generated.rules(), max_size=6)
QUESTIONS = st.lists(generated.questions(), min_size=1, max_size=4)


def compiled(rules: list[Rule]) -> Compiled:
    return compile_rules([(f"r{at}", rule) for at, rule in enumerate(rules)], SHOP)


@CALM
@given(ANY_RULES, QUESTIONS)
def test_a_slice_holds_what_the_whole_policy_holds(rules: list[Rule], questions: list[Question]) -> None:
    shop = compiled(rules)
    whole = PolicySet.from_str(shop.text)
    for question in questions:
        for name in facts.objects(question):
            context = facts.seen(question, name, shop.house, shop.tests)
            assert shop.slices.of(context).held(context) == ask.holding(whole, context.whole())


@CALM
@given(generated.clauses(), generated.questions())
def test_where_nothing_is_in_doubt_what_may_hold_surely_holds(clause: Clause, question: Question) -> None:
    tests: dict[str, Any] = {
        key(test): test for test in rule.tests_in(clause.condition) if test.kind not in cedar.FAMILIES
    }
    context = facts.seen(question, facts.objects(question)[0], SHOP.house, tests)
    if clause.condition and not any(in_doubt(doubt, context) for doubt in doubts(clause)):
        forms = (cedar.asked("0", cedar.condition(clause, maybe=maybe)) for maybe in (False, True))
        sure, maybe = (bool(ask.holding(PolicySet.from_str(form), context.whole())) for form in forms)
        assert sure == maybe


def test_one_slice_serves_all_amounts_and_another_tool_gets_its_own() -> None:
    shop = policy("Refunds over 100 USD need two people from Finance.", "Only suggest updates to Case.")
    slices = Slices(shop.parts)
    for amount in range(5):
        slices.of(facts.seen(refund(amount), "", shop.house, {}))
    assert len(slices.known) == 1
    slices.of(facts.seen(update("Case"), "Case", shop.house, {}))
    assert len(slices.known) == 2


def test_a_rule_about_an_object_is_in_the_slice_of_one_that_cannot_be_told() -> None:
    shop = policy("Only suggest updates to Case.")
    asked = update("Case", record=UNTOLD)
    context = facts.seen(asked, "", shop.house, {})
    assert shop.slices.of(context).held(context) == {0: False}


def test_a_field_named_like_our_own_words_is_a_field() -> None:
    shop = compile_rules([("r", _only_field("context.nothing"))], SHOP)
    context = facts.seen(refund(1), "", shop.house, {})
    assert shop.slices.of(context).held(context) == {}


def _only_field(name: str) -> Rule:
    condition = Fields(which="any", names=(name,))
    target = Target(deed=ANYTHING)
    return Rule(clauses=(Clause(effect=Effect.DENY, targets=(target,), condition=condition),))
