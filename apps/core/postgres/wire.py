"""Several prepared statements in one round trip, straight on the driver's wire: no cursor stands in between.

Values travel as PostgreSQL's own text, and each statement's casts say what they are; answers come as its bytes.
Pipeline mode is libpq's, see https://www.postgresql.org/docs/current/libpq-pipeline-mode.html: an error ends all that
was sent behind it.
The driver itself must prepare nothing on these connections: it would throw ours away with its own after a rollback.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from psycopg import abc, generators, pq
from psycopg.adapt import AdaptersMap, Buffer, Loader, Transformer

BINARY = pq.Format.BINARY
Row = tuple[Any, ...]
Statement = tuple[str, list[Any]]  # and its values, one for each %s in it


class _Json(Loader):
    """JSON as its text, as Django reads it: whoever asks for it takes it apart."""

    format = BINARY

    def load(self, data: Buffer) -> str:
        return bytes(data)[1:].decode()  # behind the number of its format


@dataclass
class _Session:
    """What a connection keeps from one trip to the next: the statements it has prepared, and how it reads rows."""

    reading: abc.Transformer
    names: dict[str, bytes] = field(default_factory=dict)


_sessions: WeakKeyDictionary[psycopg.Connection[Any], _Session] = WeakKeyDictionary()


def round_trip(connection: psycopg.Connection[Any], statements: Sequence[Statement]) -> list[list[Row]]:
    """The rows of each statement. Raises the driver's error of the first that failed; those behind it did not run."""
    session = _sessions.get(connection) or _sessions.setdefault(connection, _Session(_reading(connection)))
    fresh = _fresh(session, statements)
    answers = _exchange(connection, fresh, session.names | fresh if fresh else session.names, statements)
    states = [one.status for one in answers]
    for sql, state in zip(fresh, states, strict=False):
        if state == pq.ExecStatus.COMMAND_OK:
            session.names[sql] = fresh[sql]
    if pq.ExecStatus.FATAL_ERROR in states:
        failed = answers[states.index(pq.ExecStatus.FATAL_ERROR)]
        raise psycopg.errors.error_from_result(failed, encoding=connection.info.encoding)
    if statements[-1][0] == "COMMIT" and answers[-1].command_status != b"COMMIT":  # no error, and nothing is kept
        raise psycopg.errors.InFailedSqlTransaction("What failed before has rolled this transaction back.")
    return [_rows(session, one) for one in answers[len(fresh) :]]


def _fresh(session: _Session, statements: Sequence[Statement]) -> dict[str, bytes]:
    """Those that have to be prepared, with their names to be."""
    unknown = dict.fromkeys(sql for sql, _ in statements if sql not in session.names)
    return {sql: b"countersign_%d" % number for number, sql in enumerate(unknown, len(session.names))}


def _exchange(
    connection: psycopg.Connection[Any],
    fresh: dict[str, bytes],
    names: dict[str, bytes],
    statements: Sequence[Statement],
) -> list[pq.abc.PGresult]:
    wire = connection.pgconn
    with connection.lock:
        wire.enter_pipeline_mode()
        try:
            for sql, name in fresh.items():
                wire.send_prepare(name, _numbered(sql))
            for sql, values in statements:
                wire.send_query_prepared(names[sql], [_text(value) for value in values], result_format=BINARY)
            wire.pipeline_sync()
            found = connection.wait(_answers(wire))
            wire.exit_pipeline_mode()
        except BaseException:
            wire.finish()  # answers may still be on their way, and nobody else may take them for his own
            raise
        return found


def _answers(wire: pq.abc.PGconn) -> Generator[Any, Any, list[pq.abc.PGresult]]:
    """One a command, and one more where all of it, sent without a COMMIT, could not be kept at the end of the trip."""
    yield from generators.send(wire)
    found: list[pq.abc.PGresult] = []
    while True:
        answers = yield from generators.fetch_many(wire)
        if not answers:
            raise psycopg.OperationalError("The server ended the session before it had answered.")
        if answers[-1].status == pq.ExecStatus.PIPELINE_SYNC:
            return found
        found.append(answers[-1])


def _rows(session: _Session, answer: pq.abc.PGresult) -> list[Row]:
    if answer.status != pq.ExecStatus.TUPLES_OK:
        return []
    session.reading.set_pgresult(answer)
    return session.reading.load_rows(0, answer.ntuples, tuple)


def _reading(connection: psycopg.Connection[Any]) -> abc.Transformer:
    adapters = AdaptersMap(connection.adapters)
    adapters.register_loader("jsonb", _Json)
    return Transformer(adapters)


@cache
def _numbered(sql: str) -> bytes:
    """`%s, %s` as `$1, $2`."""
    first, *rest = sql.split("%s")
    return "".join([first, *(f"${n}{part}" for n, part in enumerate(rest, 1))]).encode()


def _text(value: Any) -> bytes | None:
    if isinstance(value, list):
        return array(value).encode()
    if isinstance(value, bool):
        return b"t" if value else b"f"
    return None if value is None else str(value).encode()


def array(values: list[Any]) -> str:
    r"""A list as array text: `{1,2}`, `{"a \\"word\\"",NULL}`."""
    kinds = set(map(type, values))
    say = _ITEMS.get(kinds.pop(), _other) if len(kinds) == 1 else _any
    return "{" + ",".join([say(value) for value in values]) + "}"


def _any(value: Any) -> str:
    return _ITEMS.get(type(value), _other)(value)


def _quoted(value: str) -> str:
    if "\\" in value or '"' in value:
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{value}"'


def _other(value: Any) -> str:
    if isinstance(value, str):  # a word of an enumeration
        return _quoted(value)
    raise TypeError(f"{type(value).__name__} has no place in an array of the hot path.")


_ITEMS: dict[type, Callable[[Any], str]] = {
    str: _quoted,
    UUID: lambda value: value.hex,
    int: str,
    bool: str,
    type(None): lambda _: "NULL",
    bytes: lambda value: f'"\\\\x{value.hex()}"',
    datetime: lambda value: f'"{value.isoformat()}"',
}
