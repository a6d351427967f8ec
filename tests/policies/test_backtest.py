"""A draft asked about the past, without a table: what changes, what it asks of people, and what would run alone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.ids import uuid7
from apps.policies import asking, backtest, lattice
from apps.policies.asking import Asking
from apps.policies.backtest import Draft, Replayed
from apps.policies.caps import Cap, reached
from apps.policies.case import Answer, Case
from apps.policies.decision import Ceiling, Outcome
from apps.policies.tally import Tally, together
from apps.policies.verdicts import Verdict
from tests.policies.make import SHOP, refund

LIVE = ("Refund up to 75 USD without asking.", "Refunds over 75 USD need two people from Finance or Support leads.")
MILDER = (
    "Refund up to 100 USD without asking.",
    "Refunds over 100 USD need two people from Finance or Support leads.",
)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Copenhagen")


@cache
def draft(sentences: tuple[str, ...]) -> Draft:
    return Draft(sentences, SHOP)


def case(*minor: int, by: tuple[str, ...] = LIVE, **came: object) -> Case:
    """A proposal of refunds of so many cents, as it was decided by these sentences."""
    askings = [Asking(question=refund(amount), rung="auto") for amount in minor]
    decision = lattice.strictest(one.decided(draft(by).under("")) for one in askings)
    made = Case(id=uuid7(), at=NOON, asked=asking.together(askings), words="", verdict=Verdict.of(asking.verdict(decision)),
                seal=asking.seal(decision), looked=True)  # fmt: skip
    return replace(made, **came)  # type: ignore[arg-type]


def replayed(*cases: Case, by: tuple[str, ...] = MILDER) -> list[Replayed]:
    return list(backtest.replay(cases, draft(by)))


def tallied(*cases: Case, by: tuple[str, ...] = MILDER, caps: tuple[Cap, ...] = ()) -> Tally:
    sums = Tally(ZONE, caps)
    for one in replayed(*cases, by=by):
        sums.add(one)
    return sums


@given(st.lists(st.lists(st.integers(0, 60_000), min_size=1, max_size=3), max_size=8))
def test_the_policy_that_decided_decides_alike_to_the_bit(past: list[list[int]]) -> None:
    for one in replayed(*(case(*minor) for minor in past), by=LIVE):
        assert (one.now.seal, one.now.verdict.said, one.changed) == (one.case.seal, one.case.verdict.said, False)


def test_the_bounds_of_the_moment_are_kept() -> None:
    bound = Ceiling(name="organisation", outcome=Outcome.SUGGEST, reason="Nothing yet.")
    asked = Asking(question=refund(100), rung="approve", ceilings=(bound,))
    again = asking.read(asked.stored)
    assert again == asked
    assert again.decided(draft(MILDER).under("")).outcome == Outcome.SUGGEST


def test_a_milder_draft_says_whose_signatures_and_hours_it_saves() -> None:
    sums = tallied(case(9000, answer=Answer.SIGNED, waited_s=3600), case(9000, answer=Answer.DECLINED, waited_s=60),
                   case(7000, ran=True), case(20000, answer=Answer.SIGNED, waited_s=7200))  # fmt: skip
    assert (sums.cases, sums.changed, sums.milder, sums.stricter, sums.refused) == (4, 2, 2, 0, 1)
    assert (sums.signatures_saved, sums.saved_s, sums.wait_s) == (4, 3660, 3600)
    assert sums.matrix == {"2 signatures>auto": 2, "auto>auto": 1, "2 signatures>2 signatures": 1}
    assert (sums.money_new, sums.largest, sums.money_then) == ({"USD": 18000}, {"USD": 9000}, {"USD": 7000})


def test_a_stricter_draft_says_what_it_adds_and_takes_out_of_sight() -> None:
    sums = tallied(case(7000, ran=True), case(9000, answer=Answer.SIGNED, waited_s=600), by=LIVE[1:])
    assert (sums.stricter, sums.signatures_added, sums.money_reviewed) == (1, 0, {"USD": 7000})
    asks = ("Refunds need two people from Finance or Support leads.",)
    sums = tallied(case(7000, ran=True), case(9000, answer=Answer.SIGNED, waited_s=600), by=asks)
    assert (sums.signatures_added, sums.added_s) == (2, 1200)


def test_a_day_is_the_workspaces_own() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert tallied(case(9000, at=late)).changed_days == {"2026-03-03": 1}


def test_a_cap_is_counted_over_what_ran_and_what_would_run() -> None:
    cap = Cap(UUID(int=1), "Refunds", "money", 15000, "day", "USD", "refund")
    cases = (case(7000, ran=True), case(9000, answer=Answer.DECLINED), case(9000, answer=Answer.SIGNED, ran=False))
    sums = tallied(*cases, caps=(cap,))
    key = cap.period_of(date(2026, 3, 2))
    assert (sums.caps_then[key], sums.caps_now[key]) == (7000, 25000)
    assert (reached(cap, sums.caps_then), reached(cap, sums.caps_now)) == (0, 1)


def test_parts_put_together_are_the_whole() -> None:
    cases = [case(amount, answer=Answer.SIGNED, waited_s=amount) for amount in (5000, 8000, 9000, 30000)]
    parts = [tallied(*cases[:2]).stored, tallied(*cases[2:]).stored]
    assert together(parts, ZONE).stored == tallied(*cases).stored


def test_a_name_means_what_it_meant_then() -> None:
    then = SHOP.model_copy(update={"groups": {**SHOP.groups, "Finance": "0" * 32}})
    renamed = Draft(("Refunds need one person from Finance.",), SHOP, {"then": then})
    asked = asking.together([Asking(question=refund(100))])
    assert renamed.answer(asked, "then").verdict.said["requirements"][0]["groups"] == ["0" * 32]
    assert renamed.answer(asked, "").verdict.said["requirements"][0]["groups"] == [SHOP.groups["Finance"]]


def test_an_erased_question_is_left_out() -> None:
    assert replayed(case(100, asked=None)) == []


@pytest.mark.parametrize(
    ("needs", "people"),
    [
        ([], 1),
        ([{"people": 2}], 2),
        ([{"people": 1, "groups": ["a"]}, {"people": 1, "groups": ["b"]}], 2),
        ([{"people": 2, "groups": ["a"]}, {"people": 1, "groups": ["a", "b"]}], 2),
        ([{"people": 1, "groups": ["a"]}, {"people": 3}], 3),
    ],
)
def test_as_few_people_as_can_meet_it(needs: list[dict[str, object]], people: int) -> None:
    verdict = Verdict.of({"outcome": "approve", "requirements": needs})
    assert (verdict.signatures, verdict.label) == (people, f"{people} signature{'' if people == 1 else 's'}")
    assert verdict.stricter_than(Verdict.of({"outcome": "auto"}))
    assert Verdict.of({"outcome": "deny"}).stricter_than(verdict)
