"""Ten thousand random policies: never milder than a rule or a ceiling, never loosened by a rule more, an error denies."""

import random
from typing import Any

from apps.connectors.contract import Facts, HasNone, Known, Risk, Verb
from apps.policies import facts as policy_facts
from apps.policies.compile import Compiled, compile_rules
from apps.policies.decision import STRICTNESS, Ceiling, Decision, Outcome
from apps.policies.engine import NO_RULE, decide
from apps.policies.language import parse
from apps.policies.question import Question
from apps.policies.rule import Rule
from apps.policies.trying.sample import SAMPLE
from tests.policies.corpus import CORPUS

MANY = 10_000
POOL = 200
KINDS = ("refunds", "payments", "emails", "deployments", "exports", "purchases", "access grants", "deletions")


def test_no_outcome_is_milder_than_a_rule_or_a_ceiling_and_no_rule_loosens() -> None:
    chance = random.Random(11)
    rules = _rules(chance)
    pool = [_pair(chance, rules) for _ in range(POOL)]
    for _ in range(MANY // 2):  # two configurations each: with a rule more, and without
        fewer, more = chance.choice(pool)
        question, ceilings = _question(chance), _ceilings(chance)
        before, after = decide(fewer, question, ceilings=ceilings), decide(more, question, ceilings=ceilings)
        for decision in (before, after):
            bounds = [*(line.outcome for line in decision.matched), *(each.outcome for each in ceilings)]
            assert all(STRICTNESS[decision.outcome] >= STRICTNESS[bound] for bound in bounds)
        if before.matched and NO_RULE not in before.notes:  # a word to Finance alone decides nothing
            assert STRICTNESS[after.outcome] >= STRICTNESS[before.outcome]
            assert _asked(before) <= _asked(after)


def test_an_erring_rule_denies(monkeypatch: Any) -> None:
    def broken(*_args: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(policy_facts, "seen", broken)
    chance = random.Random(3)
    fewer, _ = _pair(chance, _rules(chance))
    assert all(decide(fewer, _question(chance)).outcome is Outcome.DENY for _ in range(100))


def _rules(chance: random.Random) -> list[Rule]:
    parsed = [parse(meant, SAMPLE) for _, meant in chance.sample(CORPUS, 150)]
    return [rule for rule in parsed if all(t.deed != "everything else" for c in rule.clauses for t in c.targets)]


def _pair(chance: random.Random, rules: list[Rule]) -> tuple[Compiled, Compiled]:
    """The same rules, and the same with one more among them."""
    some = chance.sample(rules, chance.randint(1, 6))
    at = chance.randint(0, len(some))
    named = [(f"r{number}", rule) for number, rule in enumerate(some)]
    another = ("another", chance.choice(rules))
    return compile_rules(named, SAMPLE), compile_rules([*named[:at], another, *named[at:]], SAMPLE)


def _question(chance: random.Random) -> Question:
    money = Known(
        value={"amount": chance.choice([0, 5_000, 7_500, 50_000, 5_000_000]), "currency": chance.choice(["USD", "EUR"])}
    )
    given = {"money": money, "recipients": Known(value=["a@acme.com", "b@else.example"][: chance.randint(0, 2)]),
             "count": Known(value=chance.choice([1, 11, 2_000])), "fields": HasNone()}  # fmt: skip
    told = {name: fact for name, fact in given.items() if chance.random() < 0.7}
    return Question(
        tool="any.tool", connector="stripe", verb=chance.choice(list(Verb)), object=chance.choice(["", "Case", "Invoice"]),
        categories=tuple(chance.sample(KINDS, chance.randint(0, 2))), facts=Facts(**told), risk=chance.choice(list(Risk)),
    )  # fmt: skip


def _ceilings(chance: random.Random) -> tuple[Ceiling, ...]:
    return tuple(
        Ceiling(name=f"c{n}", outcome=chance.choice(list(Outcome)), reason="x") for n in range(chance.randint(0, 2))
    )


def _asked(decision: Decision) -> set[tuple[int, tuple[str, ...]]]:
    return {(need.people, need.groups) for need in decision.requirements}
