"""The chart: everything that is drawn lies on the paper, whatever was used, and says what it shows."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.billing.forecast import Forecast
from apps.billing.spans import running
from apps.billing.views.chart import FLOOR, LEFT, RIGHT, Chart, Figures, draw, step

APRIL = running("month", date(2026, 4, 18))
POINT = re.compile(r"(-?[\d.]+),(-?[\d.]+)")
amounts = st.integers(0, 10**15)


@given(
    st.sampled_from(["month", "quarter", "30-days", "week"]), st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.data(),
    st.none() | amounts, st.none() | amounts,
)  # fmt: skip
def test_whatever_was_used_is_drawn_on_the_paper(
    kind: str, today: date, data: st.DataObject, cap: int | None, ahead: int | None
) -> None:
    period = running(kind, today)
    until = (today - period.now.first).days + 1
    now = data.draw(st.lists(amounts, min_size=until, max_size=until))
    then = data.draw(st.lists(amounts, min_size=period.then.days, max_size=period.then.days))
    end = None if ahead is None else sum(now) + ahead
    forecast = None if end is None else Forecast(end, end, end + 1, 4)
    drawn = draw(Figures(period, ("tokens", ""), now, then, forecast, cap))
    for x, y in points(drawn):
        assert LEFT <= x <= RIGHT
        assert 0 <= y <= FLOOR
    assert len(drawn.rows) == until
    assert 1 <= len(drawn.levels) <= 6
    assert len(drawn.days) <= 7


def points(drawn: Chart) -> list[tuple[float, float]]:
    paths = f"{drawn.spent} {drawn.area} {drawn.then} {drawn.forecast} {drawn.band}"
    marks = [mark for mark in (*drawn.days, *drawn.levels, drawn.tip, drawn.cap, drawn.end) if mark]
    return [(float(x), float(y)) for x, y in POINT.findall(paths)] + [(mark.x, mark.y) for mark in marks]


@pytest.mark.parametrize(
    ("highest", "apart"), [(1, 1), (5, 1), (6, 2), (11, 5), (240_000, 50_000), (10**15, 2 * 10**14)]
)
def test_levels_are_apart_by_one_two_or_five_with_noughts(highest: int, apart: int) -> None:
    assert step(highest) == apart


def test_a_cap_far_above_is_named_and_does_not_press_the_line_flat() -> None:
    near = draw(Figures(APRIL, ("actions", ""), [10] * 18, [10] * 31, cap=400))
    far = draw(Figures(APRIL, ("actions", ""), [10] * 18, [10] * 31, cap=40_000))
    assert (near.cap and near.cap.words, near.far_cap) == ("Cap 400", "")
    assert (far.cap, far.far_cap) == (None, "40,000")


def test_the_last_period_is_told_day_by_day_until_it_was_over() -> None:
    march = running("month", date(2026, 3, 31))
    rows = draw(Figures(march, ("actions", ""), [1] * 31, [2] * 28)).rows
    assert [row.then for row in rows[26:]] == ["54", "56", "over", "over", "over"]
    assert [row.so_far for row in rows[-2:]] == ["30", "31"]


def test_the_words_of_the_end_stand_over_those_of_today() -> None:
    drawn = draw(Figures(APRIL, ("actions", ""), [100] + [0] * 17, [], Forecast(101, None, None, 17)))
    assert drawn.end
    assert drawn.now.y - drawn.end.y >= 20
    assert drawn.title == "April 2026: 100 so far; about 100 by 30 April. March: 0 in all."
