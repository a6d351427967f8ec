"""The hot path's statements: prepared by the server, in the scope of their transaction, arrays whatever is in them."""

import contextlib
import signal
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase

from apps.core import scope
from apps.core.postgres import plain
from apps.core.postgres.base import CommittedAlready
from apps.core.scope import OutOfScope

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


class TestArrays(TransactionTestCase):
    @given(st.lists(st.none() | TEXT, min_size=1))
    @settings(max_examples=60, deadline=None)
    def test_texts_arrive_as_they_were_sent(self, texts: list[str | None]) -> None:
        with transaction.atomic():
            assert [row[0] for row in plain.rows("SELECT unnest(%s::text[])", [texts])] == texts

    @given(st.lists(st.binary(), min_size=1))
    @settings(max_examples=30, deadline=None)
    def test_bytes_arrive_as_they_were_sent(self, values: list[bytes]) -> None:
        with transaction.atomic():
            assert [bytes(row[0]) for row in plain.rows("SELECT unnest(%s::bytea[])", [values])] == values


@pytest.mark.django_db(transaction=True)
def test_ids_numbers_and_moments_arrive_too() -> None:
    for kind, values in (("uuid", [uuid4(), uuid4()]), ("bigint", [-1, 2**62]), ("timestamptz", [datetime.now(UTC)])):
        with transaction.atomic():
            assert [row[0] for row in plain.rows(f"SELECT unnest(%s::{kind}[])", [values])] == values


@pytest.mark.django_db(transaction=True)
def test_a_statement_is_prepared_once_and_used_again() -> None:
    for number in range(3):
        with transaction.atomic():
            assert plain.rows("SELECT %s::int + 41", [number]) == [(number + 41,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1::int + 41'")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_and_in_another_scope_nothing_is_asked() -> None:
    with pytest.raises(plain.OutsideTransaction):
        plain.rows("SELECT 1", [])
    with transaction.atomic():
        plain.rows("SELECT 1", [])
        with pytest.raises(OutOfScope), scope.workspace(uuid4()):
            plain.rows("SELECT 1", [])


@pytest.mark.django_db(transaction=True)
def test_the_last_statements_take_their_commit_along_and_nothing_follows_them() -> None:
    with pytest.raises(CommittedAlready), plain.transaction():
        plain.closing(("SELECT set_config('countersign.told', 'yes', false)", []))
        plain.rows("SELECT 1", [])
    with plain.transaction():
        assert plain.closing(("SELECT current_setting('countersign.told')", [])) == [[("yes",)]]


@pytest.mark.django_db(transaction=True)
def test_what_fails_among_the_last_statements_commits_nothing() -> None:
    with pytest.raises(DatabaseError), plain.transaction():
        plain.closing(("SELECT set_config('countersign.failed', 'yes', false)", []), ("SELECT 1 / %s::int", [0]))
    with plain.transaction():
        assert plain.rows("SELECT coalesce(current_setting('countersign.failed', true), '')", []) == [("",)]


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_the_server_answers_with_a_rollback_is_none() -> None:
    """An error that somebody swallowed has ended the transaction already: COMMIT is no error then, and keeps nothing."""
    with pytest.raises(DatabaseError, match="rolled this transaction back"), plain.transaction():
        with contextlib.suppress(DatabaseError):
            plain.rows("SELECT 1 / 0", [])
        plain.closing()


@pytest.mark.django_db(transaction=True)
def test_what_broke_inside_a_transaction_is_not_committed_by_its_last_statements() -> None:
    with pytest.raises(TransactionManagementError), plain.transaction():
        with contextlib.suppress(ValueError), transaction.atomic(savepoint=False):
            plain.rows("SELECT set_config('countersign.broke', 'yes', false)", [])
            raise ValueError
        plain.closing(("SELECT 1", []))
    with plain.transaction():
        assert plain.rows("SELECT coalesce(current_setting('countersign.broke', true), '')", []) == [("",)]


@pytest.mark.django_db(transaction=True)
def test_in_a_wider_transaction_the_commit_waits_for_its_end() -> None:
    with plain.transaction(), plain.transaction():
        plain.closing(("SELECT 1", []))
        assert plain.rows("SELECT 2", []) == [(2,)]


@pytest.mark.django_db(transaction=True)
def test_after_a_rollback_to_a_savepoint_the_prepared_statements_are_still_there() -> None:
    with transaction.atomic():
        assert plain.rows("SELECT %s::int + 43", [1]) == [(44,)]
        with contextlib.suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert plain.rows("SELECT %s::int + 43", [2]) == [(45,)]


@pytest.mark.django_db(transaction=True)
def test_who_is_interrupted_leaves_no_answer_behind_for_the_next() -> None:
    def interrupt(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with pytest.raises(TimeoutError), plain.transaction():
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            plain.rows("SELECT 'late', pg_sleep(%s)", [1])
    finally:
        signal.signal(signal.SIGALRM, before)
    connection.close_if_unusable_or_obsolete()
    with plain.transaction():
        assert plain.rows("SELECT 'mine'", []) == [("mine",)]


@pytest.mark.django_db(transaction=True)
def test_a_whole_transaction_in_one_trip_knows_its_scope_and_keeps_all_or_nothing() -> None:
    mine = uuid4()
    said = "SELECT current_setting('countersign.workspaces', true)"
    plain.at_once(("CREATE TEMP TABLE kept (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)", []))
    with scope.workspace(mine):
        assert plain.at_once(("INSERT INTO kept VALUES (1)", []), (said, [])) == [[], [(str(mine),)]]
    with pytest.raises(DatabaseError):
        plain.at_once(("INSERT INTO kept VALUES (2)", []), ("SELECT 1 / %s::int", [0]))
    assert plain.at_once(("SELECT n FROM kept", []), (said, [])) == [[(1,)], [("",)]]


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_kept_at_the_end_of_the_trip_is_said_though_each_statement_went_well() -> None:
    plain.at_once(("CREATE TEMP TABLE kept (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)", []))
    with pytest.raises(IntegrityError):
        plain.at_once(("INSERT INTO kept VALUES (1), (1)", []))
    assert plain.at_once(("SELECT count(*) FROM kept", [])) == [[(0,)]]


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_a_trip_goes_with_the_next_one_and_once() -> None:
    told: list[str] = []

    def say() -> plain.Statement:
        told.append("said")
        return "SELECT 'along'", []

    plain.along(say)
    for _ in range(2):
        assert plain.at_once(("SELECT 1", [])) == [[(1,)]]
    assert told == ["said"]
