"""Calls side by side: what breaks takes nothing else with it, alone or among others."""

import os
import time

import pytest

from apps.actions import settle
from apps.actions.batch import Outside, Seen
from apps.actions.load import load
from apps.actions.models import Action, State
from apps.actions.permit import Picked, pick
from apps.connectors.contract import Same
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
