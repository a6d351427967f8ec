"""Django's PostgreSQL backend, which names the workspaces in scope at the start of every transaction.

Row security reads the name. A lone statement gets a transaction of its own for it, and a transaction that has begun
for one scope refuses statements for another: what it has seen and written belongs together.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.backends.postgresql import base

from apps.core import scope
from apps.core.postgres import wire
from apps.core.postgres.wire import Row, Statement

BEGIN = "BEGIN; SELECT set_config('countersign.workspaces', '{}', true)"  # only ids of our own stand in it
NAME = "SELECT set_config('countersign.workspaces', %s, true)"


class ScopeChanged(scope.OutOfScope):
    """The scope changed inside a transaction: open the scope first, the transaction inside it."""


class CommittedAlready(RuntimeError):
    """What was sent last went together with its COMMIT: nothing can follow it in this transaction."""


class DatabaseWrapper(base.DatabaseWrapper):
    named: str | None = None  # what the open transaction was told; None where there is none, or it was told nothing yet
    begin_late = False  # a transaction begins with its first statement, in the same round trip (plain.transaction)
    yet_to_begin = False
    along: Sequence[Callable[[], Statement]] = ()  # what goes with the next whole transaction (plain.along)
    committed = False  # its COMMIT went along with its last statements (plain.closing)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._in_scope)

    def _in_scope(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        wanted = _wanted()
        if self.get_autocommit():
            return self._alone(wanted, execute, (sql, params, many, context))
        self.in_right_scope()
        return execute(sql, params, many, context)

    def in_right_scope(self) -> None:
        """The open transaction was told the workspaces that are in scope now, or is told here. Else ScopeChanged."""
        if self.opening():
            self._begin()
        self.check_scope()

    def check_scope(self) -> None:
        """The same for whoever sends the opening along with its first statement."""
        if self.committed:
            raise CommittedAlready("This transaction was committed with its last statements; open another.")
        wanted = _wanted()
        if self.named is None or (self.named != wanted and self._held_by_a_test()):
            self._name(wanted)
        if self.named != wanted:
            raise ScopeChanged("The scope changed inside a transaction; open the scope first, the transaction in it.")

    def _alone(self, wanted: str, execute: Callable[..., Any], call: tuple[Any, ...]) -> Any:
        """One statement outside any transaction. Where nothing is in scope there is nothing to name."""
        if not wanted:
            return execute(*call)
        with self.wrap_database_errors, self.connection.transaction():
            self.connection.execute(NAME, [wanted])
            return execute(*call)

    def whole(self, statements: Sequence[Statement]) -> list[list[Row]]:
        """A transaction of these statements alone: what is sent in one trip, without a BEGIN, is one by itself."""
        self.ensure_connection()
        if self.queries_logged:
            self.queries_log.extend({"sql": sql, "time": ""} for sql, _ in statements)
        try:
            with self.wrap_database_errors:
                along = [say() for say in self.along]
                self.along = ()
                return wire.round_trip(self.connection, [*along, (NAME, [_wanted()]), *statements])[len(along) + 1 :]
        finally:
            if self.connection.closed:
                self.close()

    def _held_by_a_test(self) -> bool:
        """A test that is rolled back runs in blocks of Django's own making; only blocks inside them are real."""
        return bool(self.atomic_blocks) and self.atomic_blocks[-1]._from_testcase  # type: ignore[attr-defined]  # not in the stubs

    def _name(self, wanted: str) -> None:
        with self.wrap_database_errors:
            self.connection.execute(NAME, [wanted])
        self.named = wanted

    def _set_autocommit(self, autocommit: bool) -> None:
        """A transaction begins and names its workspaces in one round trip. The driver itself stays in autocommit."""
        self._forget()
        if autocommit:
            super()._set_autocommit(autocommit)  # type: ignore[misc]  # not in the stubs
            return
        self.named = _wanted()
        if self.begin_late:
            self.yet_to_begin = True
        else:
            self._begin()

    def opening(self) -> list[tuple[str, list[Any]]]:
        """What the open transaction still has to send before its first statement; whoever asks sends it."""
        wanted, self.yet_to_begin = self.yet_to_begin, False
        return [("BEGIN", []), (NAME, [self.named])] if wanted else []

    def _begin(self) -> None:
        with self.wrap_database_errors:
            self.connection.execute(BEGIN.format(self.named))

    def _commit(self) -> Any:
        committed = self.committed
        self._forget()
        return None if committed else super()._commit()  # type: ignore[misc]  # not in the stubs

    def _rollback(self) -> Any:
        self._forget()
        return super()._rollback()  # type: ignore[misc]  # not in the stubs

    def _close(self) -> Any:
        self._forget()
        return super()._close()  # type: ignore[misc]  # not in the stubs

    def _forget(self) -> None:
        self.named, self.yet_to_begin, self.committed = None, False, False


def _wanted() -> str:
    return ",".join(str(one) for one in scope.current())
