"""Circuit breakers and bulkheads: one connection in trouble is left alone, and takes nothing from the others."""

from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from apps.audit.models import Entry
from apps.connectors import breaker, breaker_sql
from apps.connectors.breaker import Admission, may_retry, note
from apps.connectors.contract import Done, InDoubt, NotSent, RefusedByTarget
from apps.connectors.models import Breaker
from apps.core import ids, scope
from apps.workspaces.models import Workspace
from tests import make
from tests.connectors.breaker.moments import admits, later, opened


def test_a_connection_that_always_fails_opens_within_twenty_calls_and_others_go_on(connect: Any) -> None:
    broken, fine = connect("Till"), connect("Mail")
    calls = 0
    while admits([broken, fine])[broken].wait_s == 0 and calls < 50:
        calls += 1
        note(broken, ok=False)
        note(fine, ok=True)
    assert calls <= 20
    assert admits([broken, fine])[fine] == breaker.OPEN_DOOR
    assert Entry.objects.filter(kind="connection.breaker opened", subject=ids.say("connection", broken)).count() == 1


def test_half_of_the_calls_failing_opens_it_and_a_third_does_not(connect: Any) -> None:
    half, third = connect("Half"), connect("Third")
    for call in range(60):
        admits([half, third])
        note(half, ok=call % 2 == 0)
        note(third, ok=call % 3 != 0)
    assert admits([half, third])[half].wait_s > 0
    assert admits([half, third])[third].wait_s == 0


def test_refusals_never_open_it(connect: Any) -> None:
    till = connect("Till")
    for _ in range(40):
        breaker.heard(till, RefusedByTarget(why="The charge was refunded already."))
        breaker.heard(till, NotSent(why="The lease is almost over."))
    assert not Breaker.objects.exists()


def test_a_calm_connection_costs_one_read_and_no_write(connect: Any) -> None:
    many = [connect(f"Till {n}") for n in range(20)]
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert all(one.wait_s == 0 for one in breaker.admits(many).values())
        for one in many:
            breaker.heard(one, Done(result={}))
    assert len(seen) == 1


def test_a_worker_may_ask_about_the_work_of_all_workspaces(connect: Any) -> None:
    till = connect("Till")
    note(till, ok=True, retry_after_s=30)
    with scope.workspace(uuid4()):
        assert breaker.admits([till])[till].wait_s > 20


@pytest.mark.parametrize("answer", [
    NotSent(why="Stripe asks us to wait.", retry_after_s=40, because="asked to wait"),
    InDoubt(why="Stripe answered 503.", retry_after_s=40),
])  # fmt: skip
def test_a_target_that_asks_us_to_wait_is_not_called_before(connect: Any, answer: Any) -> None:
    till = connect("Till")
    breaker.heard(till, answer)
    assert 39 < admits([till])[till].wait_s <= 40
    note(till, ok=True, retry_after_s=5)  # a shorter wish does not undo a longer one
    assert admits([till])[till].wait_s > 39
    later(till, 41)
    assert admits([till])[till].wait_s == 0


def test_an_open_breaker_lets_one_trial_through_and_closes_when_it_is_answered(connect: Any) -> None:
    till = opened(connect("Till"))
    later(till, 10)
    trial, follower = admits([till])[till], admits([till])[till]
    assert trial == Admission(one_alone=True)
    assert follower.wait_s >= breaker.SOON_S
    note(till, ok=True)
    assert admits([till])[till] == breaker.OPEN_DOOR
    assert Entry.objects.filter(kind="connection.breaker closed").count() == 1


def test_a_failed_trial_doubles_the_pause(connect: Any) -> None:
    till = opened(connect("Till"))
    pauses = []
    for _ in range(4):
        pauses.append(admits([till])[till].wait_s)
        later(till, 400)
        assert admits([till])[till].one_alone
        note(till, ok=False)
    for before, after in pairwise(pauses):
        assert before < after
    assert Entry.objects.filter(kind__startswith="connection.breaker").count() == 1


def test_a_trial_whose_worker_died_is_tried_by_another(connect: Any, settings: Settings) -> None:
    till = opened(connect("Till"))
    later(till, 10)
    assert admits([till])[till].one_alone
    later(till, settings.COUNTERSIGN_LEASE_S + settings.COUNTERSIGN_GRACE_S + 1)
    assert admits([till])[till].one_alone


def test_an_answer_to_a_call_from_before_changes_nothing(connect: Any) -> None:
    till = opened(connect("Till"))
    note(till, ok=True)
    assert admits([till])[till].wait_s > 0


def test_calls_made_again_are_a_fifth_of_first_calls_and_a_few_a_minute(connect: Any) -> None:
    till = connect("Till")
    for _ in range(50):
        note(till, ok=True)
    note(till, ok=True, retry_after_s=1)
    allowed = sum(may_retry(till) == 0 for _ in range(100))
    assert allowed <= 51 * breaker_sql.EARNED + breaker_sql.A_MINUTE
    assert may_retry(till) >= breaker.SOON_S
    later(till, 61)
    assert 3 <= sum(may_retry(till) == 0 for _ in range(100)) <= breaker_sql.A_MINUTE


@pytest.mark.django_db(transaction=True)
def test_of_eight_that_race_for_the_trial_one_gets_it(connect: Any, acme: Workspace) -> None:
    till = opened(connect("Till"))
    for _ in range(5):
        later(till, 400)
        told = make.race(*[lambda: admits([till])[till]] * 8, of=acme.pk)
        assert sum(one.one_alone for one in told) == 1
        assert sum(one.wait_s == 0 for one in told) == 1
