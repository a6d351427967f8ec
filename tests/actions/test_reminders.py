"""Who owes a signature is mailed once a stage, and never twice: not by a second ring, nor after a worker was lost."""

from datetime import timedelta

import httpx
import pytest
from django.db import IntegrityError
from django.utils import timezone
from pytest_django.fixtures import Settings

from apps.actions import overdue, propose, reaper, reminders
from apps.actions.models import Afterwards, Proposal, Reminder
from apps.agents.models import Agent, Rung
from apps.audit import log
from apps.core import ids
from config.doorbell import rung
from tests import make
from tests.actions.shop import Shop

FIRST = "Refunds may run first and need one person from Finance within 4 hours afterwards."
LONG_AGO = timezone.now() - timedelta(minutes=1)


@pytest.fixture
def owing(shop: Shop, settings: Settings) -> Proposal:
    """A refund that ran first, whose reminder is due."""
    settings.COUNTERSIGN_SMTP = shop.sandboxes["mail"]
    Agent.objects.update(rung=Rung.AUTO)
    shop.agent.refresh_from_db()
    shop.publish(FIRST)
    made = propose.propose(
        shop.wanted(shop.case())[:1], agent=shop.agent, asker=shop.person("leo"), run=shop.run(), key="first",
        given={"reason": "The customer waits at the counter."},
    )  # fmt: skip
    shop.work(until=lambda: shop.states(made) == ["done"])
    Afterwards.objects.update(next_at=LONG_AGO)
    made.refresh_from_db()
    return made


def mailed(shop: Shop, proposal: Proposal) -> list[tuple[str, str]]:
    """To whom what was mailed about it, oldest first."""
    found = httpx.get(f"{shop.sandboxes['mail_http']}/messages", trust_env=False).json()["messages"]
    mine = [one for one in found if ids.say("proposal", proposal.pk) in one["text"]]
    return [(one["to"].partition("@")[0], one["subject"].partition(",")[0]) for one in reversed(mine)]


def rings(shop: Shop) -> None:
    for one, workspace in reminders.due():
        rung("reminder", str(one), str(workspace))


def kinds(proposal: Proposal) -> list[str]:
    return [entry.kind for entry in log.of(ids.say("proposal", proposal.pk))]


def test_who_may_answer_is_mailed_at_half_the_time_and_admins_too_once_it_is_over(shop: Shop, owing: Proposal) -> None:
    reaper.sweep()
    rings(shop)
    assert mailed(shop, owing) == [("priya", "A signature of yours is owed")]
    Afterwards.objects.update(due_at=LONG_AGO, next_at=LONG_AGO)
    reaper.sweep()
    rings(shop)
    assert sorted(mailed(shop, owing)[1:]) == [(name, "A signature is overdue") for name in ("ada", "priya", "ruben")]
    assert kinds(owing).count("proposal.reminder_mailed") == 4


def test_rung_for_again_and_by_many_at_once_it_is_mailed_once(shop: Shop, owing: Proposal) -> None:
    reaper.sweep()
    [one] = Reminder.objects.all()
    make.race(*[lambda: reminders.send(one.pk)] * 4, of=shop.id)
    overdue.sweep()
    rung("reminder", str(one.pk), str(shop.id))
    assert mailed(shop, owing) == [("priya", "A signature of yours is owed")]
    assert reminders.due() == []


def test_a_stage_that_comes_twice_reminds_nobody_twice(shop: Shop, owing: Proposal) -> None:
    reaper.sweep()
    Afterwards.objects.update(next_at=LONG_AGO)
    reaper.sweep()
    [one] = Reminder.objects.all()
    with pytest.raises(IntegrityError, match="reminded_once_a_stage"):
        Reminder.objects.create(**{name: getattr(one, name) for name in (
            "workspace_id", "proposal_id", "request_id", "person_id", "stage", "due_at")})  # fmt: skip


def test_after_a_worker_was_lost_it_is_not_mailed_again_and_the_log_says_so(shop: Shop, owing: Proposal) -> None:
    reaper.sweep()
    [one] = Reminder.objects.all()
    assert reminders._take(one.pk) is not None  # and then it is lost
    assert reminders.due() == []
    Reminder.objects.update(due_at=LONG_AGO)
    rings(shop)
    assert (mailed(shop, owing), kinds(owing)[-1]) == ([], "proposal.reminder_in_doubt")
    assert reminders.due() == []


def test_who_has_signed_meanwhile_is_not_mailed(shop: Shop, owing: Proposal) -> None:
    reaper.sweep()
    shop.sign(owing, "priya")
    rings(shop)
    assert (mailed(shop, owing), Reminder.objects.get().sent_at) == ([], None)


def test_a_server_that_cannot_be_reached_is_asked_a_few_times(shop: Shop, owing: Proposal, settings: Settings) -> None:
    reaper.sweep()
    settings.COUNTERSIGN_SMTP = "smtp://127.0.0.1:9"
    for _ in range(reminders.MOST_TRIES):
        Reminder.objects.update(due_at=LONG_AGO)
        rings(shop)
    assert (kinds(owing)[-1], Reminder.objects.get().tries) == ("proposal.reminder_refused", reminders.MOST_TRIES)
    assert reminders.due() == []


def test_a_server_that_took_it_and_fell_silent_is_not_asked_again(shop: Shop, owing: Proposal) -> None:
    reaper.sweep()
    shop.misbehave("mail", {"drop_after": True})
    rings(shop)
    Reminder.objects.update(due_at=LONG_AGO)
    rings(shop)
    assert (len(mailed(shop, owing)), kinds(owing)[-1]) == (1, "proposal.reminder_in_doubt")


def test_a_server_that_says_not_now_gets_it_later(shop: Shop, owing: Proposal) -> None:
    reaper.sweep()
    shop.misbehave("mail", {"status": 451})
    rings(shop)
    assert (mailed(shop, owing), reminders.due()) == ([], [])
    Reminder.objects.update(due_at=LONG_AGO)
    rings(shop)
    assert (len(mailed(shop, owing)), kinds(owing)[-1]) == (1, "proposal.reminder_mailed")


def test_without_a_mail_server_nobody_is_mailed(shop: Shop, owing: Proposal, settings: Settings) -> None:
    settings.COUNTERSIGN_SMTP = ""
    reaper.sweep()
    assert (kinds(owing)[-1], Reminder.objects.count()) == ("proposal.told", 0)
