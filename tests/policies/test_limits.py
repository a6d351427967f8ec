"""Every test of the language around its limit: at, just over, just under, another currency, unknown, none, another tool."""

from collections.abc import Iterator
from itertools import groupby

import pytest

from apps.policies.compile import compile_rules
from apps.policies.decision import Decision
from apps.policies.enforce import EVERYTHING
from apps.policies.engine import decide
from apps.policies.language import parse
from apps.policies.trying.action import question_of
from tests.policies import limits
from tests.policies.corpus import WORDS

SENTENCES = {text: list(rows) for text, rows in groupby(limits.rows(), key=lambda row: row.sentence)}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_decides_as_meant_on_both_sides_of_its_limit(sentence: str) -> None:
    wrong = [
        (row.action, row.outcome, str(decision.outcome))
        for row, decision in _decided(sentence)
        if decision.outcome != row.outcome
    ]
    assert wrong == []


def test_there_are_enough_rows(capsys: pytest.CaptureFixture[str]) -> None:
    count = sum(map(len, SENTENCES.values()))
    with capsys.disabled():
        print(f"\n{count:,} actions around the limits of {len(SENTENCES)} sentences")  # noqa: T201  what it is for
    assert count >= 800


def _decided(sentence: str) -> Iterator[tuple[limits.Row, Decision]]:
    compiled = compile_rules([("rule", parse(sentence, WORDS))], WORDS)
    for row in SENTENCES[sentence]:
        yield row, decide(compiled, question_of(row.action, WORDS), enforces=EVERYTHING)
