"""Checkpoints reach the file and the mail in order, at least once; what fails is shown and tried again."""

import email
import email.policy
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.management import call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from apps.audit import chain, followers, keys, note, sealer
from apps.audit.models import Checkpoint, Follower
from apps.audit.sinks import file
from apps.audit.verify import GUARANTEES, every_copy_is_of_a_checkpoint
from apps.audit.views.sealed import sealed
from apps.console import sealing
from apps.core import scope
from apps.core.postgres.embedded import free_port
from tests.harness.environment import ROOT

Write = Callable[..., int]
AsOwner = Callable[..., None]


@pytest.fixture(autouse=True)
def outside(tmp_path: Path, settings: Settings) -> Path:
    settings.COUNTERSIGN_CHECKPOINT_DIR = tmp_path / "checkpoints"
    return tmp_path / "checkpoints"


class Mailbox:
    def __init__(self) -> None:
        self.received: list[str] = []
        self.refuse = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  its name
        if self.refuse:
            return "451 Not now"
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.received.append(message.get_content())
        return "250 OK"


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    box, port = Mailbox(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.COUNTERSIGN_CHECKPOINT_MAIL = ["auditor@example.org"]
    settings.COUNTERSIGN_CHECKPOINT_SMTP = f"smtp://127.0.0.1:{port}"
    settings.COUNTERSIGN_CHECKPOINT_MAIL_EVERY_S = 0
    yield box
    server.stop()


def state(workspace: UUID, name: str) -> tuple[int, int, str]:
    one = Follower.objects.get(workspace_id=workspace, name=name)
    return one.size, one.failed, one.why


def soon(workspace: UUID) -> None:
    """The time to try again has come."""
    Follower.objects.filter(workspace_id=workspace).update(due_at=timezone.now())


def test_every_checkpoint_is_appended_to_the_file_in_order(acme: UUID, write: Write, outside: Path) -> None:
    made = []
    for _ in range(3):
        write()
        made.append(sealer.seal(acme))
        assert followers.follow([acme]) >= 1
    assert file.copies(acme) == [one.note for one in made if one]
    assert file.last(acme) == file.copies(acme)[-1]
    assert followers.follow([acme]) == 0  # nothing is new
    assert state(acme, "file") == (4, 0, "")


def test_checkpoints_travel_by_mail_and_say_the_same_there(acme: UUID, write: Write, mailbox: Mailbox) -> None:
    write(), sealer.seal(acme), write(), sealer.seal(acme)
    followers.follow([acme])
    assert len(mailbox.received) == 1
    said = [note.opened(one, keys.trusted()) for one in note.each(mailbox.received[0].replace("\r\n", "\n"))]
    assert [one.size for one in said] == [2, 3]
    followers.follow([acme])
    assert len(mailbox.received) == 1


def test_mail_that_is_refused_is_shown_tried_again_and_holds_up_nobody(
    acme: UUID, write: Write, mailbox: Mailbox
) -> None:
    mailbox.refuse = True
    sealer.seal(acme)
    followers.follow([acme])
    size, failed, why = state(acme, "mail")
    assert (size, failed) == (0, 1)
    assert "Not now" in why
    assert state(acme, "file")[0] == 1
    row = next(one for one in sealed(acme, "acme").followers if one.name == "By mail")
    assert row.state.style == "danger"
    followers.follow([acme])  # too early: it waits longer each time
    assert state(acme, "mail")[1] == 1
    mailbox.refuse = False
    soon(acme)
    followers.follow([acme])
    assert state(acme, "mail") == (1, 0, "")
    assert len(mailbox.received) == 1


def test_a_disk_that_cannot_be_written_is_shown_and_what_it_missed_comes_later(
    acme: UUID, write: Write, outside: Path
) -> None:
    outside.write_text("a file where the folder should be")
    sealer.seal(acme)
    followers.follow([acme])
    assert state(acme, "file")[:2] == (0, 1)
    outside.unlink()
    write(), sealer.seal(acme)
    soon(acme)
    followers.follow([acme])
    assert [note.opened(one, keys.trusted()).size for one in file.copies(acme)] == [1, 2]


def test_one_that_died_between_work_and_cursor_sends_again_and_nothing_is_wrong_with_that(
    acme: UUID, write: Write
) -> None:
    sealer.seal(acme)
    followers.take("file", acme)
    Follower.objects.filter(name="file").update(size=0)
    followers.take("file", acme)
    assert len(file.copies(acme)) == 2
    assert isinstance(chain.verify(acme), chain.Intact)
    write()
    assert sealer.seal(acme)


def test_the_check_reads_the_log_again_and_cries_when_it_broke(
    acme: UUID, write: Write, as_owner: AsOwner, caplog: pytest.LogCaptureFixture
) -> None:
    write(), sealer.seal(acme)
    followers.take("check", acme)
    assert state(acme, "check") == (2, 0, "")
    as_owner("UPDATE audit_entry SET kind = 'other' WHERE seq = 2")
    with caplog.at_level(logging.CRITICAL):
        followers.take("check", acme)
    assert state(acme, "check")[2] == "Entry 2: Its columns say something else than its bytes."
    assert caplog.records


@pytest.mark.parametrize(
    ("forged", "why"),
    [
        (lambda kept: kept.replace("\n1\n", "\n2\n"), "not ours"),
        (lambda _: "nonsense", "not ours"),
        (lambda kept: kept + kept.replace("countersign/", "countersign/0"), "not ours"),
    ],
)
def test_a_copy_that_says_something_else_is_found(
    acme: UUID, outside: Path, forged: Callable[[str], str], why: str
) -> None:
    sealer.seal(acme)
    followers.take("file", acme)
    assert every_copy_is_of_a_checkpoint(acme).holds
    file.path(acme).write_text(forged(file.path(acme).read_text()))
    found = every_copy_is_of_a_checkpoint(acme)
    assert not found.holds
    assert why in found.faults[0]


def test_a_log_and_its_checkpoints_cut_short_together_are_found_by_the_copy(
    acme: UUID, write: Write, as_owner: AsOwner
) -> None:
    write(), sealer.seal(acme), write(), sealer.seal(acme)
    followers.take("file", acme)
    as_owner(
        "DELETE FROM audit_entry WHERE seq > 2; DELETE FROM audit_checkpoint WHERE size > 2;"
        "UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit_entry WHERE seq = 2)"
    )
    assert chain.verify(acme) == chain.Broken(3, "The checkpoint of 3 entries is gone; a copy of it is not.")
    write()
    with pytest.raises(sealer.Inconsistent, match="no checkpoint that stands"):
        sealer.seal(acme)
    assert "Not sealed any more" in sealed(acme, "acme").state.words


def test_a_round_seals_and_copies_every_workspace(acme: UUID, write: Write) -> None:
    write()
    with scope.workspace():
        assert sealing.seal_once() == 1
        assert sealing.seal_once() == 0
    assert len(file.copies(acme)) == 1
    Checkpoint.objects.get(size=2)


def test_the_command_names_what_it_checked_and_ends_badly_where_something_does_not_hold(
    acme: UUID, write: Write, as_owner: AsOwner
) -> None:
    write(personal={"name": "Maria"}), sealer.seal(acme)
    followers.take("file", acme)
    said = StringIO()
    with scope.workspace():
        call_command("verify", stdout=said)
    for words in ("The log is intact (2 checked", "Every checkpoint stands (1", "outside agrees (1", "was hashed (2"):
        assert words in said.getvalue()
    as_owner("UPDATE audit_payload SET body = '{}'")
    with scope.workspace(), pytest.raises(SystemExit):
        call_command("verify", stdout=said)
    assert "BROKEN  Columns and payloads are what was hashed" in said.getvalue()
    assert len(GUARANTEES) == 4


def test_a_checkpoint_late_by_minutes_is_shown_as_late(acme: UUID, write: Write, as_owner: AsOwner) -> None:
    sealer.seal(acme)
    write()
    assert sealed(acme, "acme").state.words == "1 entries since wait for the next one"
    as_owner("UPDATE audit_checkpoint SET at = %s", timezone.now() - timedelta(minutes=4))
    assert "which is late" in sealed(acme, "acme").state.words


def test_the_reaper_s_process_seals_and_copies_by_itself(acme: UUID, test_env: dict[str, str], outside: Path) -> None:
    told = {**test_env, "COUNTERSIGN_CHECKPOINT_DIR": str(outside)}
    process = subprocess.Popen([sys.executable, "manage.py", "reaper"], cwd=ROOT, env=told)
    try:
        deadline = time.monotonic() + 60
        while not file.copies(acme) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert [note.opened(one, keys.trusted()).size for one in file.copies(acme)] == [1]
    finally:
        process.kill()
        process.wait()
    assert isinstance(chain.verify(acme), chain.Intact)
