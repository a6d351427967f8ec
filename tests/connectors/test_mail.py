"""Messages over real SMTP against the simulator, which also stands for the Sent folder."""

import pytest
from django.test import override_settings

from apps.connectors import engine
from apps.connectors.contract import (
    Call,
    Done,
    Found,
    InDoubt,
    InverseCall,
    Known,
    NotSent,
    Prepared,
    RefusedByTarget,
    Unclear,
)
from apps.core.errors import Invalid
from tests.connectors import peers
from tests.connectors.conftest import free_port
from tests.connectors.peers import Peer

MARIA = "m.oduya@fernhill.example"
TEXT = "Hello Maria,\n\n.a line that begins with a dot\n€ and 中 arrive as they are.\n"


def message(**fields: object) -> Prepared:
    return peers.prepared("mail.send", **{"to": [MARIA], "subject": "Your lamp", "text": TEXT, **fields})


def test_people_sign_the_whole_text_and_it_arrives_so(mail: Peer) -> None:
    one, key = message(), peers.new_key()
    assert one.text == TEXT
    assert one.facts.recipients == Known(value=[MARIA])
    peers.done(one, key)
    (effect,) = mail.effects(key)
    assert effect["body"]["text"].replace("\r\n", "\n") == TEXT
    assert effect["body"]["message_id"] == f"<{key}@harbour-pine.example>"
    assert effect["body"]["key"] == key


def test_a_stranger_outside_raises_the_risk(mail: Peer) -> None:
    assert message().risk == "high"
    assert message(to=["leo@harbour-pine.example"]).risk == "medium"


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "Hi\r\nBcc: all@elsewhere.example"},
        {"subject": "Hi\n"},
        {"to": ["a@b.example\nBcc: c@d.example"]},
        {"to": ["a@b.example\n"]},
        {"to": ["not an address"]},
        {"to": ["a@b.example, c@d.example"]},
        {"in_reply_to": "<a@b>\r\nX: y"},
    ],
)
def test_nothing_gets_into_a_header(mail: Peer, fields: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        message(**fields)


def test_a_sender_that_breaks_a_header_is_refused(mail: Peer) -> None:
    call = Call(tool="mail.send", arguments={"to": [MARIA], "subject": "x", "text": "x"})
    with pytest.raises(Invalid, match="one line"):
        engine.prepare([engine.Prepare(call, peers.opened("mail", sender_name="A\r\nBcc: b"))])


def test_one_refused_recipient_is_reported(mail: Peer) -> None:
    mail.seed(refuse={"gone@fernhill.example": 550})
    one = message(to=[MARIA, "gone@fernhill.example"])
    done = peers.done(one, peers.new_key())
    mail.seed()
    assert done.result["recipients"] == [MARIA]
    assert done.differs[0].startswith("gone@fernhill.example was refused: 550")


@pytest.mark.parametrize(("code", "kind"), [(550, RefusedByTarget), (451, NotSent)])
def test_when_every_recipient_is_refused_nothing_was_sent(mail: Peer, code: int, kind: type) -> None:
    mail.seed(refuse={MARIA: code})
    key = peers.new_key()
    answer = peers.execute(message(), key)
    mail.seed()
    assert isinstance(answer, kind)
    assert mail.effects(key) == []


@pytest.mark.parametrize(("code", "kind"), [(554, RefusedByTarget), (451, NotSent)])
def test_a_no_to_the_message_itself(mail: Peer, code: int, kind: type) -> None:
    one, key = message(), peers.new_key()
    mail.misbehave({"status": code})
    assert isinstance(peers.execute(one, key), kind)
    assert mail.effects(key) == []


def test_silence_after_the_final_dot_is_doubt_and_the_sent_folder_proves(mail: Peer) -> None:
    one, key = message(), peers.new_key()
    mail.misbehave({"drop_after": True})
    assert isinstance(peers.execute(one, key), InDoubt)
    found = engine.reconcile(one, peers.opened("mail"), peers.attempt(key))
    assert isinstance(found, Found)
    assert found.result["message_id"] == f"<{key}@harbour-pine.example>"
    assert len(mail.effects(key)) == 1


def test_not_finding_it_proves_nothing(mail: Peer) -> None:
    one, key = message(), peers.new_key()
    mail.misbehave({"drop_before": True})
    assert isinstance(peers.execute(one, key), InDoubt)
    assert isinstance(engine.reconcile(one, peers.opened("mail"), peers.attempt(key)), Unclear)


def test_nobody_at_the_door_means_not_sent(mail: Peer) -> None:
    one = message()
    with override_settings(SANDBOXES={"mail": f"smtp://127.0.0.1:{free_port()}"}):
        assert isinstance(peers.execute(one, peers.new_key()), NotSent)


def test_the_correction_answers_the_message_and_can_be_edited(mail: Peer) -> None:
    one, key = message(), peers.new_key()
    inverse = engine.undo_plan(one, peers.done(one, key).result, peers.opened("mail"))
    assert isinstance(inverse, InverseCall)
    edited = {**inverse.arguments, "text": "Dear Maria, we were wrong."}
    correction = peers.new_key()
    assert isinstance(peers.execute(peers.prepared(inverse.tool, **edited), correction), Done)
    (effect,) = mail.effects(correction)
    assert effect["body"]["in_reply_to"] == f"<{key}@harbour-pine.example>"
    assert effect["body"]["recipients"] == [MARIA]
    assert effect["body"]["subject"] == "Correction: Your lamp"


def test_a_sent_message_can_be_found_by_its_id(mail: Peer) -> None:
    key = peers.new_key()
    peers.done(message(), key)
    (found,) = peers.read("mail.find_sent", message_id=f"<{key}@harbour-pine.example>")["messages"]
    assert found["subject"] == "Your lamp"


def test_the_key_of_an_undo_makes_a_valid_message_id(mail: Peer) -> None:
    one, key = message(), f"undo:{peers.new_key()}"
    done = peers.done(one, key)
    assert ":" not in done.result["message_id"]
    assert isinstance(engine.reconcile(one, peers.opened("mail"), peers.attempt(key)), Found)
    assert len(mail.effects(key)) == 1
