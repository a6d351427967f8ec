"""What the app's login may do: read and write rows of parents, and nothing else."""

from typing import Any

import pytest
from django.db import connection

# Functions that run with their owner's rights, each with why that is safe.
DEFINERS: dict[str, str] = {}

pytestmark = pytest.mark.django_db


def test_it_is_no_superuser_and_passes_no_row_security_by() -> None:
    [said] = rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles"
        " WHERE rolname = current_user"
    )
    assert not any(said)
    assert rows("SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid"
                " WHERE m.member = (SELECT oid FROM pg_roles WHERE rolname = current_user)") == []  # fmt: skip


def test_it_owns_nothing_and_makes_nothing() -> None:
    assert rows("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = current_user") == []
    assert rows("SELECT has_schema_privilege('public', 'CREATE'),"
                " has_database_privilege(current_database(), 'CREATE')") == [(False, False)]  # fmt: skip


@pytest.mark.parametrize("right", ["TRUNCATE", "REFERENCES", "TRIGGER"])
def test_it_has_no_right_that_goes_around_row_security(right: str) -> None:
    tables = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    assert rows(f"{tables} AND has_table_privilege(oid, '{right}')") == []


def test_it_works_on_parents_and_never_on_partitions() -> None:
    assert rows("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' AND (has_table_privilege(oid,"
                " 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE') OR has_any_column_privilege(oid, 'SELECT, UPDATE'))"
                ) == []  # fmt: skip


def test_what_is_append_only_it_can_neither_change_nor_remove() -> None:
    found = rows("SELECT DISTINCT tgrelid::regclass::text, has_table_privilege(tgrelid, 'UPDATE, DELETE')"
                 " FROM pg_trigger WHERE tgname = 'refuse_change' ORDER BY 1")  # fmt: skip
    assert "audit_entry" in dict(found)
    assert not any(may for _, may in found)


def test_no_function_lends_it_another_ones_rights_unless_it_says_why() -> None:
    found = rows("SELECT proname, proconfig::text FROM pg_proc WHERE prosecdef"
                 " AND pronamespace = 'public'::regnamespace")  # fmt: skip
    assert {name for name, _ in found} <= DEFINERS.keys()
    assert all(options and "search_path" in options for _, options in found)


def test_no_view_reads_with_its_owners_eyes() -> None:
    assert rows("SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
                " AND NOT coalesce(reloptions::text LIKE '%%security_invoker=true%%', false)") == []  # fmt: skip


def rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("%%", "%"))
        return list(cursor.fetchall())
