"""The hot path's statements: prepared by the server, in the scope of their transaction, arrays whatever is in them."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase

from apps.core import scope
from apps.core.postgres import plain
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
