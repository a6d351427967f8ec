"""Ready actions in any number: one is proposed in earnest and copied under new ids, document, digest and all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from psycopg import sql

from apps.actions import propose
from apps.actions.draft import Wanted
from apps.actions.models import Action, OpenWork, Proposal
from apps.console.bench import connector
from apps.console.bench.world import Home
from apps.core import ids, scope
from apps.core.canonical import digest_of_bytes
from apps.core.ids import uuid7
from apps.core.postgres.embedded import MAIN, Place

TABLES = ("actions_proposal", "actions_action", "actions_key", "actions_openwork")


@dataclass(frozen=True)
class Ready:
    action: UUID
    workspace: UUID


def wanted(home: Home, *, charge: str = "ch_3PqX0bench", amount: int = 4200) -> list[Wanted]:
    return [Wanted(home.connection, connector.TOOL, {"charge": charge, "amount": amount})]


def proposed(home: Home, key: str) -> Proposal:
    """One action the long way round: validated, read, decided, frozen."""
    with scope.workspace(home.workspace):
        return propose.propose(wanted(home), agent=home.agent, asker=home.asker, run=home.run, key=key)


def action_of(proposal: Proposal) -> UUID:
    return Action.objects.values_list("pk", flat=True).get(proposal_id=proposal.pk)


def cast(homes: Sequence[Home]) -> None:
    """Make what is copied, as long as no worker is there that would do it."""
    for home in homes:
        _mould(home)


def fill(place: Place, homes: Sequence[Home], count: int) -> list[Ready]:
    """So many ready actions, spread over these workspaces in turn, and no other open work."""
    clear(place)
    moulds = [_mould(home) for home in homes]
    copies = list(islice(_copies(moulds), count))
    # Only a superuser may COPY into tables under row security; that login is the launcher's, and so is this server.
    with psycopg.connect(place.url("postgres", MAIN)) as server:
        for name in TABLES:
            _copy(server, name, [copy[name] for copy in copies])
        server.commit()
        server.autocommit = True
        server.execute("ANALYZE " + ", ".join(TABLES))
    return [Ready(copy["actions_action"]["id"], copy["actions_action"]["workspace_id"]) for copy in copies]


def left() -> int:
    """How many actions are open just now, over all workspaces."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM actions_openwork")
        return int(cursor.fetchone()[0])


def clear(place: Place) -> None:
    """Forget what was not worked off; the actions themselves stay and look open to nobody."""
    with psycopg.connect(place.url("postgres", MAIN), autocommit=True) as server:
        server.execute("DELETE FROM actions_openwork")


Row = dict[str, Any]


@dataclass(frozen=True)
class _Mould:
    """The rows of a proposal made in earnest, by table."""

    rows: dict[str, Row]

    @classmethod
    def of(cls, home: Home) -> "_Mould":
        made = proposed(home, f"mould-{uuid7().hex}")
        with scope.workspace(home.workspace):
            action = Action.objects.get(proposal_id=made.pk)
            keyed = {"actions_proposal": ("id", made.pk), "actions_action": ("id", action.pk),
                     "actions_key": ("proposal_id", made.pk), "actions_openwork": ("action_id", action.pk)}  # fmt: skip
            rows = {name: _row(name, *where) for name, where in keyed.items()}
        OpenWork.objects.filter(pk=action.pk).delete()  # nobody does the mould itself
        return cls(rows)

    def copy(self) -> dict[str, Row]:
        proposal, action = uuid7(), uuid7()
        was_proposal = self.rows["actions_proposal"]
        was_action = self.rows["actions_action"]
        said = {
            ids.say("proposal", was_proposal["id"]).encode(): ids.say("proposal", proposal).encode(),
            ids.say("action", was_action["id"]).encode(): ids.say("action", action).encode(),
        }
        whole = _said_anew(was_proposal["document"], said)
        moved = {"proposal_id": proposal, "action_id": action}
        return {
            "actions_proposal": was_proposal | {"id": proposal, "document": whole, "digest": digest_of_bytes(whole)},
            "actions_action": was_action
            | {"id": action, "proposal_id": proposal, "document": _said_anew(was_action["document"], said)},
            "actions_key": self.rows["actions_key"] | {"id": uuid7(), "proposal_id": proposal, "key": proposal.hex},
            "actions_openwork": self.rows["actions_openwork"] | moved | {"due_at": datetime.now(UTC)},
        }


@cache
def _mould(home: Home) -> _Mould:
    return _Mould.of(home)


def _copies(moulds: Sequence[_Mould]) -> Iterator[dict[str, Row]]:
    while True:
        yield from (mould.copy() for mould in moulds)


def _said_anew(document: object, said: dict[bytes, bytes]) -> bytes:
    """The same canonical bytes about something else: ids are of one length, and stand in their own places."""
    assert isinstance(document, bytes)
    for was, now in said.items():
        document = document.replace(was, now)
    return document


def _row(table: str, column: str, value: UUID) -> Row:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {column} = %s", [value])
        names = [one.name for one in cursor.description]
        return {name: _plain(cell) for name, cell in zip(names, cursor.fetchone(), strict=True)}


def _plain(cell: object) -> object:
    return bytes(cell) if isinstance(cell, memoryview) else cell


def _copy(server: psycopg.Connection, table: str, rows: Sequence[Row]) -> None:
    names = list(rows[0])
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with server.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])
