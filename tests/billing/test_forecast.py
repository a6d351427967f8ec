"""A straight line from the days that are over, and the calendar that it runs on."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.billing import forecast
from apps.billing.amounts import about, short, to_cents
from apps.billing.forecast import Course, Forecast
from apps.billing.spans import KINDS, Span, running

APRIL = Span(date(2026, 4, 1), date(2026, 4, 30))
LONG_AGO = date(2020, 1, 1)


def stood(day: int, used: dict[int, int], since: date = LONG_AGO) -> Course:
    by_day = {date(2026, 4, n): amount for n, amount in used.items()}
    return forecast.course(APRIL, by_day, today=date(2026, 4, day), since=since)


def test_each_day_to_come_is_like_the_average_of_those_that_are_over() -> None:
    found = forecast.straight(stood(4, {1: 10, 2: 20, 3: 30, 4: 5}), so_far=65)
    assert found == Forecast(total=60 + 27 * 20, low=None, high=None, days=3)


def test_today_counts_for_more_where_it_has_already_brought_more() -> None:
    found = forecast.straight(stood(4, {1: 10, 2: 20, 3: 30, 4: 500}), so_far=560)
    assert found
    assert found.total == 60 + 500 + 26 * 20


def test_the_range_is_that_of_the_quieter_and_the_busier_half() -> None:
    found = forecast.straight(stood(5, {1: 10, 2: 10, 3: 30, 4: 30}), so_far=80)
    assert found == Forecast(total=80 + 26 * 20, low=80 + 26 * 10, high=80 + 26 * 30, days=4)


@pytest.mark.parametrize("used", [{1: 400}, {}])
def test_nothing_is_foretold_before_a_day_is_over(used: dict[int, int]) -> None:
    assert forecast.straight(stood(1, used), so_far=400) is None


def test_there_is_no_line_through_days_on_which_nothing_was_used() -> None:
    assert forecast.straight(stood(9, {9: 400}), so_far=400) is None


def test_the_days_before_there_was_a_workspace_do_not_slow_the_pace() -> None:
    found = forecast.straight(stood(22, {20: 10, 21: 10}, since=date(2026, 4, 20)), so_far=20)
    assert found == Forecast(total=20 + 9 * 10, low=None, high=None, days=2)


@pytest.mark.parametrize(("cap", "days"), [(100, 0), (101, 1), (120, 1), (121, 2), (600, 25), (601, None)])
def test_the_day_on_which_the_line_meets_the_cap(cap: int, days: int | None) -> None:
    course = stood(5, {1: 20, 2: 20, 3: 20, 4: 20})  # by tonight 100, by the 30th 600
    assert forecast.reaches(cap, course, so_far=80) == days


days = st.lists(st.integers(0, 10**15), min_size=1, max_size=92)


@given(days, st.integers(0, 10**15), st.integers(0, 91))
def test_a_forecast_is_never_below_what_stands_nor_outside_its_range(over: list[int], today: int, left: int) -> None:
    so_far = sum(over) + today
    found = forecast.straight(Course(over, today, left), so_far=so_far)
    if found is None:
        assert not any(over)
        return
    assert found.total >= so_far
    if found.low is not None and found.high is not None:
        assert so_far <= found.low <= found.total <= found.high


@given(days, st.integers(0, 10**12), st.integers(0, 91), st.integers(1, 10**17))
def test_the_cap_is_met_exactly_where_the_line_is_not_below_it(
    over: list[int], today: int, left: int, cap: int
) -> None:
    course, so_far = Course(over, today, left), sum(over) + today
    day = forecast.reaches(cap, course, so_far=so_far)
    line = [so_far - today + max(Fraction(today), course.pace) + n * course.pace for n in range(left + 1)]
    assert day == next((n for n, reached in enumerate(line) if reached >= cap), None)


@given(st.dates(date(1950, 1, 1), date(2200, 1, 1)), st.sampled_from([*KINDS, "week"]))
def test_a_period_holds_its_day_and_follows_the_one_before(today: date, kind: str) -> None:
    period = running(kind, today)
    assert period.kind == kind
    assert period.now.first <= today <= period.now.last
    assert period.then.last + timedelta(days=1) == period.now.first
    assert len(period.now.each()) == period.now.days


@pytest.mark.parametrize(
    ("kind", "today", "name", "then"),
    [
        ("month", date(2026, 4, 18), "April 2026", "March"),
        ("month", date(2026, 1, 1), "January 2026", "December 2025"),
        ("quarter", date(2026, 12, 31), "October to December 2026", "July to September"),
        ("quarter", date(2024, 2, 29), "January to March 2024", "October to December 2023"),
        ("week", date(2026, 4, 19), "The week of 13 April", "Last week"),
        ("30-days", date(2026, 4, 18), "The last 30 days", "30 days before"),
    ],
)
def test_what_a_period_is_called(kind: str, today: date, name: str, then: str) -> None:
    period = running(kind, today)
    assert (period.name, period.then_name) == (name, then)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (("micro_usd", 2_311_040_000), "$2,300"), (("micro_usd", 12_400), "$0.012"), (("money", 99_999, "USD"), "$1,000"),
        (("money", 184_50, "SEK"), "180 SEK"), (("money", 1_234_567, "JPY"), "1,200,000 JPY"), (("actions", 7), "7"),
        (("tokens", 0), "0"), (("micro_usd", 5_000), "$0.005"),
    ],
)  # fmt: skip
def test_a_forecast_is_said_in_two_figures(amount: tuple[str, int], said: str) -> None:
    assert about(*amount) == said


def test_amounts_on_axes_and_pages() -> None:
    assert [short("tokens", n) for n in (0, 5_000, 25_000, 1_500_000)] == ["0", "5,000", "25k", "1.5M"]
    assert (short("micro_usd", 600 * 10**6), short("money", 600_00, "SEK")) == ("$600", "600")
    assert (to_cents("micro_usd", 3_153_126_082), to_cents("micro_usd", 12_500)) == ("$3,153.13", "$0.0125")
    assert [to_cents("micro_usd", n) for n in (70_230, 2_499, 7, 0)] == ["$0.0702", "$0.0025", "$0.000007", "$0.00"]
    assert to_cents("money", 184_50, "USD") == "$184.50"
