"""Sentences with one thing wrong: understood, or refused at a place in words; a slip of the pen loosens nothing."""

import pytest

from apps.policies.language import NotUnderstood, parse
from apps.policies.rule import Rule
from apps.policies.rule import tests_in as single_tests
from tests.policies import corpus
from tests.policies.mutations import KINDS, MISSPELT, mutation

WHOLE, SAMPLE = 1_000, 5  # of all; of each kind
BOUNDS = ("amount", "each", "count", "share", "number", "age", "total", "clock", "weekday", "before")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "number" in metafunc.fixturenames:
        whole = metafunc.config.getoption("--whole", default=False)
        metafunc.parametrize("number", range(WHOLE if whole else SAMPLE * len(KINDS)))


def test_a_sentence_with_one_thing_wrong_is_read_or_refused_at_a_place(number: int) -> None:
    mutated = mutation(number)
    read = _read(mutated.text)
    if isinstance(read, NotUnderstood):
        assert str(read)
        assert 0 <= read.pointer <= len(mutated.text)
    elif mutated.kind.startswith(MISSPELT):
        assert _firm(read) == _firm(corpus.rule_of(mutated.before.rule))


def _read(text: str) -> Rule | NotUnderstood:
    try:
        return parse(text, corpus.WORDS)
    except NotUnderstood as why:
        return why


def _firm(rule: Rule) -> list[tuple[object, ...]]:
    """What no slip may change: effects, how many sign, limits. A name may be one that nobody has: nothing is let by it."""
    return [
        (
            clause.effect,
            clause.undoing,
            tuple(need.people for need in clause.needs),
            tuple(extra.kind for extra in clause.extras),
            tuple(test for test in single_tests(clause.condition) if test.kind in BOUNDS),
            len(single_tests(clause.condition)),
        )
        for clause in rule.clauses
    ]
