"""Every construct at its limits, in every kind of sentence: what holds, what does not, what cannot be told, none."""

from collections.abc import Iterator

import pytest

from apps.policies.compile import compile_rules
from apps.policies.engine import decide
from apps.policies.language import parse
from apps.policies.trying.action import question_of
from apps.policies.trying.vocabulary import vocabulary_of
from tests.policies.around import DEEDS, FRAMES, LIMITS, OTHER, Action, Limit

ROWS = 800


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.condition)
def test_each_sentence_decides_rightly_around_its_limit(limit: Limit) -> None:
    words = vocabulary_of([action for frame in FRAMES for action, _ in _rows(frame, limit)])
    for frame in FRAMES:
        sentence = _sentence(frame, limit)
        if "without asking" in frame and not limit.loosens:
            continue
        policy = compile_rules([("rule", parse(sentence, words))], words)
        for action, outcome in _rows(frame, limit):
            assert decide(policy, question_of(action, words)).outcome == outcome, (sentence, action)


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert sum(len(list(_rows(frame, limit))) for frame in FRAMES for limit in LIMITS) >= ROWS


def _sentence(frame: str, limit: Limit) -> str:
    noun, things, _ = DEEDS[limit.deed]
    return frame.format(
        verb=limit.deed, Verb=limit.deed.capitalize(), noun=noun, things=things, condition=limit.condition
    )


def _rows(frame: str, limit: Limit) -> Iterator[tuple[Action, str]]:
    """What lets only where it surely holds; what restricts wherever it may."""
    holds, fails = FRAMES[frame]
    lets, unless = "without asking" in frame, "unless" in frame
    may = fails if lets or unless else holds
    own = DEEDS[limit.deed][2]
    yield from (({**own, **each}, holds) for each in limit.holds)
    yield from (({**own, **each}, fails) for each in limit.fails)
    yield from (({**own, **each}, may) for each in limit.untold)
    yield from (({**own, **each}, fails) for each in limit.none)
    yield from ((({**OTHER, **each}, "suggest")) for each in limit.holds)
