"""The corpus: what people write, and what it means."""

import pytest

from apps.policies.language import parse, render
from apps.policies.trying.sample import SAMPLE
from tests.policies.corpus import CORPUS


@pytest.mark.parametrize(("said", "meant"), CORPUS)
def test_a_sentence_means_what_it_says(said: str, meant: str) -> None:
    rule = parse(said, SAMPLE)
    assert render(rule) == meant
    assert parse(meant, SAMPLE) == rule


def test_the_corpus_is_broad() -> None:
    assert len({said for said, _ in CORPUS}) >= 250
