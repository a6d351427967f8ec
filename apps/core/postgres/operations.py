"""Migration operations for what Django's models cannot say: row security, composite keys, partitions, append-only."""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

APP = '"{}"'.format(settings.DATABASES["default"]["USER"])

REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION countersign_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;
"""


class Rights(migrations.RunSQL):
    """The app login may use every table of the owner, those to come too; partitions are taken back where made."""

    def __init__(self) -> None:
        use = "SELECT, INSERT, UPDATE, DELETE"
        super().__init__(
            f"{REFUSE_CHANGE}"
            f"GRANT USAGE ON SCHEMA public TO {APP};"
            f"GRANT {use} ON ALL TABLES IN SCHEMA public TO {APP};"
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP};"
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {use} ON TABLES TO {APP};"
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {APP};",
            migrations.RunSQL.noop,
        )


class Tenant(migrations.RunSQL):
    """Row security on a table, its key with the workspace, and its workspace as a foreign key.

    `column` holds the workspace; `keyed=False` where the primary key is not `id`.
    """

    def __init__(self, table: str, *, column: str = "workspace_id", keyed: bool = True) -> None:
        key = f"ALTER TABLE {table} ADD CONSTRAINT {table}_keyed_by_workspace UNIQUE ({column}, id);" if keyed else ""
        belongs = (
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_in_a_workspace FOREIGN KEY ({column})"
            " REFERENCES workspaces_workspace (id);"
        )
        super().__init__(
            key + (belongs if column != "id" else "") + row_security(table, column), migrations.RunSQL.noop
        )
        self.table = table


def row_security(table: str, column: str = "workspace_id") -> str:
    """The policies: the app login sees what is in scope, the owner all (else its migrations change nothing).

    Looking an id up in the setting's text costs a tenth of reading that text as ids, which every statement would do
    anew. All ids are of one length with a comma between, so none is found across two. No setting: nothing is in scope.
    """
    in_scope = f"strpos(current_setting('countersign.workspaces', true), {column}::text) > 0"
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
        f"CREATE POLICY in_scope ON {table} TO {APP} USING ({in_scope}) WITH CHECK ({in_scope});"
        f"CREATE POLICY owner_sees_all ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);"
    )


class SeenThrough(migrations.RunSQL):
    """Row security on a table without a workspace of its own: its rows show where the condition finds them.

    `written_where`: under which they are made and changed; nobody removes them then. Else whoever sees may.
    """

    def __init__(self, table: str, condition: str, *, written_where: str = "") -> None:
        seen = f"CREATE POLICY in_scope ON {table} TO {APP} USING ({condition}) WITH CHECK (true);"
        if written_where:
            seen = (
                f"CREATE POLICY in_scope ON {table} FOR SELECT TO {APP} USING ({condition});"
                f"CREATE POLICY made_from_there ON {table} FOR INSERT TO {APP} WITH CHECK ({written_where});"
                f"CREATE POLICY changed_from_there ON {table} FOR UPDATE TO {APP}"
                f" USING ({written_where}) WITH CHECK ({written_where});"
            )
        super().__init__(
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
            f"{seen}"
            f"CREATE POLICY owner_sees_all ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);",
            migrations.RunSQL.noop,
        )


class BelongsTo(migrations.RunSQL):
    """A foreign key that cannot cross workspaces: (workspace_id, column) → (workspace_id, id) of the parent."""

    def __init__(self, child: str, column: str, parent: str) -> None:
        super().__init__(
            f"ALTER TABLE {child} ADD CONSTRAINT {child}_{column}_in_same_workspace"
            f" FOREIGN KEY (workspace_id, {column}) REFERENCES {parent} (workspace_id, id)"
            " DEFERRABLE INITIALLY DEFERRED;",
            migrations.RunSQL.noop,
        )


class AppendOnly(migrations.RunSQL):
    """Nobody changes or removes a row: triggers refuse it, and the app login has no right to try."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"REVOKE UPDATE, DELETE ON {table} FROM {APP};"
            f"CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();"
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();",
            migrations.RunSQL.noop,
        )


class ErasedAlone(migrations.RunSQL):
    """Nobody removes a row or changes one, but `column` may be emptied: it is what is kept of persons."""

    def __init__(self, table: str, column: str) -> None:
        super().__init__(
            f"REVOKE UPDATE, DELETE ON {table} FROM {APP}; GRANT UPDATE ({column}) ON {table} TO {APP};"
            f"CREATE FUNCTION {table}_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF TG_OP = 'UPDATE' AND NEW.{column} IS NULL THEN OLD.{column} := NULL;"
            " IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF; END IF;"
            f" RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';"
            " END $$;"
            f"CREATE TRIGGER only_erased BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {table}_only_erased();"
            f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();",
            f"DROP FUNCTION {table}_only_erased() CASCADE;",
        )


class CreatePartitioned(migrations.CreateModel):
    """A model whose table is partitioned by range of its UUIDv7 id; partitions.make_ahead makes the parts."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        plain = schema_editor.sql_create_table
        schema_editor.sql_create_table = f"{plain} PARTITION BY RANGE (id)"
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            schema_editor.sql_create_table = plain


__all__ = [
    "AppendOnly",
    "BelongsTo",
    "CreatePartitioned",
    "ErasedAlone",
    "Rights",
    "SeenThrough",
    "Tenant",
    "row_security",
]
