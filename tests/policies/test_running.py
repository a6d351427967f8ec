"""Running totals of the past, moved by what a draft would have let run and by what it would have stopped."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from apps.core.ids import uuid7
from apps.policies.asking import Asking, seal, together, verdict
from apps.policies.backtest import Draft, Replayed
from apps.policies.case import Answer, Case
from apps.policies.circumstances import Circumstances, SoFar
from apps.policies.question import Question
from apps.policies.running import Running
from apps.policies.verdicts import Verdict
from tests.policies.make import SHOP, refund

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LIVE = Draft(("Refund up to 100 USD without asking.", "Refunds over 100 USD need one person from Finance."), SHOP)
ZONE = ZoneInfo("UTC")


def asked(minor: int, *so_far: SoFar, **around: Any) -> Question:
    return refund(minor, circumstances=Circumstances(so_far=so_far, **around))


def case(question: Question, *, at: datetime = NOON, ran: bool = True, **came: Any) -> Case:
    asking = Asking(question=question)
    decision = asking.decided(LIVE.under(""))
    return Case(id=uuid7(), at=at, asked=together([asking]), words="", verdict=Verdict.of(verdict(decision)),
                seal=seal(decision), looked=True, ran=ran, **came)  # fmt: skip


def day(amount: int, count: int = 0, per: str = "") -> SoFar:
    return SoFar(period="day", per=per, of="refunds", amount=amount, count=count, currency="USD")


def after(*moves: tuple[Case, Question, bool, bool]) -> Running:
    running = Running(ZONE)
    for one, question, ran, runs in moves:
        running.note(one, [question], ran=ran, runs=runs)
    return running


def total(running: Running, question: Question, *, at: datetime = NOON) -> tuple[int | None, int | None]:
    [found] = running.as_it_would_stand(case(question, at=at), question).circumstances.so_far
    return found.amount, found.count


def test_what_would_have_run_is_added_and_what_would_not_is_taken_out() -> None:
    more, less = asked(5000), asked(2000)
    running = after((case(more), more, False, True), (case(less), less, True, False), (case(less), less, True, True))
    assert total(running, asked(100, day(10_000, 4))) == (13_000, 4)


def test_without_a_difference_the_very_question_is_asked() -> None:
    question = asked(100, day(10_000))
    assert Running(ZONE).as_it_would_stand(case(question), question) is question


@pytest.mark.parametrize(
    ("period", "later", "counted"),
    [
        ("day", timedelta(hours=11), True),
        ("day", timedelta(hours=13), False),
        ("24 hours", timedelta(hours=23), True),
        ("24 hours", timedelta(hours=25), False),
        ("week", timedelta(days=6), True),
        ("week", timedelta(days=7), False),
        ("month", timedelta(days=20), True),
        ("ever", timedelta(days=900), True),
        ("fortnight of the moon", timedelta(0), False),
    ],
)
def test_a_total_counts_its_own_period(period: str, later: timedelta, counted: bool) -> None:
    more = asked(5000)
    running = after((case(more), more, False, True))
    now = asked(100, SoFar(period=period, of="refunds", amount=1000, count=1, currency="USD"))
    assert total(running, now, at=NOON + later) == ((6000, 2) if counted else (1000, 1))


def test_a_total_counts_its_own_party_and_deed_and_currency() -> None:
    hers = asked(5000, related={"customer": {"id": "cus_1"}})
    running = after((case(hers), hers, False, True))
    for customer, amount in (("cus_1", 6000), ("cus_2", 1000)):
        now = asked(100, day(1000, per="customer"), related={"customer": {"id": customer}})
        assert total(running, now)[0] == amount
    assert total(running, asked(100, SoFar(period="day", of="messages", amount=0, count=3, currency="USD")))[1] == 3
    assert total(running, asked(100, SoFar(period="day", of="refunds", amount=7, currency="EUR"))) == (7, None)


def test_a_total_of_a_run_counts_that_run() -> None:
    more, run = asked(5000), UUID(int=7)
    running = Running(ZONE)
    running.note(case(more, run=run), [more], ran=False, runs=True)
    now = asked(100, SoFar(period="run", of="refunds", amount=0, count=0, currency="USD"))
    for of, count in ((run, 1), (UUID(int=8), 0)):
        assert running.as_it_would_stand(case(now, run=of), now).circumstances.so_far[0].count == count


def test_the_first_for_a_customer_is_not_the_first_where_an_earlier_one_would_have_run() -> None:
    earlier = asked(5000, related={"customer": {"id": "cus_1"}})
    running = after((case(earlier), earlier, False, True))
    for customer, first in (("cus_1", False), ("cus_2", True)):
        now = asked(100, first_for={"customer": True}, related={"customer": {"id": customer}})
        assert running.as_it_would_stand(case(now), now).circumstances.first_for == {"customer": first}


def test_only_those_totals_are_kept_that_the_draft_asks_for() -> None:
    per_customer = Draft(("Never refund more than 300 USD per customer a day.",), SHOP)
    assert per_customer.parties == {"customer"}
    hers = asked(5000, related={"customer": {"id": "cus_1"}})
    running = Running(ZONE, parties=per_customer.parties)
    running.note(case(hers), [hers], ran=False, runs=True)
    now = asked(100, day(1000, per="customer"), related={"customer": {"id": "cus_1"}})
    assert total(running, now)[0] == 6000
    assert total(running, asked(100, day(1000)))[0] == 1000


def test_a_draft_that_looks_at_totals_is_asked_in_order() -> None:
    limit = "Refunds need one person from Finance when more than 200 USD has been refunded today."
    sentences = ("Refund without asking.", limit)
    draft = Draft(sentences, SHOP)
    assert draft.runs_totals()
    assert not LIVE.runs_totals()
    running, cases = Running(ZONE), []
    for n, so_far in enumerate((0, 0, 0)):
        cases.append(
            case(asked(15_000, day(so_far)), at=NOON + timedelta(minutes=n), ran=False, answer=Answer.DECLINED)
        )
    found = [draft.answer_in_order(one, running).verdict.label for one in cases]
    assert found == ["auto", "1 signature", "1 signature"]
    assert [Replayed(one, draft.answer(one.asked or b"", "")).runs for one in cases] == [True] * 3


def test_a_total_that_only_the_draft_asks_for_is_counted_from_the_first_case_on() -> None:
    draft = Draft(("Refund without asking.", "Never refund more than 300 USD a day."), SHOP)
    running = Running(ZONE, begins=NOON.replace(hour=0), asked=draft.totals)
    cases = [
        case(asked(15_000), at=NOON + timedelta(hours=n), ran=False, answer=Answer.DECLINED) for n in (0, 1, 2, 24)
    ]
    assert [draft.answer_in_order(one, running).verdict.label for one in cases] == ["auto", "auto", "deny", "auto"]


def test_a_period_that_began_before_the_first_case_cannot_be_told() -> None:
    draft = Draft(("Refund without asking.", "Never refund more than 300 USD a day."), SHOP)
    running = Running(ZONE, begins=NOON.replace(hour=6), asked=draft.totals)
    assert draft.answer_in_order(case(asked(100)), running).verdict.label == "deny"
    assert draft.answer_in_order(case(asked(100), at=NOON + timedelta(days=1)), running).verdict.label == "auto"


def test_what_may_have_come_with_an_action_is_looked_at() -> None:
    draft = Draft(("Refund without asking.", "Refunds need a reason."), SHOP)
    with_it, without = (together([Asking(question=asked(100, given={"reason": said}))]) for said in (True, False))
    assert [draft.answer(one, "").verdict.label for one in (with_it, without)] == ["auto", "1 signature"]
