"""Sentences in the wording of real policies, each with the canonical sentence that it means."""

from pathlib import Path


def _read() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "corpus.txt").read_text().splitlines()
    return [
        (said, meant)
        for line in lines
        if line and not line.startswith("#")
        for said, _, meant in [line.partition(" => ")]
    ]


CORPUS = _read()
