"""Refunds, charges and customers, over real HTTP against the simulator."""

import threading
import time

import pytest

from apps.connectors import engine
from apps.connectors.contract import (
    Call,
    CannotTell,
    Done,
    Found,
    InDoubt,
    InverseCall,
    Known,
    Moved,
    Moves,
    NoInverse,
    NotSent,
    NotThere,
    RefusedByTarget,
    Same,
    Sum,
    Unclear,
)
from apps.core.errors import Invalid
from tests.connectors import peers
from tests.connectors.peers import Peer


def test_a_refund_shows_the_live_payment_before_and_after(stripe: Peer) -> None:
    one = peers.prepared("stripe.refund", charge=peers.new_charge(stripe), amount=18450)
    assert one.title == "Refund $184.50 to Maria Oduya"
    refunded, goes_to, reason = one.changes
    assert (refunded.shown_before, refunded.shown_after) == ("$0.00 of $312.00", "$184.50 of $312.00")
    assert (goes_to.moves, goes_to.shown_after) == (Moves.STAYS, "Original card, Visa ending 4471")
    assert reason.shown_after == "Requested by the customer"
    assert one.facts.money == Known(value={"amount": 18450, "currency": "USD", "category": "refunds"})


def test_a_refund_knows_what_was_paid_when_and_by_whom(stripe: Peer) -> None:
    charge = peers.new_charge(stripe, amount_refunded=10000, customer="cus_Nf3k2")
    around = peers.prepared("stripe.refund", charge=charge, amount=1200).around
    assert around.figures == {
        "payment": Sum(amount=31200, currency="USD"), "charge": Sum(amount=31200, currency="USD"),
        "left": Sum(amount=21200, currency="USD"),
    }  # fmt: skip
    assert around.parties == {"customer": "cus_Nf3k2"}
    assert abs(around.since["payment"] - time.time()) < 600


def test_what_the_record_does_not_say_is_left_out(stripe: Peer) -> None:
    around = peers.prepared("stripe.refund", charge=peers.new_charge(stripe, customer=None), amount=1200).around
    assert around.parties == {}


def test_yen_have_no_cents(stripe: Peer) -> None:
    one = peers.prepared("stripe.refund", charge=peers.new_charge(stripe, currency="jpy"), amount=1200)
    assert one.title == "Refund 1,200 JPY to Maria Oduya"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"amount_refunded": 20000}, "more than the \\$112.00 left"),
        ({"disputed": True}, "disputes this payment"),
        ({"status": "failed"}, "This payment is failed"),
    ],
)
def test_a_payment_that_cannot_be_refunded_says_why(stripe: Peer, fields: dict[str, object], says: str) -> None:
    charge = peers.new_charge(stripe, **fields)
    with pytest.raises(Invalid, match=says):
        peers.prepared("stripe.refund", charge=charge, amount=18450)


def test_a_payment_that_is_not_there_is_refused_in_the_targets_words(stripe: Peer) -> None:
    with pytest.raises(Invalid, match="No such charge"):
        peers.prepared("stripe.refund", charge="ch_nowhere", amount=1)


def test_two_refunds_of_one_payment_expect_one_another(stripe: Peer) -> None:
    charge = peers.new_charge(stripe)
    calls = [Call(tool="stripe.refund", arguments={"charge": charge, "amount": n}) for n in (100, 250)]
    first, second = engine.prepare([engine.Prepare(call, peers.opened("stripe")) for call in calls])
    assert second.changes[0].shown_before == "$1.00 of $312.00"
    assert isinstance(engine.recheck(second, peers.opened("stripe"), timeout_s=5), Moved)
    peers.done(first, peers.new_key())
    assert engine.recheck(second, peers.opened("stripe"), timeout_s=5) == Same()
    assert engine.verify(second, peers.done(second, peers.new_key()), peers.opened("stripe")) == ()


def test_a_refund_by_somebody_else_is_shown_as_moved(stripe: Peer) -> None:
    charge = peers.new_charge(stripe)
    one = peers.prepared("stripe.refund", charge=charge, amount=100)
    stripe.seed(charges=[{"id": charge, "amount_refunded": 5000}], replace=True)
    answer = engine.recheck(one, peers.opened("stripe"), timeout_s=5)
    assert isinstance(answer, Moved)
    assert [change.field for change in answer.changes] == ["Amount refunded"]


def test_a_refusal_after_signing_changes_nothing(stripe: Peer) -> None:
    charge, key = peers.new_charge(stripe), peers.new_key()
    one = peers.prepared("stripe.refund", charge=charge, amount=31200)
    stripe.seed(charges=[{"id": charge, "amount_refunded": 5000}], replace=True)
    answer = peers.execute(one, key)
    assert isinstance(answer, RefusedByTarget)
    assert "greater than unrefunded" in answer.why
    assert stripe.effects(key) == []


def test_asked_to_wait_it_was_surely_not_sent(stripe: Peer) -> None:
    key, one = peers.new_key(), peers.prepared("stripe.refund", charge=peers.new_charge(stripe), amount=100)
    stripe.misbehave({"status": 429, "retry_after": 7})
    answer = peers.execute(one, key)
    assert isinstance(answer, NotSent)
    assert answer.retry_after_s == 7
    assert isinstance(peers.execute(one, key), Done)


def test_a_broken_answer_is_in_doubt_and_the_effect_is_found(stripe: Peer) -> None:
    key, one = peers.new_key(), peers.prepared("stripe.refund", charge=peers.new_charge(stripe), amount=100)
    stripe.misbehave({"status": 500})
    assert isinstance(peers.execute(one, key), InDoubt)
    found = engine.reconcile(one, peers.opened("stripe"), peers.attempt(key))
    assert isinstance(found, Found)
    assert found.result["amount"] == 100


def test_a_slow_answer_is_in_doubt(stripe: Peer) -> None:
    key, one = peers.new_key(), peers.prepared("stripe.refund", charge=peers.new_charge(stripe), amount=100)
    stripe.misbehave({"delay_s": 1.5})
    assert isinstance(peers.execute(one, key, timeout_s=0.8), InDoubt)


def test_while_the_first_request_is_at_work_the_second_is_not_sent(stripe: Peer) -> None:
    key, one = peers.new_key(), peers.prepared("stripe.refund", charge=peers.new_charge(stripe), amount=100)
    stripe.misbehave({"hold": "before"})
    first = threading.Thread(target=peers.execute, args=(one, key))
    first.start()
    while not any(key in str(request) for request in stripe.requests()):
        time.sleep(0.02)
    answer = peers.execute(one, key)
    stripe.release()
    first.join()
    assert isinstance(answer, NotSent)
    assert len(stripe.effects(key)) == 1


def test_the_same_key_for_another_request_is_a_plain_no(stripe: Peer) -> None:
    key, charge = peers.new_key(), peers.new_charge(stripe)
    peers.done(peers.prepared("stripe.refund", charge=charge, amount=100), key)
    answer = peers.execute(peers.prepared("stripe.refund", charge=charge, amount=200), key)
    assert isinstance(answer, RefusedByTarget)
    assert len(stripe.effects(key)) == 1


def test_an_effect_far_down_a_long_list_is_found(stripe: Peer) -> None:
    customer, key = peers.new_customer(stripe, currency="usd"), peers.new_key()
    one = peers.prepared("stripe.charge", customer=customer, amount=500, currency="USD", description="Lamp")
    peers.done(one, key)
    for _ in range(101):
        line = peers.prepared("stripe.charge", customer=customer, amount=1, currency="USD", description="x")
        peers.done(line, peers.new_key())
    assert isinstance(engine.reconcile(one, peers.opened("stripe"), peers.attempt(key)), Found)


def test_two_effects_under_one_key_are_never_settled_by_a_machine(stripe: Peer) -> None:
    charge, key = peers.new_charge(stripe), peers.new_key()
    one = peers.prepared("stripe.refund", charge=charge, amount=100)
    doubled = one.model_copy(update={"request": {**one.request, "headers": {}}})
    assert isinstance(peers.execute(doubled, key), Done)
    assert isinstance(peers.execute(doubled, key), Done)
    assert isinstance(engine.reconcile(one, peers.opened("stripe"), peers.attempt(key)), Unclear)


def test_a_refund_is_taken_back_by_billing_the_customer(stripe: Peer) -> None:
    one = peers.prepared("stripe.refund", charge=peers.new_charge(stripe), amount=18450)
    inverse = engine.undo_plan(one, peers.done(one, peers.new_key()).result, peers.opened("stripe"))
    assert isinstance(inverse, InverseCall)
    charge = peers.prepared(inverse.tool, **inverse.arguments)
    assert charge.title == "Bill $184.50 to Maria Oduya"
    assert charge.changes[0].shown_after == "$184.50"
    peers.done(charge, peers.new_key())
    assert peers.read("stripe.read_customer", customer=inverse.arguments["customer"])["balance"] == 18450


def test_a_refund_to_nobody_in_particular_has_no_way_back(stripe: Peer) -> None:
    one = peers.prepared("stripe.refund", charge=peers.new_charge(stripe, customer=None), amount=100)
    assert one.undo.kind == "none"
    done = peers.done(one, peers.new_key())
    assert isinstance(engine.undo_plan(one, done.result, peers.opened("stripe")), NoInverse)


def test_an_undo_puts_the_old_values_back(stripe: Peer) -> None:
    customer = peers.new_customer(stripe, phone=None)
    was = peers.read("stripe.read_customer", customer=customer)
    one = peers.prepared("stripe.update_customer", customer=customer, set={"name": "M. Oduya", "phone": "+45 1"})
    inverse = engine.undo_plan(one, peers.done(one, peers.new_key()).result, peers.opened("stripe"))
    assert isinstance(inverse, InverseCall)
    peers.done(peers.prepared(inverse.tool, **inverse.arguments), peers.new_key())
    assert peers.read("stripe.read_customer", customer=customer) == was


def test_an_undo_never_writes_over_somebody_elses_change(stripe: Peer) -> None:
    customer = peers.new_customer(stripe)
    one = peers.prepared("stripe.update_customer", customer=customer, set={"name": "M. Oduya"})
    done = peers.done(one, peers.new_key())
    stripe.seed(customers=[{"id": customer, "name": "Maria Lind"}], replace=True)
    refused = engine.undo_plan(one, done.result, peers.opened("stripe"))
    assert isinstance(refused, NoInverse)
    assert "Name is Maria Lind, not M. Oduya." in refused.why


def test_what_was_overwritten_since_cannot_be_told(stripe: Peer) -> None:
    customer, key = peers.new_customer(stripe), peers.new_key()
    one = peers.prepared("stripe.update_customer", customer=customer, set={"name": "M. Oduya"})
    assert engine.reconcile(one, peers.opened("stripe"), peers.attempt(key)) == NotThere()
    peers.done(peers.prepared("stripe.update_customer", customer=customer, set={"phone": "1"}), peers.new_key())
    assert isinstance(engine.reconcile(one, peers.opened("stripe"), peers.attempt(key)), Unclear)


def test_a_key_that_would_break_a_header_is_not_sent(stripe: Peer) -> None:
    one = peers.prepared("stripe.refund", charge=peers.new_charge(stripe), amount=100)
    assert isinstance(peers.execute(one, "act\r\nX: y"), RefusedByTarget)


def test_the_letters_of_the_key_in_somebodys_text_stay_letters(stripe: Peer) -> None:
    customer = peers.new_customer(stripe)
    text = "see ${action.key}"
    peers.done(peers.prepared("stripe.update_customer", customer=customer, set={"description": text}), peers.new_key())
    assert peers.read("stripe.read_customer", customer=customer)["description"] == text


def test_before_the_record_is_read_the_currency_cannot_be_told(stripe: Peer) -> None:
    call = Call(tool="stripe.refund", arguments={"charge": peers.new_charge(stripe), "amount": 100})
    assert isinstance(engine.foretell(call, peers.opened("stripe")).money, CannotTell)


def test_a_tool_that_changed_since_it_was_signed_does_not_run(stripe: Peer) -> None:
    one = peers.prepared("stripe.refund", charge=peers.new_charge(stripe), amount=100)
    older = one.model_copy(update={"definition": "sha256:older"})
    assert isinstance(peers.execute(older, peers.new_key()), RefusedByTarget)
    assert isinstance(engine.recheck(older, peers.opened("stripe"), timeout_s=5), Unclear)
