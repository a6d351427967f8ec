"""A process that dies around the send: what is left is found, or is surely not there."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from apps.connectors import engine
from apps.connectors.contract import Found, NotThere, Prepared
from tests.connectors import peers
from tests.connectors.peers import Peer

ROOT = Path(__file__).parents[2]
SENDER = """
import json, sys
from django.conf import settings
sandboxes, prepared, opened, attempt = json.load(sys.stdin)
settings.configure(SANDBOXES=sandboxes)
from apps.connectors import engine
from apps.connectors.contract import Attempt, Opened, Prepared
engine.execute(Prepared(**prepared), Opened(**opened), Attempt(**attempt), lambda _: True)
"""


def dies(one: Prepared, key: str, *, at: str, sandboxes: dict[str, str]) -> None:
    """Sends in a process of its own that ends at this failpoint, as a kill would end it."""
    values = (one, peers.opened(one.tool.partition(".")[0]), peers.attempt(key))
    given = json.dumps([sandboxes, *(value.model_dump(mode="json") for value in values)])
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    env = {**kept, "COUNTERSIGN_FAILPOINTS": f"{at}=exit"}
    ended = subprocess.run([sys.executable, "-c", SENDER], input=given, text=True, cwd=ROOT, env=env, check=False)
    assert ended.returncode == 1


def wait_for(peer: Peer, key: str) -> int:
    deadline = time.monotonic() + 5
    while not peer.effects(key) and time.monotonic() < deadline:
        time.sleep(0.05)
    return len(peer.effects(key))


def refund(stripe: Peer) -> Prepared:
    return peers.prepared("stripe.refund", charge=peers.new_charge(stripe), amount=18450)


def test_after_the_write_the_refund_is_there_once(stripe: Peer, sandboxes: dict[str, str]) -> None:
    one, key = refund(stripe), peers.new_key()
    dies(one, key, at="send.after_write", sandboxes=sandboxes)
    assert wait_for(stripe, key) == 1
    assert isinstance(engine.reconcile(one, peers.opened("stripe"), peers.attempt(key)), Found)
    peers.done(one, key)
    assert len(stripe.effects(key)) == 1


def test_before_the_write_the_refund_is_surely_not_there(stripe: Peer, sandboxes: dict[str, str]) -> None:
    one, key = refund(stripe), peers.new_key()
    dies(one, key, at="send.before_write", sandboxes=sandboxes)
    assert isinstance(engine.reconcile(one, peers.opened("stripe"), peers.attempt(key)), NotThere)


@pytest.mark.parametrize(("at", "effects"), [("send.after_write", 1), ("send.before_write", 0)])
def test_a_message_is_proved_by_the_sent_folder(mail: Peer, sandboxes: dict[str, str], at: str, effects: int) -> None:
    one, key = peers.prepared("mail.send", to=["m.oduya@fernhill.example"], subject="x", text="x"), peers.new_key()
    dies(one, key, at=at, sandboxes=sandboxes)
    if effects:
        assert wait_for(mail, key) == 1
    looked = engine.reconcile(one, peers.opened("mail"), peers.attempt(key))
    assert isinstance(looked, Found) == bool(effects)
    assert len(mail.effects(key)) == effects
