"""What the database's own catalogs say of every table, and what they have to say.

Nothing is listed by hand but exceptions, each with the sentence that excuses it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.backends.utils import CursorWrapper

Complaints = Iterator[str]

# Tables with a workspace_id that have no row security, so that work and people can be found before a scope is known.
OPEN = {
    "actions_openwork": "Open work: ids, a state and a moment, so that a worker can pick across workspaces.",
    "actions_afterwards": "What is owed a signature: ids and moments, so that the reaper finds it everywhere.",
    "actions_reminder": "Mail to be sent: ids, numbers and moments, so that the reaper finds it everywhere.",
    "policies_openbacktest": "Open parts of backtests: ids and a moment, so that the reaper finds them everywhere.",
    "runs_openrun": "Open runs: ids and a moment, so that the reaper finds them everywhere.",
    "workspaces_address": "Where a workspace is found before its scope is known: its id and its address.",
    "workspaces_member": "Who is a member where: ids and moments, so that signing in can find a person's workspaces.",
    "workspaces_turn": "When freezes begin or end: ids and a moment, so that the reaper finds them everywhere.",
    "connectors_breaker": "Connections in trouble: ids, numbers and moments, so that one look serves a mixed batch.",
}

# Tables without a workspace_id: what they hold instead, and how they are reached.
OF_NO_WORKSPACE = {
    "workspaces_user": "A person may be in several workspaces; pages show those who are members of the one in scope.",
    "identity_passkey": "A person's own security keys, in whichever workspace they sign; reached by who is signed in.",
    "identity_guess": "Guesses at passwords: digests of an address and a place, before anybody has signed in.",
    "policies_charter": "Row security shows an organisation's policy where one of its workspaces is in scope.",
    "workspaces_user_groups": "Who is in which group: read through the roles of a workspace in scope.",
    "workspaces_user_user_permissions": "Django's, unused: rights hang on the groups of roles.",
    "workspaces_organisation": "Row security shows an organisation where one of its workspaces is in scope.",
    "agents_limit": "Row security shows the limits of an organisation where one of its workspaces is in scope.",
    "workspaces_workspace": "Row security by its own id.",
    "workspaces_installationpause": "The operator's pause of everything: read by whoever starts something.",
    "auth_group": "The groups behind roles: ids, read through the roles of a workspace in scope.",
    "auth_group_permissions": "Django's, unused: rights are on objects.",
    "auth_permission": "The names of rights, the same for all.",
    "guardian_groupobjectpermission": "Rights of groups on objects by id: asked only for an object in scope.",
    "guardian_userobjectpermission": "Rights of people on objects by id: asked only for an object in scope.",
    "django_content_type": "The names of models, the same for all.",
    "django_admin_log": "Django's record of changes in the admin: operations alone may change anything there.",
    "django_session": "Sessions, reached by a secret key.",
    "django_migrations": "Which migrations ran.",
}

# Tables that are keyed by something else than (workspace_id, id).
KEYED_OTHERWISE = {
    "audit_head": "One row a workspace: the workspace is its key.",
    "audit_payload": "Keyed by the entry that commits to it.",
    "audit_checkpoint": "Keyed by (workspace_id, size); nothing points at a checkpoint.",
    "audit_block": "Keyed by (workspace_id, number); nothing points at a block.",
    "audit_follower": "Keyed by (workspace_id, name); nothing points at a follower.",
    "audit_entry": "Keyed by (workspace_id, seq); nothing points at an entry.",
}

# Tables of many rows an action that are keyed by their id alone: each further key is written with every action.
KEYED_BY_ID = {
    "actions_attempt": "Found by its action and number; nothing points at an attempt.",
    "billing_reservation": "Found by its action or window; nothing points at a reservation.",
    "billing_usage": "Found by its action; nothing points at usage.",
}
LOG = "audit_"  # the log stands below the workspaces: it knows no table above it, and outlives what it tells of


TENANTS = """
SELECT c.oid::regclass::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
  AND a.attname = 'workspace_id' AND NOT a.attisdropped ORDER BY 1
"""
OTHERS = """
SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('r', 'p', 'm', 'f') AND NOT c.relispartition
  AND c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_attribute a
  WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped) ORDER BY 1
"""
POLICIES = """
SELECT polname, polcmd, polpermissive, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid),
  ARRAY(SELECT CASE WHEN r = 0 THEN 'public' ELSE pg_get_userbyid(r) END FROM unnest(polroles) r)::text[]
FROM pg_policy WHERE polrelid = %s::regclass
"""
KEYS = """
SELECT c.conname, c.contype::text, c.confrelid::regclass::text, ARRAY(SELECT attname FROM pg_attribute a
  WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) ORDER BY array_position(c.conkey, a.attnum))::text[]
FROM pg_constraint c WHERE c.conrelid = %s::regclass AND c.contype IN ('u', 'f', 'p')
"""
IN_SCOPE = "(strpos(current_setting('countersign.workspaces'::text, true), (workspace_id)::text) > 0)"


def tenants(cursor: CursorWrapper) -> list[str]:
    return [name for (name,) in _rows(cursor, TENANTS)]


def complaints(cursor: CursorWrapper, app: str) -> list[str]:
    """Whatever is wrong with any table of this database."""
    found = [f"{table}: {why}" for table in tenants(cursor) for rule in RULES for why in rule(cursor, table, app)]
    known = OF_NO_WORKSPACE
    return [
        *found,
        *(f"{name}: says nothing about its workspaces" for (name,) in _rows(cursor, OTHERS) if name not in known),
    ]


def keys(cursor: CursorWrapper, table: str) -> list[Any]:
    """Its keys: name, kind (p, u, f), parent, columns."""
    return _rows(cursor, KEYS, table)


def guarded(cursor: CursorWrapper, table: str, app: str) -> Complaints:
    """Row security is on, binds the owner too, and has one policy for the app's login: what is in scope."""
    [(on, forced)] = _rows(
        cursor, "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", table
    )
    if table in OPEN:
        return
    if not (on and forced):
        yield "no row security that binds its owner too"
    for_app = [row for row in _rows(cursor, POLICIES, table) if app in row[5] or "public" in row[5]]
    if [(row[1], row[2], row[3], row[4], row[5]) for row in for_app] != [("*", True, IN_SCOPE, IN_SCOPE, [app])]:
        yield f"the app's login is not held to the workspaces in scope: {[row[0] for row in for_app]}"


def keyed(cursor: CursorWrapper, table: str, app: str) -> Complaints:
    """Its rows can be named together with their workspace, which is one that exists."""
    found = keys(cursor, table)
    if table not in OPEN | KEYED_OTHERWISE | KEYED_BY_ID and ["workspace_id", "id"] not in [
        key[3] for key in found if key[1] in "up"
    ]:
        yield "not unique by (workspace_id, id)"
    parents = [key for key in found if key[1] == "f" and "workspace_id" in key[3]]
    if table not in OPEN and not table.startswith(LOG) and not parents:
        yield "its workspace is no foreign key"


def composite(cursor: CursorWrapper, table: str, app: str) -> Complaints:
    """A foreign key between tenants' tables holds the workspace: a row cannot point across."""
    for name, kind, parent, columns in keys(cursor, table):
        if kind == "f" and parent in tenants(cursor) and "workspace_id" not in columns:
            yield f"the foreign key {name} can cross workspaces"


RULES: list[Callable[[CursorWrapper, str, str], Complaints]] = [guarded, keyed, composite]


def _rows(cursor: CursorWrapper, statement: str, *values: Any) -> list[Any]:
    cursor.execute(statement, values or None)
    return list(cursor.fetchall())
