"""Questions that some rules cannot tell apart are asked once, and each gets the answer that it would get alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.connectors.contract import Known
from apps.policies.alike import Sight
from apps.policies.answers import Answers
from apps.policies.asking import Asking, Line
from apps.policies.circumstances import Circumstances
from apps.policies.compile import Compiled, compile_rules
from apps.policies.enforce import EVERYTHING
from apps.policies.question import Question
from apps.policies.rule import Clause, Effect, Rule, Target
from tests.policies import generated, generated_code, generated_tests
from tests.policies.make import CALM, OURS, SHOP, message, policy, refund, update

KEPT = 1000
FREELY = st.builds(
    lambda effect, deed: Rule(clauses=(Clause(effect=effect, targets=(Target(deed=deed),)),)),
    st.sampled_from([Effect.AUTO, Effect.DENY]), st.sampled_from(["VIP updates", "customer surveys", "case deletions"]),
)  # fmt: skip
ANY_RULE = st.one_of(generated.rules(), generated.rules(), generated_code.rules(), FREELY)


def line(question: Question, **bounds: Any) -> Line:
    return Line.of(Asking(question=question, **bounds).stored)


def first(rules: Compiled, question: Question) -> str:
    return Sight(rules).first(line(question).said)


@st.composite
def likenesses(draw: st.DrawFn) -> list[Question]:
    """Questions that differ in one thing or two from one another: those that might be taken for the same."""
    found = [draw(generated.questions())]
    for _ in range(draw(st.integers(1, 6))):
        one, other = found[-1], draw(generated.questions())
        family = draw(st.sampled_from(sorted(type(one.facts).model_fields)))
        facts = one.facts.model_copy(update={family: getattr(other.facts, family)})
        around = draw(st.one_of(st.just(one.circumstances), generated_tests.circumstances()))
        found.append(one.model_copy(update={"facts": facts, "circumstances": around}))
    return found


@CALM
@given(st.lists(ANY_RULE, max_size=6), likenesses(), st.sampled_from([(), tuple(sorted(EVERYTHING))]))
def test_every_question_gets_the_answer_it_would_get_alone(
    rules: list[Rule], questions: list[Question], enforces: tuple[str, ...]
) -> None:
    shop = compile_rules([(f"r{at}", rule) for at, rule in enumerate(rules)], SHOP)
    for most in (KEPT, 2):
        answers = Answers(shop, most)
        for question in questions:
            asking = Asking(question=question, rung="auto", enforces=enforces)
            assert answers.to(Line.of(asking.stored)).decision == asking.decided(shop)


@pytest.mark.parametrize("minor", [0, 1, 7_499, 7_500, 7_501, 2**63 - 1, 2**63, -1, True, 75.0, "7500", None])
def test_an_amount_at_or_around_a_limit_is_told_apart(minor: object) -> None:
    shop = policy("Refund up to 75 USD without asking.", "Refunds over 75 USD need one person from Finance.")
    answers = Answers(shop, KEPT)
    for amount in (5_000, 7_500, 9_000, minor):
        asked = refund(money=Known(value={"amount": amount, "currency": "USD", "category": "refund"}))
        assert answers.to(line(asked)).decision == Asking(question=asked).decided(shop)


def test_what_no_rule_minds_is_no_difference() -> None:
    shop = policy("Refund up to 75 USD without asking.", "Never message external domains.")
    around = Circumstances(arguments={"amount": 1}, text="Dear Maria")
    assert first(shop, refund(1000)) == first(shop, refund(2000, circumstances=around))
    assert first(shop, message("eve@one.example")) == first(shop, message("bob@two.example"))
    assert first(shop, update("Case")) == first(shop, update("Case", record=Known(value={"object": "Case", "id": "2"})))


def test_what_a_rule_minds_is_a_difference() -> None:
    shop = policy("Refund up to 75 USD without asking.", "Never message external domains.")
    assert first(shop, refund(1000)) != first(shop, refund(7500))
    assert first(shop, refund(1000)) != first(shop, refund(1000, currency="EUR"))
    assert first(shop, message("eve@one.example")) != first(shop, message(f"eve@{OURS}"))
    assert first(shop, update("Case")) != first(shop, update("Case", "Task"))


def test_one_question_of_many_alike_is_asked() -> None:
    shop = policy("Refunds need one person from Finance.", "Refunds need a reason.")
    answers, seen = Answers(shop, KEPT), set()
    for at in range(20):
        around = Circumstances(given={"reason": at % 2 == 0}, text=f"number {at}")
        seen.add(id(answers.to(line(refund(at + 1, circumstances=around)))))
    assert len(seen) == 2


def test_a_half_character_is_asked_for_itself() -> None:
    shop = policy("Refund up to 75 USD without asking.")
    asked = refund(100, agent="\ud800")
    kept = Line.of(Asking(question=asked).stored)
    assert not kept.clean
    assert Answers(shop, KEPT).to(kept).decision == Asking(question=asked).decided(shop)
