"""Freezes and working hours: said, in force in their time, ended, and turned by the clock; each a line of the log."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.audit import log
from apps.workspaces import freezes, hours
from apps.workspaces.freezes import Span
from apps.workspaces.hours import Hours
from apps.workspaces.models import Turn, Workspace

NOW = timezone.now()
DAY = timedelta(days=1)


def span(name: str = "code", begins: datetime = NOW - DAY, ends: datetime = NOW + DAY) -> Span:
    return Span(name, begins, ends, ("production",))


def test_a_freeze_is_in_force_from_its_beginning_until_just_before_its_end(acme: UUID) -> None:
    freezes.say(span(), workspace=acme, by="operator")
    said = [[one.name for one in freezes.in_force(NOW + shift)] for shift in (-DAY, timedelta(), DAY, -2 * DAY)]
    assert said == [["code"], ["code"], [], []]


def test_one_that_was_ended_is_in_force_no_more_and_its_name_stays_known(acme: UUID) -> None:
    freezes.say(span(), workspace=acme, by="operator")
    assert freezes.end(span(), workspace=acme, by="operator")
    assert not freezes.end(span(), workspace=acme, by="operator")
    assert (freezes.in_force(NOW), list(freezes.names("freeze")), Turn.objects.count()) == ([], [("freeze", "code")], 0)


def test_the_clock_turns_a_freeze_on_and_off_once_each(acme: UUID) -> None:
    made = freezes.say(span(), workspace=acme, by="operator")
    assert freezes.due() == [(made.pk, acme)]
    assert [freezes.turn(made.pk), freezes.turn(made.pk)] == [True, False]
    Turn.objects.update(due_at=NOW)
    type(made).objects.update(begins_at=NOW - 2 * DAY, ends_at=NOW)
    assert [freezes.turn(made.pk), freezes.turn(made.pk)] == [True, False]
    kinds = [line.kind for line in log.of(f"freeze:{made.pk.hex}")]
    assert kinds == ["freeze.said", "freeze.began", "freeze.over"]


@pytest.mark.parametrize("wrong", [span(ends=NOW - DAY), span(name="")])
def test_the_database_refuses_a_freeze_without_time_or_name(acme: UUID, wrong: Span) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        freezes.say(wrong, workspace=acme, by="operator")


def test_working_hours_are_put_with_a_line_of_the_log(acme: UUID) -> None:
    hours.put(acme, Hours(8 * 60, 16 * 60, (1, 2, 7)), by="operator")
    stands = hours.of(Workspace.objects.get(pk=acme))
    assert stands.said == "08:00 to 16:00 on Monday, Tuesday and Sunday"
    assert log.of("workspace")[-1].facts == {"opens": 480, "closes": 960, "workdays": "127"}


@pytest.mark.parametrize(
    "wrong", [{"opens": 1020}, {"closes": 1441}, {"opens": 1440}, {"workdays": ""}, {"workdays": "8"}]
)
def test_the_database_refuses_hours_that_no_day_has(acme: UUID, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Workspace.objects.filter(pk=acme).update(**wrong)


@pytest.mark.parametrize(
    "wrong", [Hours(540, 540, (1,)), Hours(540, 1441, (1,)), Hours(540, 1020, ()), Hours(0, 9, (8,))]
)
def test_such_hours_are_said_to_be_impossible(wrong: Hours) -> None:
    assert not wrong.possible
