"""The backend names the workspaces in scope at the start of every transaction, and in one of its own around a lone statement."""

import threading
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import OperationalError, connection, transaction

from apps.core import scope
from apps.core.postgres.base import ScopeChanged

A, B = uuid4(), uuid4()


def named() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('countersign.workspaces', true)")
        return cursor.fetchone()[0] or ""


@pytest.mark.django_db(transaction=True)
def test_a_lone_statement_sees_the_scope_and_leaves_nothing_behind() -> None:
    with scope.workspace(A, B):
        assert named() == f"{A},{B}"
        assert connection.get_autocommit()
    assert named() == ""


@pytest.mark.django_db(transaction=True)
def test_a_transaction_keeps_the_scope_it_began_with() -> None:
    with scope.workspace(A), transaction.atomic():
        assert named() == str(A)
        with pytest.raises(ScopeChanged), scope.workspace(B):
            named()
        assert named() == str(A)


@pytest.mark.django_db(transaction=True)
def test_a_scope_opened_inside_a_transaction_is_refused() -> None:
    with transaction.atomic(), pytest.raises(ScopeChanged), scope.workspace(A):
        named()


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_that_is_rolled_back_keeps_the_scope() -> None:
    with scope.workspace(A), transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            _ = 1 / 0
        assert named() == str(A)


@pytest.mark.django_db(transaction=True)
def test_a_failed_lone_statement_leaves_the_connection_usable() -> None:
    with scope.workspace(A):
        with pytest.raises(OperationalError), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 5; SELECT pg_sleep(1)")
        assert named() == str(A)


@pytest.mark.django_db(transaction=True)
def test_rows_fetched_little_by_little_keep_their_scope_outside_a_transaction() -> None:
    with scope.workspace(A):
        rows = Permission.objects.extra(select={"scope": "current_setting('countersign.workspaces')"}).iterator(10)
        first = next(rows)
        assert {row.scope for row in [first, *rows]} == {str(A)}


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_see_each_others_scope() -> None:
    seen: dict[UUID, set[str]] = {A: set(), B: set()}

    def read(one: UUID) -> None:
        with scope.workspace(one):
            for _ in range(50):
                seen[one].add(named())
        connection.close()

    threads = [threading.Thread(target=read, args=[one]) for one in (A, B)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {A: {str(A)}, B: {str(B)}}


@pytest.mark.django_db
def test_in_a_test_that_is_rolled_back_scopes_may_follow_one_another() -> None:
    for one in (A, B):
        with scope.workspace(one):
            assert named() == str(one)
    assert named() == ""


@pytest.mark.django_db
def test_in_a_test_that_is_rolled_back_a_block_still_keeps_its_scope() -> None:
    with scope.workspace(A), transaction.atomic():
        assert named() == str(A)
        with pytest.raises(ScopeChanged), scope.workspace(B):
            named()
