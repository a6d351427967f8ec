"""A thousand damaged sentences: each is understood, or refused in words with a place, and never a crash."""

import random
from collections.abc import Iterator

from apps.policies.language import NotUnderstood, parse, render
from apps.policies.trying.sample import SAMPLE
from tests.policies.corpus import CORPUS

LETTERS = "abcdefghijklmnopqrstuvwxyz $€%.,'\""
EACH = 4
MOST = 1_000


def test_a_damaged_sentence_is_understood_or_refused_helpfully() -> None:
    refused = 0
    for damaged in _damaged():
        why = _refusal(damaged)
        if why is None:
            continue
        refused += 1
        assert str(why), damaged
        assert 0 <= why.pointer <= len(damaged), damaged
        assert not why.better or render(parse(why.better, SAMPLE)) == why.better, damaged
    assert refused > MOST // 2


def _refusal(damaged: str) -> NotUnderstood | None:
    """None where it is understood; then its canonical sentence is as well."""
    try:
        text = render(parse(damaged, SAMPLE))
    except NotUnderstood as why:
        return why
    assert render(parse(text, SAMPLE)) == text, damaged
    return None


def _damaged() -> Iterator[str]:
    """A letter lost, doubled, swapped or changed; a word lost; the same each time."""
    chance = random.Random(7)
    sentences = [text for text, _ in CORPUS]
    for number in range(MOST):
        text = sentences[number % len(sentences)]
        at = chance.randrange(len(text) - 1)
        words = text.split(" ")
        lost = chance.randrange(len(words))
        yield (
            text[:at] + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + chance.choice(LETTERS) + text[at + 1 :],
            " ".join((*words[:lost], *words[lost + 1 :])),
        )[number % EACH]
