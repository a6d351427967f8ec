"""Calls side by side: what breaks takes nothing else with it, alone or among others."""

import os
import time

import pytest
from django.db import OperationalError

from apps.actions import execute, settle
from apps.actions.batch import Seen
from apps.actions.load import load
from apps.actions.models import Action, State
from apps.actions.outside import Outside
from apps.actions.permit import Picked, pick
from apps.billing import budgets
from apps.connectors.contract import Same
from apps.core import failpoints
from tests.actions.shop import Shop


def picked_of(shop: Shop) -> Picked:
    proposal = shop.refund()
    shop.sign(proposal, "daniel", "priya")
    found = pick(shop.action(proposal).pk, shop.id)
    assert found is not None
    return found


@pytest.mark.parametrize("alone", [True, False])
def test_a_call_that_breaks_is_raised_later_and_the_others_come_back(shop: Shop, alone: bool) -> None:
    picked = picked_of(shop)
    whole = Seen(picked, load(picked), Same())

    def breaks() -> Seen:
        raise ValueError("The driver is at fault.")

    outside, back = Outside(alone=alone), []
    for call in (breaks, lambda: whole):
        outside.ask(call)
    while outside.out:
        back += outside.back()
    assert back == [whole]
    assert isinstance(outside.broken, ValueError)


def test_a_forked_process_has_threads_of_its_own(shop: Shop) -> None:
    picked = picked_of(shop)
    whole = Seen(picked, load(picked), Same())

    def come_back(calls: int) -> bool:
        outside, back = Outside(alone=False), []
        for _ in range(calls):
            outside.ask(lambda: whole)
        deadline = time.monotonic() + 5
        while outside.out and time.monotonic() < deadline:
            back += outside.back()
        return back == [whole] * calls

    assert come_back(2)
    time.sleep(0.1)  # until the threads wait for more
    child = os.fork()
    if not child:
        os._exit(0 if come_back(1) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_what_cannot_be_acted_on_any_more_is_stopped_with_its_reason(shop: Shop) -> None:
    picked = picked_of(shop)
    settle.cannot_act(picked, "Its tool is gone.")
    action = Action.objects.get(pk=picked.action)
    assert (action.state, action.why) == (State.STOPPED, "Its tool is gone.")


def test_a_settlement_that_the_database_keeps_refusing_drops_no_other_answer(shop: Shop) -> None:
    proposals = [shop.refund(place=place) for place in (0, 1)]
    for one in proposals:
        shop.sign(one, "daniel", "priya")
        shop.wait_for_hold(one)
    shop.misbehave("stripe", {}, {"delay_s": 0.5})
    refused: list[str] = []

    def refuse(place: str) -> None:
        if place == "settle.before_commit" and len(refused) < 5:  # every try of the first answer
            refused.append(place)
            raise OperationalError("The database is away.")

    with failpoints.rehearsed(refuse), pytest.raises(OperationalError):
        execute.run_due(2)
    assert sorted(shop.states(one)[0] for one in proposals) == ["done", "executing"]


def test_of_a_batch_those_that_fit_go_and_the_one_without_room_is_stopped(shop: Shop) -> None:
    [cap] = [one for one in budgets.headroom(shop.id) if one.unit == "money"]
    budgets.set_cap(cap.budget, 5000, by="operator")
    proposals = [shop.refund(amount, place) for place, amount in enumerate((4200, 801, 800))]
    for one in proposals:
        shop.sign(one, "daniel", "priya")
        shop.wait_for_hold(one)
    execute.run_due(3)
    assert [shop.states(one) for one in proposals].count(["done"]) == 2
    assert [shop.states(one) for one in proposals].count(["stopped"]) == 1
