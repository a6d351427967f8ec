import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from apps.actions import claim, execute, pause, stop, undo
from apps.actions.draft import Wanted
from apps.actions.models import Attempt, Proposal
from apps.audit import log
from apps.billing import budgets
from apps.billing.models import Reservation
from apps.connectors import shelf
from apps.core import ids, scope
from apps.workspaces.pause import Scope
from tests.actions.shop import Shop


def test_a_write_the_target_refuses_changes_nothing_and_stops_the_rest(shop: Shop) -> None:
    proposal = shop.propose(shop.wanted(shop.case()))
    shop.sign(proposal, "daniel", "priya")
    shop.misbehave("stripe", {"status": 402})
    shop.work(until=lambda: shop.states(proposal) == ["failed", "stopped", "stopped"])
    assert "Refused by its target" in shop.action(proposal, 1).why
    assert shop.effects("stripe") == shop.effects("mail") == []
    assert not Reservation.objects.filter(state="held").exists()


def test_a_record_that_moved_since_it_was_signed_is_not_overwritten(shop: Shop) -> None:
    case = shop.case()
    proposal = shop.propose(shop.wanted(case)[1:2])
    shop.sign(proposal, "daniel")
    shop.operations("UPDATE cases SET status = 'On hold' WHERE number = %s RETURNING 1", case["number"])
    shop.work(until=lambda: shop.states(proposal) == ["failed"])
    assert "moved" in shop.action(proposal).why
    assert shop.operations("SELECT status FROM cases WHERE number = %s", case["number"]) == [("On hold",)]


def test_eight_workers_on_one_action_one_runs(shop: Shop) -> None:
    proposal = shop.refund()
    shop.sign(proposal, "daniel", "priya")
    shop.wait_for_hold(proposal)
    action = shop.action(proposal).pk

    def worker(_: int) -> None:
        with scope.workspace(shop.id):
            execute.run(action, shop.id)
        connections.close_all()

    with ThreadPoolExecutor(8) as crew:
        list(crew.map(worker, range(8)))
    assert shop.states(proposal) == ["done"]
    assert Attempt.objects.filter(action_id=action).count() == len(shop.effects("stripe")) == 1


def test_what_one_worker_has_picked_leaves_the_rest_to_the_others(shop: Shop) -> None:
    for _ in range(2):
        proposal = shop.refund()
        shop.sign(proposal, "daniel", "priya")
    shop.wait_for_hold(proposal)

    def pick() -> list[UUID]:
        picked = [action for action, _ in claim.due(1)]
        connections.close_all()
        return picked

    mine = claim.due(1)
    with ThreadPoolExecutor(1) as other:
        theirs = other.submit(pick).result()
    claim.let_go()
    assert len(mine) == len(theirs) == 1
    assert mine[0][0] not in theirs


def test_at_the_cap_an_action_is_stopped_and_consumes_nothing(shop: Shop) -> None:
    [cap] = [one for one in budgets.headroom(shop.id) if one.unit == "money"]
    budgets.set_cap(cap.budget, 5000, by="operator")
    first, second = shop.done(shop.refund(4200)), shop.refund(801)
    shop.sign(second, "daniel", "priya")
    shop.work(until=lambda: shop.states(second) == ["stopped"])
    assert "$50.00" in shop.action(second).why
    assert len(shop.effects("stripe")) == 1
    assert shop.states(first) == ["done"]


def test_stop_works_until_the_start_mark_and_not_after(shop: Shop) -> None:
    proposal = shop.propose(shop.wanted(shop.case()))
    shop.sign(proposal, "daniel", "priya")
    assert stop.stop(proposal.pk, by=shop.person("sol"), reason="wrong lamp") == 3
    assert shop.states(proposal) == ["stopped"] * 3
    execute.run_due(5)
    assert shop.effects("stripe") == []


def test_nothing_runs_before_its_hold_is_over(shop: Shop, settings: Settings) -> None:
    settings.COUNTERSIGN_SANDBOX_HOLD_S = 4
    proposal = shop.refund()
    shop.sign(proposal, "daniel", "priya")
    assert execute.run_due(5) == 0
    shop.work(until=lambda: shop.states(proposal) == ["done"])


def test_the_timeline_of_an_action_names_every_step(shop: Shop) -> None:
    proposal = shop.done(shop.refund())
    told = [entry.kind for entry in log.of(ids.say("action", shop.action(proposal).pk))]
    assert told == ["action.waiting", "action.approved", "action.executing", "action.done"]


def test_a_stricter_policy_asks_people_again_before_anything_runs(shop: Shop) -> None:
    proposal = shop.refund()
    shop.sign(proposal, "daniel", "priya")
    shop.publish("Refunds need three people from Finance or Support leads.")
    shop.work(until=lambda: shop.states(proposal) == ["waiting"])
    assert shop.effects("stripe") == []


def test_a_policy_that_asks_no_more_lets_signatures_stand(shop: Shop) -> None:
    proposal = shop.refund()
    shop.sign(proposal, "daniel", "priya")
    shop.publish("Refunds need one person from Finance or Support leads.")
    shop.work(until=lambda: shop.states(proposal) == ["done"])


def test_a_policy_that_now_forbids_it_denies_what_was_signed(shop: Shop) -> None:
    proposal = shop.refund()
    shop.sign(proposal, "daniel", "priya")
    shop.publish("Never refund.")
    shop.work(until=lambda: shop.states(proposal) == ["denied"])
    assert shop.effects("stripe") == []


def test_a_document_changed_behind_our_back_does_not_run(shop: Shop) -> None:
    proposal = shop.refund()
    shop.sign(proposal, "daniel", "priya")
    other = shop.refund(amount=9999)
    shop.forge(
        "UPDATE actions_action a SET document = o.document FROM actions_action o"
        " WHERE a.proposal_id = %s AND o.proposal_id = %s", proposal.pk, other.pk,
    )  # fmt: skip
    shop.work(until=lambda: shop.states(proposal) == ["stopped"])
    assert "not what was signed" in shop.action(proposal).why
    assert shop.effects("stripe") == []


def test_under_a_pause_the_target_is_not_even_read(shop: Shop) -> None:
    proposal = shop.refund()
    shop.sign(proposal, "daniel", "priya")
    pause.pause(Scope("agent", shop.agent.pk), by=shop.person("sol"), reason="drill")
    shop.wait_for_hold(proposal)
    asked = shop.requests("stripe")
    execute.run_due(5)
    assert shop.requests("stripe") == asked


def test_two_updates_of_one_record_are_shown_run_and_taken_back_in_turn(shop: Shop) -> None:
    case = shop.case()
    before = shop.operations("SELECT * FROM cases WHERE number = %s", case["number"])
    first, second = ({"status": "On hold"}, {"status": "Resolved", "resolution": "Refunded"})
    key = {"table": "cases", "key": {"number": case["number"]}}
    proposal = shop.propose(
        [Wanted(shop.connections["postgres"], "postgres.update", {**key, "set": one}) for one in (first, second)]
    )
    shop.sign(proposal, "daniel")
    shop.work(until=lambda: shop.states(proposal) == ["done", "done"])
    back = undo.undo(proposal.pk, by=shop.person("priya"))
    shop.sign(back, "priya")
    shop.work(until=lambda: shop.states(back) == ["done", "done"])
    assert shop.operations("SELECT * FROM cases WHERE number = %s", case["number"]) == before


def test_a_tool_that_changed_since_it_was_signed_does_not_run(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = shop.refund()
    shop.sign(proposal, "daniel", "priya")
    newer = shutil.copytree(shelf.FOLDER, tmp_path / "catalog") / "stripe" / "manifest.yaml"
    newer.write_text(newer.read_text().replace("hold_s: 60", "hold_s: 61"))
    monkeypatch.setattr(shelf, "FOLDER", tmp_path / "catalog")
    shelf.forget()
    shop.work(until=lambda: shop.states(proposal) == ["stopped"])
    monkeypatch.undo()
    shelf.forget()
    assert "changed since it was signed" in shop.action(proposal).why
    assert shop.effects("stripe") == []


def over_the_cap(shop: Shop, hard_line: str) -> Proposal:
    """A signed refund for which a budget has no room, and what that budget's hard line then makes of it."""
    [cap] = [one for one in budgets.headroom(shop.id) if one.unit == "money"]
    budgets.change(cap.budget, by="operator", cap=5000, hard_line=hard_line)
    proposal = shop.refund(6000)
    shop.sign(proposal, "daniel", "priya")
    shop.wait_for_hold(proposal)
    return proposal


def test_a_budget_that_asks_its_owners_lets_pass_what_they_sign(shop: Shop) -> None:
    proposal = over_the_cap(shop, "ask")
    shop.work(until=lambda: shop.states(proposal) == ["waiting"])
    assert "used or reserved" in shop.action(proposal).why
    proposal.refresh_from_db()
    shop.sign(proposal, "daniel", "priya")
    assert shop.states(proposal) == ["waiting"]
    shop.sign(proposal, "ruben")
    shop.work(until=lambda: shop.states(proposal) == ["done"])
    assert len(shop.effects("stripe")) == 1
    assert budgets.ledger_faults(shop.id) == ()


def test_a_budget_that_falls_back_suggests_and_sends_nothing(shop: Shop) -> None:
    proposal = over_the_cap(shop, "suggest")
    shop.work(until=lambda: shop.states(proposal) == ["suggested"])
    assert shop.effects("stripe") == []
    assert not Reservation.objects.filter(state="held").exists()


def test_nothing_is_started_inside_its_hold_whoever_takes_it_up(shop: Shop) -> None:
    proposal = shop.refund()
    shop.sign(proposal, "daniel", "priya")
    shop.forge("UPDATE actions_action SET hold_until = now() + interval '1 hour' WHERE proposal_id = %s", proposal.pk)
    execute.run(shop.action(proposal).pk, shop.id)
    assert (shop.states(proposal), shop.effects("stripe")) == (["approved"], [])
