"""What the tables promise together, asked of the models and of a migrated database."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import Model

from apps.core.tenancy import TenantModel
from tests.architecture.source import ranks

OURS = [model for model in apps.get_models() if model.__module__.startswith("apps.")]
TENANTS = [model for model in OURS if issubclass(model, TenantModel)]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model: type[Model]) -> None:
    here = model._meta.app_label
    for field in model._meta.get_fields():
        there = field.related_model._meta.app_label if isinstance(field.related_model, type) else None
        if field.auto_created or there not in ranks():
            continue
        assert ranks()[there] <= ranks()[here], f"{model.__name__}.{field.name} points up to {there}"


@pytest.mark.django_db
@pytest.mark.parametrize("model", TENANTS, ids=lambda model: model._meta.label)
def test_every_table_of_a_workspace_has_row_security_that_binds_its_owner_too(model: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db
def test_the_apps_login_may_not_read_a_partition_or_get_around_row_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'"
            " AND has_table_privilege(oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')"
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) > 0 FROM pg_class WHERE relispartition AND relkind = 'r'")
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db(databases=["default", "owner"])
def test_migrations_say_what_the_models_say() -> None:
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert "No changes" in said.getvalue()
