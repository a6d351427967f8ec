"""Every table of the database belongs to workspaces by construction, or says why it does not."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from apps.core.postgres.operations import row_security
from apps.core.tenancy import ScopedManager, TenantModel
from tests.isolation import tables

MODELS = [model for model in apps.get_models() if model.__module__.startswith("apps.")]
OWNED = [model for model in MODELS if any(field.column == "workspace_id" for field in model._meta.concrete_fields)]
NEW = "CREATE TABLE parcels (id uuid PRIMARY KEY, workspace_id uuid NOT NULL, label text)"
WELL_MADE = (
    "ALTER TABLE parcels ADD UNIQUE (workspace_id, id),"
    " ADD FOREIGN KEY (workspace_id) REFERENCES workspaces_workspace (id);"
)


@pytest.fixture
def owner(db: None) -> Iterator[CursorWrapper]:
    """The login that makes tables, in a transaction that leaves none."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        yield cursor
        transaction.set_rollback(True, using="owner")


@pytest.fixture
def app(db: None) -> str:
    return str(connection.settings_dict["USER"])


@pytest.mark.django_db(databases=["default", "owner"])
def test_every_table_is_held_to_the_workspaces_in_scope_or_says_why_not(owner: CursorWrapper, app: str) -> None:
    assert tables.complaints(owner, app) == []
    assert len(tables.tenants(owner)) > 20


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(("made", "why"), [
    (NEW, "no row security"),
    (f"{NEW}; ALTER TABLE parcels ENABLE ROW LEVEL SECURITY", "no row security that binds its owner too"),
    (f"{NEW}; {row_security('parcels').replace('> 0', '>= 0')}", "not held to the workspaces in scope"),
    (f"{NEW}; {row_security('parcels')} CREATE POLICY all_too ON parcels USING (true)", "not held to the workspaces"),
    (f"{NEW}; {row_security('parcels')}", "not unique by (workspace_id, id)"),
    (f"{NEW}; {row_security('parcels')} ALTER TABLE parcels ADD UNIQUE (workspace_id, id)", "no foreign key"),
    (f"{NEW}; {row_security('parcels')} {WELL_MADE} ALTER TABLE parcels ADD run uuid REFERENCES runs_run (id)",
     "can cross workspaces"),
    ("CREATE TABLE parcels (id uuid PRIMARY KEY, label text)", "says nothing about its workspaces"),
])  # fmt: skip
def test_a_new_table_that_forgets_any_of_it_is_found(owner: CursorWrapper, app: str, made: str, why: str) -> None:
    owner.execute(made)
    [*found] = tables.complaints(owner, app)
    assert found
    assert all(one.startswith("parcels: ") for one in found)
    assert any(why in one for one in found)


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_new_table_made_as_it_should_be_is_taken(owner: CursorWrapper, app: str) -> None:
    owner.execute(f"{NEW}; {row_security('parcels')} {WELL_MADE}")
    assert tables.complaints(owner, app) == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_no_excuse_outlives_its_table(owner: CursorWrapper) -> None:
    owner.execute("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')")
    there = {name for (name,) in owner.fetchall()}
    for excuses in (tables.OPEN, tables.OF_NO_WORKSPACE, tables.KEYED_OTHERWISE, tables.KEYED_BY_ID):
        assert excuses.keys() <= there
        assert all(sentence.endswith(".") for sentence in excuses.values())


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_every_model_of_a_workspace_is_read_through_a_manager_that_asks_for_a_scope(model: type[Model]) -> None:
    if model._meta.db_table in tables.OPEN | tables.KEYED_OTHERWISE:
        return
    assert issubclass(model, TenantModel)
    assert isinstance(model._default_manager, ScopedManager)


@pytest.mark.django_db
@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_what_a_model_points_at_in_a_workspace_the_database_holds_to_that_workspace(model: type[Model]) -> None:
    with connection.cursor() as cursor:
        held = {tuple(key[3]): key[2] for key in tables.keys(cursor, model._meta.db_table) if key[1] == "f"}
    for field in model._meta.concrete_fields:
        if isinstance(field.related_model, type) and issubclass(field.related_model, TenantModel):
            parent = field.related_model._meta.db_table
            assert parent in [held.get(("workspace_id", field.column)), held.get((field.column, "workspace_id"))]


@pytest.mark.django_db
def test_the_open_tables_hold_no_words() -> None:
    """What is not held to a scope holds ids, states, numbers and moments: no text that people or agents wrote."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relname = ANY(%s) AND a.attnum > 0 AND a.atttypid IN ('text'::regtype, 'varchar'::regtype,"
            " 'json'::regtype, 'jsonb'::regtype, 'bytea'::regtype) ORDER BY 1",
            [list(tables.OPEN)],
        )
        texts = [name for (name,) in cursor.fetchall()]
    assert texts == ["actions_openwork.state", "connectors_breaker.turned", "workspaces_address.slug"]
