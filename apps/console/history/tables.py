"""Rows by table, and how they are stored: COPY, in the order of the columns named here."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import models
from psycopg import sql

from apps.actions.models import Action, Attempt, Key, OpenWork, Proposal, Recording
from apps.approvals.models import Request, Signature
from apps.audit.models import Entry
from apps.billing.models import Day, Reservation, Usage, Window
from apps.runs.models import Run, Step, StepBody

Row = tuple[Any, ...]


def _default(field: models.Field[Any, Any]) -> Any:
    if field.has_default():
        value = field.get_default()
        return json.dumps(value) if isinstance(value, dict | list) else value
    return None if field.null else ""


@dataclass(frozen=True)
class Table:
    """The columns that a story fills; every other one has the model's own default."""

    name: str
    columns: tuple[str, ...]
    defaults: Row

    @classmethod
    def of(cls, model: type[models.Model], columns: str) -> "Table":
        named = tuple(columns.split())
        others = [field for field in model._meta.concrete_fields if field.column not in named]
        return cls(model._meta.db_table, (*named, *[str(one.column) for one in others]), tuple(map(_default, others)))


RUN = Table.of(Run, "id workspace_id agent_id asker_id goal state outcome steps_taken started_at ended_at")
STEP = Table.of(
    Step, "id workspace_id run_id number kind title tokens_in tokens_out cost_micro_usd started_at ms proposal_id"
)
BODY = Table.of(StepBody, "id workspace_id step_id body")
PROPOSAL = Table.of(
    Proposal, "id workspace_id agent_id run_id asker_id title document digest outcome request_id created_at"
)
ACTION = Table.of(
    Action,
    "id workspace_id proposal_id position agent_id connection_id tool title risk tier state document decision"
    " policy_version_id attempt why settled_by result created_at ended_at",
)
RECORDING = Table.of(
    Recording, "id workspace_id proposal_id action_id occasion looked asked words policy_version_id verdict seal"
)
ATTEMPT = Table.of(
    Attempt, "id workspace_id action_id number claimed_at lease_until started_at ended_at ended_as worker"
)
OPEN = Table.of(OpenWork, "action_id workspace_id proposal_id position state due_at")
KEY = Table.of(Key, "id workspace_id key fingerprint proposal_id made_at")
REQUEST = Table.of(
    Request,
    "id workspace_id document digest requirements excluded deadline opened_at state closed_at closed_by reason",
)
SIGNATURE = Table.of(Signature, "id workspace_id request_id person_id groups digest signed_at")
USAGE = Table.of(Usage, "id workspace_id action_id unit currency category amount at")
DAY = Table.of(Day, "id workspace_id day unit currency category agent_id connection_id amount times")
WINDOW = Table.of(Window, "id workspace_id budget_id starts_on reserved used")
RESERVATION = Table.of(
    Reservation,
    "id workspace_id action_id budget_id window_id amount used state cap_then total_after reserved_at ended_at",
)
ENTRY = Table.of(Entry, "id workspace_id seq at kind subject by body prev hash")
TABLES = (
    RUN,
    STEP,
    BODY,
    PROPOSAL,
    ACTION,
    RECORDING,
    OPEN,
    ATTEMPT,
    KEY,
    REQUEST,
    SIGNATURE,
    USAGE,
    DAY,
    WINDOW,
    RESERVATION,
    ENTRY,
)


class Rows:
    """What is to be stored next, by table."""

    def __init__(self) -> None:
        self.of: dict[str, list[Row]] = {table.name: [] for table in TABLES}

    def add(self, table: Table, *values: Any) -> None:
        self.of[table.name].append(values)

    def store(self, owner: psycopg.Connection) -> None:
        """All of them, in the caller's transaction; then there are none."""
        for table in TABLES:
            copy(owner, table.name, table.columns, (row + table.defaults for row in self.of[table.name]))
            self.of[table.name].clear()


def copy(owner: psycopg.Connection, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with owner.cursor() as cursor, cursor.copy(into) as stream:
        for row in rows:
            stream.write_row(row)
