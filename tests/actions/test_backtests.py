"""Drafts over the shop's own past: in parts, by several workers, through deaths; and what is listed of it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from apps.actions import approve, reaper, recording, rules
from apps.actions.backtests import start, work
from apps.actions.backtests.desk import Desk
from apps.actions.models import Proposal
from apps.agents.models import Agent, Rung
from apps.audit.models import Entry
from apps.billing import budgets
from apps.core.errors import Invalid
from apps.policies import drafts
from apps.policies import understood as understood_here
from apps.policies.models import Backtest, BacktestPart, ChangedCase, Draft, InForce, OpenBacktest
from apps.policies.publish import understood
from apps.policies.starters import STARTERS, Starter
from config.doorbell import rung
from tests import make
from tests.actions.shop import Shop

ALONE = ("Read anything without asking.", "Refund without asking.")


def draft(shop: Shop, *sentences: str) -> Draft:
    written = understood(sentences, rules.vocabulary())
    return drafts.begin(shop.id, name="refunds", sentences=written, by=shop.person("ada").pk)


def asked(shop: Shop, *sentences: str, days: int = 30) -> Backtest:
    made = start.start(draft(shop, *sentences), days=days, by=shop.person("ada").pk)
    assert work.run(made.pk, seconds=60)
    return Backtest.objects.get(pk=made.pk)


def in_force() -> tuple[str, ...]:
    return tuple(InForce.objects.get().version.sentences)


@pytest.fixture
def past(shop: Shop) -> list[Proposal]:
    """Three refunds: one that nobody answered yet, one that somebody declined, one that ran."""
    Agent.objects.update(rung=Rung.AUTO)
    shop.agent.refresh_from_db()
    open_, declined, done = shop.refund(4200), shop.refund(5000, place=1), shop.refund(6000, place=2)
    approve.decline(declined.pk, by=shop.person("daniel"), digest=declined.digest, reason="Already on its way back")
    shop.done(done)
    return [open_, declined, done]


def test_the_policy_in_force_changes_nothing_of_what_it_decided(shop: Shop, past: list[Proposal]) -> None:
    found = asked(shop, *in_force())
    assert found.tally is not None
    assert (found.state, found.tally["cases"], found.tally["identical"], found.tally["changed"]) == ("done", 3, 3, 0)
    assert Entry.objects.filter(kind="policy.backtested").count() == 1


def test_what_people_refused_comes_first(shop: Shop, past: list[Proposal]) -> None:
    found = asked(shop, *ALONE)
    changed = ChangedCase.objects.filter(backtest=found).order_by("rank", "-recording_id")
    assert [one.proposal_id for one in changed] == [past[1].pk, past[2].pk, past[0].pk]
    assert [one.answer for one in changed] == ["declined", "signed", "open"]
    tally = found.tally or {}
    assert (tally["refused"], tally["signatures_saved"], tally["money_new"]) == (1, 6, {"USD": 15200})
    assert tally["matrix"] == {"2 signatures>auto": 3}


def test_what_a_dead_worker_held_is_asked_by_the_next_and_counted_once(
    shop: Shop, past: list[Proposal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "OF", 1)
    made = start.start(draft(shop, *ALONE), days=1, by=shop.person("ada").pk)
    dead = work._held(made, in_order=False)
    assert dead is not None
    late = Desk.of(made.sentences).asked(dead.part.first, dead.part.last)
    assert work.run(made.pk, seconds=60)
    assert Backtest.objects.get().state == "running"
    assert reaper.sweep().rung == 0
    OpenBacktest.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert reaper.sweep().rung == 1
    assert work.run(made.pk, seconds=60)
    work._settle(dead, *late)
    found = Backtest.objects.get()
    assert (found.state, (found.tally or {})["cases"], ChangedCase.objects.count()) == ("done", 3, 3)


def test_two_workers_share_the_parts(shop: Shop, past: list[Proposal], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "OF", 1)
    made = start.start(draft(shop, *ALONE), days=1, by=shop.person("ada").pk)
    assert make.race(*[lambda: work.run(made.pk, seconds=60)] * 2, of=shop.id) == [True, True]
    assert Backtest.objects.get().state == "done"
    assert (BacktestPart.objects.count(), ChangedCase.objects.count(), OpenBacktest.objects.count()) == (3, 3, 0)


def test_an_erased_question_is_left_out_and_counted(shop: Shop, past: list[Proposal]) -> None:
    recording.erase(shop.id, before=timezone.now() + timedelta(days=1), by="operator")
    found = asked(shop, *ALONE)
    assert ((found.tally or {})["cases"], (found.tally or {})["erased"]) == (0, 3)


def test_a_past_without_cases_is_done_at_once(shop: Shop) -> None:
    made = start.start(draft(shop, *ALONE), days=7, by=shop.person("ada").pk)
    assert Backtest.objects.get(pk=made.pk).state == "done"
    with pytest.raises(Invalid):
        start.start(draft(shop, *ALONE), days=0, by=shop.person("ada").pk)


def test_a_draft_that_nobody_can_read_fails_and_says_why(shop: Shop, past: list[Proposal]) -> None:
    broken = drafts.begin(shop.id, name="refunds", sentences=["Be careful."], by=shop.person("ada").pk)
    made = start.start(broken, days=7, by=shop.person("ada").pk)
    assert work.run(made.pk, seconds=60)
    found = Backtest.objects.get()
    assert (found.state, OpenBacktest.objects.count()) == ("failed", 0)
    assert found.why


def test_budgets_are_counted_as_the_draft_would_have_let_things_run(shop: Shop, past: list[Proposal]) -> None:
    id = budgets.set_up(workspace=shop.id, name="Refunds a day", scope=("workspace", shop.id), unit="money", cap=9000,
                        period="day", by="operator", currency="USD", category="refunds").pk  # fmt: skip
    tally = asked(shop, *ALONE).tally or {}
    mine = {
        name: {key: n for key, n in tally[name].items() if key.startswith(id.hex)} for name in ("caps_then", "caps_now")
    }
    assert [sum(mine[name].values()) for name in ("caps_then", "caps_now")] == [6000, 15200]


def test_the_worker_that_is_rung_does_nothing_with_anothers_part(shop: Shop, past: list[Proposal]) -> None:
    start.start(draft(shop, *ALONE), days=7, by=shop.person("ada").pk)
    work.take(UUID(int=1), shop.id)
    assert OpenBacktest.objects.count() == 1
    rung("backtest", str(OpenBacktest.objects.get().part_id), str(shop.id))
    assert Backtest.objects.get().state == "done"


def test_where_totals_count_the_parts_are_asked_one_after_the_other(
    shop: Shop, past: list[Proposal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "OF", 1)
    made = start.start(draft(shop, "Never refund more than 100 USD a day."), days=1, by=shop.person("ada").pk)
    dead = work._held(made, in_order=True)
    assert work.run(made.pk, seconds=60)
    assert BacktestPart.objects.filter(tally__isnull=False).count() == 0
    OpenBacktest.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert work.run(made.pk, seconds=0) is False
    assert work.run(made.pk, seconds=60)
    assert dead is not None
    assert (Backtest.objects.get().state, BacktestPart.objects.filter(tally__isnull=False).count()) == ("done", 3)


@pytest.mark.parametrize("starter", STARTERS, ids=lambda one: one.title)
def test_a_starter_is_asked_about_the_shops_past(shop: Shop, past: list[Proposal], starter: Starter) -> None:
    words = rules.vocabulary()
    read = [one for text in starter.sentences if (one := understood_here.read(text, words)).canonical]
    tally = asked(shop, *[one.canonical for one in read]).tally or {}
    assert len(read) == len(starter.sentences)
    assert tally["cases"] == 3
