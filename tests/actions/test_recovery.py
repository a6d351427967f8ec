import pytest
from django.utils import timezone

from apps.actions import execute, reaper, word
from apps.actions.models import Action, Attempt, OpenWork, State
from apps.audit import log
from apps.billing.models import Reservation
from apps.core import ids
from apps.core.errors import NotEntitled, Refused
from tests.actions.shop import Shop


def unknown(shop: Shop, connector: str, place: int, order: str = "drop_after") -> Action:
    """An action whose answer was lost: after its effect, or before it came to one."""
    proposal = shop.propose(shop.wanted(shop.case())[place : place + 1])
    shop.sign(proposal, "daniel", "priya") if place == 0 else shop.sign(proposal, "daniel")
    shop.misbehave(connector, {order: True})
    shop.work(until=lambda: shop.states(proposal) == ["unknown"])
    return shop.action(proposal)


def test_a_lost_answer_is_unknown_and_keeps_its_reservation(shop: Shop) -> None:
    action = unknown(shop, "stripe", 0)
    assert Attempt.objects.get(action_id=action.pk).ended_at is None
    assert set(Reservation.objects.filter(action_id=action.pk).values_list("state", flat=True)) == {"held"}


def test_with_a_key_it_is_asked_again_and_happens_once(shop: Shop) -> None:
    action = unknown(shop, "stripe", 0)
    shop.work(until=lambda: Action.objects.get(pk=action.pk).state == State.DONE)
    assert len(shop.effects("stripe")) == 1


def test_mail_is_never_sent_again_but_the_sent_folder_proves_it(shop: Shop) -> None:
    action = unknown(shop, "mail", 2)
    shop.past_due_action(action)
    shop.work(until=lambda: Action.objects.get(pk=action.pk).state == State.DONE)
    assert len(shop.effects("mail")) == 1
    assert Action.objects.get(pk=action.pk).settled_by == "look"


def test_a_dead_worker_that_had_not_begun_leaves_it_ready(shop: Shop) -> None:
    action = shop.claimed(started=False)
    assert reaper.sweep().expired == 1
    assert Action.objects.get(pk=action.pk).state == State.APPROVED
    assert not Reservation.objects.filter(action_id=action.pk, state="held").exists()


def test_a_dead_worker_that_had_begun_leaves_it_unknown(shop: Shop) -> None:
    action = shop.claimed(started=True)
    assert reaper.sweep().expired == 1
    assert Action.objects.get(pk=action.pk).state == State.UNKNOWN
    assert Reservation.objects.filter(action_id=action.pk, state="held").exists()


def test_a_word_waits_until_nothing_can_be_on_its_way(shop: Shop) -> None:
    action = unknown(shop, "mail", 2)
    with pytest.raises(Refused, match="on its way"):
        word.word(action.pk, by=shop.person("daniel"), says="happened")
    shop.past_due_action(action)
    word.word(action.pk, by=shop.person("daniel"), says="happened")
    assert Action.objects.get(pk=action.pk).state == State.DONE


def test_it_did_not_happen_fails_it_and_frees_its_budget(shop: Shop) -> None:
    action = unknown(shop, "stripe", 0)
    shop.past_due_action(action)
    word.word(action.pk, by=shop.person("daniel"), says="did not")
    assert Action.objects.get(pk=action.pk).state == State.FAILED
    assert not Reservation.objects.filter(action_id=action.pk, state="held").exists()


def test_asking_the_system_settles_nothing_by_itself_and_looks_at_once(shop: Shop) -> None:
    action = unknown(shop, "stripe", 0)
    word.word(action.pk, by=shop.person("daniel"), says="ask")
    assert Action.objects.get(pk=action.pk).state == State.UNKNOWN
    assert OpenWork.objects.filter(action_id=action.pk, due_at__lte=timezone.now()).exists()
    assert [entry.kind for entry in log.of(ids.say("action", action.pk))][-1] == "word.asked"
    with pytest.raises(NotEntitled):
        word.word(action.pk, by=shop.person("wim"), says="ask")


def test_try_again_is_the_same_action_under_the_same_key(shop: Shop) -> None:
    action = unknown(shop, "stripe", 0, "drop_before")
    shop.past_due_action(action)
    word.word(action.pk, by=shop.person("daniel"), says="try again")
    shop.work(until=lambda: Action.objects.get(pk=action.pk).state == State.DONE)
    assert [effect["key"] for effect in shop.effects("stripe")] == [ids.say("action", action.pk)]


def test_a_request_that_never_left_is_tried_again(shop: Shop) -> None:
    proposal = shop.refund()
    shop.sign(proposal, "daniel", "priya")
    shop.misbehave("stripe", {"status": 429, "retry_after": 1})
    shop.work(until=lambda: shop.states(proposal) == ["done"])
    assert [one.ended_as for one in Attempt.objects.order_by("number")] == ["unsent", "done"]
    assert execute.run_due(1) == 0


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (9, 32), (30, 60)])
def test_what_nobody_can_tell_is_looked_into_each_minute_and_later_ever_more_rarely(
    shop: Shop, attempts: int, minutes: int
) -> None:
    action = unknown(shop, "stripe", 0)
    Action.objects.filter(pk=action.pk).update(attempt=attempts)
    shop.past_due_action(action)
    shop.misbehave("stripe", reads=[{"status": 503}] * 9)
    execute.run_due(1)
    assert Action.objects.get(pk=action.pk).state == State.UNKNOWN
    left = OpenWork.objects.get(action_id=action.pk).due_at - timezone.now()
    assert left.total_seconds() == pytest.approx(60 * minutes, abs=30)
