"""How long an answer takes may tell what its words do not: reported by the whole run, judged by people."""

import time
from collections.abc import Callable
from statistics import median

import pytest

from tests.isolation.ask import make
from tests.isolation.cells import Asked
from tests.isolation.ground import BELTS, Ground, Side

PAIRS = 100
PATHS = ("proposals/{proposal}/", "runs/{run}/", "admin/agents/agent/{row}/change/")


@pytest.mark.parametrize("belts", BELTS[:1], indirect=True)
@pytest.mark.parametrize("path", PATHS)
def test_the_others_thing_takes_as_long_as_none(
    path: str, ground: Ground, record_property: Callable[[str, object], None]
) -> None:
    theirs, none = [], []
    for _ in range(PAIRS):
        theirs.append(_took(path, ground.other, ground))
        none.append(_took(path, ground.nothing, ground))
    ratio = median(theirs) / median(none)
    line = f"Timing: {path} {median(theirs) * 1000:.1f} ms for another's, {median(none) * 1000:.1f} ms for nothing"
    record_property("timing", f"{line}, ratio {ratio:.2f} ({'within' if 0.8 <= ratio <= 1.25 else 'BEYOND'} 25 %)")


def _took(path: str, side: Side, ground: Ground) -> float:
    named = path.format(**side.said, row=side.rows["agents/agent"])
    start = time.perf_counter()
    answer = make(ground.client("Admins"), "GET", Asked(f"/w/{ground.own.slug}/{named}"))
    took = time.perf_counter() - start
    assert answer.status_code in (302, 404)
    return took
