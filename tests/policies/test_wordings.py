"""Sentences in the wording of real policies, each with the canonical sentence that it means."""

from pathlib import Path

import pytest

from apps.policies.trying.sample import SAMPLE
from tests.policies.make import reads_as

LINES = (Path(__file__).parent / "wordings.txt").read_text().splitlines()
WORDINGS = [line.split(" => ") for line in LINES if line and not line.startswith("#")]


@pytest.mark.parametrize(("said", "meant"), WORDINGS)
def test_a_sentence_means_what_it_says(said: str, meant: str) -> None:
    assert reads_as(said, SAMPLE) == meant
