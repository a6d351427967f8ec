"""What the doorbell is on every broker: a wake-up. What is lost, doubled, late or senseless changes nothing."""

import time
from collections import Counter

from django.db import connection

from apps.actions.models import Action
from apps.core import ids
from tests.brokers.conftest import Listening

RESUMED_S = 10


def test_a_message_wakes_a_worker_that_does_what_is_due(listening: Listening) -> None:
    actions = listening.propose(5)
    listening.ring(actions[0])
    listening.done()
    assert listening.effects() == Counter({ids.say("action", one): 1 for one in actions})


def test_doubled_old_late_and_senseless_messages_change_nothing_and_end_no_worker(listening: Listening) -> None:
    actions = listening.propose(3)
    for seed in range(3):
        assert listening.make_noise(actions, seed) > len(actions)
    listening.done()
    last = listening.propose(1)
    listening.ring(last[0])
    listening.done()
    assert listening.crew.alive(listening.crew.hands[0])
    assert set(listening.effects().values()) == {1}


def test_after_a_restart_that_loses_everything_work_resumes_by_the_reaper(listening: Listening) -> None:
    listening.broker.kill()
    actions = listening.propose(3)
    listening.broker.start()
    listening.broker.empty()
    listening.crew.hire("reaper", 1)
    began = time.monotonic()
    listening.crew.replace_fallen()
    listening.done(within_s=60)
    assert time.monotonic() - began < RESUMED_S
    assert listening.effects().keys() == {ids.say("action", one) for one in actions}


def test_a_backlog_needs_no_message_for_each(listening: Listening) -> None:
    """One message, and forty actions are done in claims that grow to twenty."""
    actions = listening.propose(40)
    listening.ring(actions[0])
    listening.done(within_s=60)
    assert Action.objects.filter(attempt=1).count() == len(actions)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM actions_attempt")
        assert cursor.fetchone()[0] < len(actions)
