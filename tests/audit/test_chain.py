"""The app's login cannot change the log; whoever can is found out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from apps.audit import chain, log, retention
from apps.audit.models import Entry, Payload
from apps.audit.verify import the_log_is_intact
from apps.core import scope

Write = Callable[..., int]
AsOwner = Callable[..., None]


@pytest.mark.parametrize(
    "attempt",
    ["UPDATE audit_entry SET kind = 'other'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"],
)
def test_the_app_s_login_cannot_change_entries(write: Write, attempt: str) -> None:
    write()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    "attempt", ["UPDATE audit_entry SET kind = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_the_triggers_refuse_the_owner_too(write: Write, as_owner_with_triggers: AsOwner, attempt: str) -> None:
    write()
    with pytest.raises(Exception, match="append-only"):
        as_owner_with_triggers(attempt)


def test_a_log_without_a_line_is_intact(db: None) -> None:
    with scope.workspace(UUID(int=7)):
        assert chain.verify(UUID(int=7)) == chain.Intact(0, bytes(32).hex())


@pytest.mark.parametrize(
    ("change", "at", "why"),
    [
        (
            "UPDATE audit_entry SET body = replace(encode(body, 'escape'), 'kept', 'lost')::bytea WHERE seq = 3",
            3,
            "bytes",
        ),
        ("UPDATE audit_entry SET hash = sha256('x') WHERE seq = 3", 3, "bytes"),
        ("UPDATE audit_entry SET prev = sha256('x') WHERE seq = 3", 3, "follow"),
        ("UPDATE audit_entry SET subject = 'act_9' WHERE seq = 3", 3, "columns"),
        ("UPDATE audit_entry SET at = at - interval '1 microsecond' WHERE seq = 3", 3, "columns"),
        ("DELETE FROM audit_entry WHERE seq = 3", 3, "missing"),
        ("DELETE FROM audit_entry WHERE seq = 4", 4, "ends before"),
        ("UPDATE audit_entry SET seq = CASE seq WHEN 2 THEN 13 ELSE 12 END WHERE seq IN (2, 3)", 2, "missing"),
        ("UPDATE audit_payload SET body = '{}'", 2, "commits"),
        ("UPDATE audit_head SET seq = 3", 4, "ends before"),
        ("UPDATE audit_head SET seq = 3, hash = (SELECT hash FROM audit_entry WHERE seq = 3)", 4, "beyond"),
        ("DELETE FROM audit_head", 1, "beyond"),
    ],
)
def test_a_change_by_the_owner_is_found_with_its_place(
    acme: UUID, write: Write, as_owner: AsOwner, change: str, at: int, why: str
) -> None:
    write(personal={"name": "Maria"})
    write(facts={"is": "kept"}), write()
    as_owner(change)
    found = chain.verify(acme)
    assert isinstance(found, chain.Broken)
    assert found.seq == at
    assert why in found.why


def test_an_entry_hashed_anew_is_found_by_the_one_after_it(acme: UUID, write: Write, as_owner: AsOwner) -> None:
    write(facts={"is": "kept"}), write()
    forged = "replace(encode(body, 'escape'), 'kept', 'lost')::bytea"
    as_owner(f"UPDATE audit_entry SET body = {forged}, hash = sha256({forged}) WHERE seq = 2")
    assert chain.verify(acme) == chain.Broken(3, "It does not follow the entry before it.")


def test_an_entry_moved_to_another_workspace_is_found(acme: UUID, write: Write, as_owner: AsOwner) -> None:
    as_owner("UPDATE audit_entry SET workspace_id = gen_random_uuid() WHERE workspace_id = %s", acme)
    assert the_log_is_intact(acme).faults == ("Entry 1: The log ends before its head.",)


def test_time_never_runs_backwards_along_a_chain(acme: UUID, write: Write, as_owner: AsOwner) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    as_owner("UPDATE audit_head SET at = %s", later)  # as if the server's clock had been an hour ahead
    write()
    assert Entry.objects.get(seq=2).at == later
    assert isinstance(chain.verify(acme), chain.Intact)


def test_erasing_what_is_kept_of_persons_leaves_the_chain_whole_and_a_line(acme: UUID, write: Write) -> None:
    write(personal={"name": "Maria"}), write(kind="run.ended", personal={"name": "Ben"})
    soon = datetime.now(UTC) + timedelta(minutes=1)
    assert retention.erase(acme, category="action", before=soon, by="operator") == 1
    assert [one.personal for one in Payload.objects.filter(workspace_id=acme)] == [{"name": "Ben"}]
    assert log.page(acme, limit=1)[0].facts["erased"] == 1
    assert isinstance(chain.verify(acme), chain.Intact)


def test_the_salt_keeps_a_short_payload_from_being_guessed(acme: UUID, write: Write) -> None:
    write(personal={"name": "Maria"}), write(personal={"name": "Maria"})
    said = {bytes(entry.body).split(b'"personal":')[1].split(b",")[0] for entry in log.of("act_1")}
    assert len(said) == 2


def test_a_log_is_verified_up_to_the_head_that_was_read_while_others_write(acme: UUID, write: Write) -> None:
    with transaction.atomic():
        write()
        assert the_log_is_intact(acme).holds
        assert the_log_is_intact(acme).checked == 2
