"""A checkpoint says what the log is, goes on from the one before, and is not signed where the log is not the same."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from apps.audit import chain, checkpoints, keys, log, note, sealer, tree
from apps.audit.models import Block, Checkpoint, Entry, Head
from apps.audit.sealer import Inconsistent
from apps.core import scope
from tests import make

Write = Callable[..., int]
AsOwner = Callable[..., None]


@pytest.fixture(autouse=True)
def outside(tmp_path: Path, settings: Settings) -> None:
    settings.COUNTERSIGN_CHECKPOINT_DIR = tmp_path / "checkpoints"


@pytest.fixture
def many(acme: UUID) -> Callable[[int], None]:
    def write(count: int) -> None:
        with transaction.atomic():
            log.append_many([log.Line("action.done", acme, "act_1", "worker", {"n": n}) for n in range(count)])

    return write


def root_of(workspace: UUID) -> bytes:
    bodies = Entry.objects.filter(workspace_id=workspace).order_by("seq").values_list("body", flat=True)
    return tree.fold([tree.leaf(bytes(body)) for body in bodies])


def test_a_checkpoint_is_signed_over_every_entry_that_there_is(acme: UUID, write: Write) -> None:
    write()
    made = sealer.seal(acme)
    assert made
    said = note.opened(made.note, keys.trusted())
    assert (said.origin, said.size, said.root) == (f"countersign/{acme.hex}", 2, root_of(acme))
    assert sealer.seal(acme) is None  # nothing is new
    assert chain.verify(acme) == chain.Intact(2, bytes(made.head).hex(), checkpoints=1)


@pytest.mark.parametrize("counts", [(1, 1, 1), (1022, 1, 1, 1), (1023, 1024), (2500, 700)])
def test_whatever_is_sealed_in_steps_has_the_root_of_the_whole(
    acme: UUID, many: Callable[[int], None], counts: tuple[int, ...]
) -> None:
    for count in counts:
        many(count)
        sealer.seal(acme)
        assert bytes(Checkpoint.objects.latest("size").root) == root_of(acme)
    assert isinstance(chain.verify(acme), chain.Intact)
    size = 1 + sum(counts)
    assert sorted(Block.objects.values_list("number", flat=True)) == list(range(size // 1024))


def test_a_log_is_due_after_a_minute_or_a_thousand_entries(acme: UUID, many: Callable[[int], None]) -> None:
    assert sealer.seal_due([acme]) == 1  # the first
    assert sealer.seal_due([acme]) == 0  # nothing is new
    many(999)
    assert sealer.seal_due([acme]) == 0
    many(1)
    assert sealer.seal_due([acme]) == 1


@pytest.mark.django_db(transaction=True)
def test_a_minute_is_enough_for_one_entry(acme: UUID, write: Write, as_owner: AsOwner) -> None:
    sealer.seal_due([acme])
    write()
    assert sealer.seal_due([acme]) == 0
    as_owner("UPDATE audit_checkpoint SET at = %s", timezone.now() - timedelta(seconds=61))
    assert sealer.seal_due([acme]) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("DELETE FROM audit_entry WHERE seq > 2; UPDATE audit_head SET seq = 2", "cut short"),
        ("UPDATE audit_checkpoint SET root = sha256('x')", "something else"),
        ("UPDATE audit_checkpoint SET edge = edge || sha256('x')", "its edge"),
        ("UPDATE audit_checkpoint SET note = replace(note, '3', '4')", "not ours"),
        ("UPDATE audit_checkpoint SET head = sha256('x')", "does not follow"),
        ("UPDATE audit_entry SET body = '{}' WHERE seq = 4", "does not follow"),
        ("UPDATE audit_head SET hash = sha256('x')", "head"),
        ("DELETE FROM audit_entry WHERE seq = 4", "does not follow"),
    ],
)
def test_nothing_is_signed_that_is_not_the_log_that_was_signed_before(
    acme: UUID, write: Write, as_owner: AsOwner, change: str, why: str
) -> None:
    write(), write()
    sealer.seal(acme)
    write()
    as_owner(change)
    with pytest.raises(Inconsistent, match=why):
        sealer.seal(acme)
    assert Checkpoint.objects.count() == 1
    assert isinstance(chain.verify(acme), chain.Broken)


def test_a_log_that_cannot_be_sealed_is_shouted_about_and_holds_up_no_other(
    acme: UUID, write: Write, as_owner: AsOwner, caplog: pytest.LogCaptureFixture
) -> None:
    write()
    sealer.seal(acme)
    as_owner("DELETE FROM audit_entry WHERE seq = 2; UPDATE audit_head SET seq = 1")
    with scope.workspace():
        other = make.workspace("other").pk
        assert sealer.seal_due([acme, other]) == 1
    assert "is not sealed any more: It was cut short" in caplog.text


def test_a_checkpoint_under_another_key_is_not_gone_on_from(acme: UUID, write: Write, settings: Settings) -> None:
    sealer.seal(acme)
    write()
    old, settings.COUNTERSIGN_LOG_KEY = keys._kept(settings.DATA_DIR), keys.seed()
    with pytest.raises(Inconsistent, match="not ours"):
        sealer.seal(acme)
    settings.COUNTERSIGN_LOG_KEY = f"{settings.COUNTERSIGN_LOG_KEY},{old}"  # a key is changed by putting one in front
    made = sealer.seal(acme)
    assert made
    assert made.note.count(note.DASH) == 2
    assert isinstance(chain.verify(acme), chain.Intact)


@pytest.mark.django_db(transaction=True)
def test_of_many_sealers_at_once_one_signs_each_state(acme: UUID, many: Callable[[int], None]) -> None:
    many(1500)
    made = make.race(*[lambda: sealer.seal(acme)] * 6, of=acme)
    assert sum(isinstance(one, Checkpoint) for one in made) == 1
    assert Checkpoint.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sealing_beside_writers_holds_up_none_and_every_checkpoint_stands(acme: UUID) -> None:
    def lines() -> None:
        for number in range(40):
            with transaction.atomic():
                log.append("action.done", workspace=acme, subject="act_1", by="worker", facts={"n": number})

    def seals() -> None:
        for _ in range(15):
            sealer.seal(acme)

    assert make.race(lines, lines, lines, seals, seals, of=acme) == [None] * 5
    sealer.seal(acme)
    answer = chain.verify(acme)
    assert isinstance(answer, chain.Intact), answer
    assert answer.entries == 121
    assert answer.checkpoints == Checkpoint.objects.count() > 1


APPS = [
    "UPDATE audit_checkpoint SET size = 9", "DELETE FROM audit_checkpoint", "TRUNCATE audit_checkpoint",
    "UPDATE audit_block SET number = 9", "DELETE FROM audit_block", "DELETE FROM audit_head", "TRUNCATE audit_head",
    "UPDATE audit_payload SET body = '{}'", "ALTER TABLE audit_entry DISABLE TRIGGER USER",
    "SET session_replication_role = replica",
]  # fmt: skip


@pytest.mark.parametrize("attempt", APPS)
def test_the_app_s_login_has_no_right_to_change_what_was_sealed(acme: UUID, attempt: str) -> None:
    sealer.seal(acme)
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(attempt)


@pytest.mark.parametrize(
    "attempt",
    [
        "seq = 1", "seq = seq", "hash = sha256('x')", "workspace_id = gen_random_uuid(), seq = 9",
        "seq = 9, at = at - interval '1 s'",
    ],
)  # fmt: skip
def test_a_head_only_moves_forward(acme: UUID, write: Write, attempt: str) -> None:
    write()
    with pytest.raises(DatabaseError, match="only moves forward"), transaction.atomic():
        connection.cursor().execute(f"UPDATE audit_head SET {attempt}")
    assert Head.objects.get(workspace_id=acme).seq == 2
    assert write() == 3


@pytest.mark.parametrize(
    "attempt",
    ["UPDATE audit_checkpoint SET size = 9", "DELETE FROM audit_checkpoint", "TRUNCATE audit_checkpoint",
     "DELETE FROM audit_head", "TRUNCATE audit_head", "DELETE FROM audit_block"],
)  # fmt: skip
def test_the_triggers_hold_the_owner_too(
    acme: UUID, many: Callable[[int], None], as_owner_with_triggers: AsOwner, attempt: str
) -> None:
    many(1030)
    sealer.seal(acme)
    with pytest.raises(Exception, match=r"append-only|only moves forward"):
        as_owner_with_triggers(attempt)


def test_a_checkpoint_covers_more_than_the_one_before_it_and_there_is_one_per_size(acme: UUID, write: Write) -> None:
    write(), write()
    made = sealer.seal(acme)
    assert made
    again = {"workspace_id": acme, "root": made.root, "note": "", "edge": b"", "head": b"", "at": made.at}
    for size, why in ((2, "covers more than"), (3, "audit_one_checkpoint_per_size"), (0, "covers")):
        with pytest.raises(DatabaseError, match=why), transaction.atomic():
            Checkpoint.objects.create(size=size, **again)


def test_another_workspace_s_checkpoints_are_not_seen(acme: UUID) -> None:
    sealer.seal(acme)
    with scope.workspace(UUID(int=7)):
        assert checkpoints.of(acme) == []
        assert checkpoints.newest(acme) is None
