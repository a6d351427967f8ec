"""The preview: every write run twice in transactions that are rolled back, or computed where it may not run.

Twice, because a column that differs between two runs is set when it runs. In sequence, because a later action finds
what the earlier one left. The second time each inverse is run too, to see what comes back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import psycopg

from apps.connectors.contract import JsonDict, NotSent
from apps.connectors.drivers.base import Unreadable
from apps.connectors.drivers.sql import compute, proof, record, session, ticked, undo
from apps.connectors.drivers.sql.catalogue import Catalogue, Table, load
from apps.connectors.drivers.sql.moment import about_now
from apps.connectors.drivers.sql.plan import Asked, asked, plain, step
from apps.connectors.drivers.sql.reach import NotShown
from apps.connectors.drivers.sql.record import Key
from apps.connectors.drivers.sql.rows import Row, Step
from apps.connectors.drivers.sql.session import Clock, Connection
from apps.connectors.drivers.sql.values import Cells, is_moment
from apps.connectors.drivers.sql.write import Performed, RowMoved, TooLate, perform
from apps.connectors.jobs import Job
from apps.core.errors import Invalid

TRIES = 3


@dataclass
class Preview:
    """One action, seen."""

    steps: tuple[Step, ...]
    rows: list[Row]
    computed: str = ""  # why it was not run: "the table has triggers"
    versions: dict[Key, str] = field(default_factory=dict)
    earlier: dict[Key, Cells | None] = field(default_factory=dict)  # rows an earlier action touches, as they were
    stays: list[str] = field(default_factory=list)  # what the inverse does not bring back
    refused: str = ""  # why the inverse cannot run at all
    arguments: JsonDict = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    previews: list[Preview]
    catalogue: Catalogue
    marker: bool


def preview(jobs: Sequence[Job]) -> Seen:
    """Every action of one proposal over one connection. Raises Invalid or Unreadable; leaves nothing behind."""
    opened = jobs[0].opened
    wanted = [asked(job) for job in jobs]
    for steps in wanted:
        for one in steps:
            ticked.named(opened, one.table)
    with session.session(opened) as connection:
        for _ in range(TRIES):
            seen = _Rehearsal(connection, ticked.tables(opened), wanted).seen()
            if seen is not None:
                break
        else:
            raise Unreadable("Somebody is changing these records right now. Try again in a moment.")
        for found, job in zip(seen.previews, jobs, strict=True):
            found.arguments = plain(seen.catalogue, job.arguments)
        return seen


class _Rehearsal:
    """Two transactions over the same steps."""

    def __init__(
        self, connection: Connection, allowed: dict[str, ticked.Ticked], wanted: Sequence[Sequence[Asked]]
    ) -> None:
        self.connection, self.allowed, self.wanted = connection, allowed, wanted
        self.clock = Clock.of(session.PREVIEW_S)

    def seen(self) -> Seen | None:
        """None: the records moved between the two runs."""
        try:
            first = self._run({}, undoing=False)
            second = self._run(self._before(first), undoing=True)
            return self._settled(first, second)
        except RowMoved as moved:
            raise Invalid(f"{moved} does not hold what the call expects.") from moved
        except NotShown as why:
            raise Invalid(f"This cannot be previewed. {why}") from why
        except TooLate as why:
            raise Unreadable("The preview took too long.") from why
        finally:
            session.rollback(self.connection)

    def _run(self, known: dict[Key, Cells | None], *, undoing: bool) -> list[Preview]:
        """One transaction with every action in it, rolled back. `known`: rows nobody named, as they stand now."""
        session.begin(self.connection, self.clock.left_s)
        self.known, self.undoing = known, undoing
        self.left: dict[Key, Cells | None] = {}
        self.original: dict[Key, Cells | None] = {}
        self.computed = ""
        self.marker = proof.has_marker(self.connection)
        names = {one.table for steps in self.wanted for one in steps}
        self.catalogue = load(self.connection, self.allowed, names)
        return [self._action(steps) for steps in self.wanted]

    def _action(self, steps: Sequence[Asked]) -> Preview:
        self.computed = self.computed or compute.reason(self.catalogue, steps)
        if self.computed:
            made, rows = compute.compute(self.connection, self.catalogue, steps, self.left)
            return self._kept(Preview(made, rows, computed=self.computed))
        resolved: list[Step] = []
        versions: dict[Key, str] = {}
        # Steps are looked up one at a time while nothing is written: a later one may name a row an earlier one moves.
        for one in steps:
            resolved.append(step(self.connection, self.catalogue, one))
            table = self.catalogue.named(one.table)
            versions[record.place(table, resolved[-1].key)] = record.version(self.connection, table, resolved[-1].key)
        done = perform(self.connection, self.catalogue, resolved, clock=self.clock, left=self.left)
        found = Preview(tuple(resolved), self._rows(done), versions=versions)
        self._kept(found)
        if self.undoing:
            self._undo(found)
        self.connection.execute("SET CONSTRAINTS ALL DEFERRED")
        return found

    def _rows(self, done: Performed) -> list[Row]:
        named = [record.row(t.table, t.key, t.before, t.after) for t in done.named]
        gone = [
            record.row(table, record.key_of(table, cells), cells, None, named=False)
            for table, cells in done.unnamed.deleted.values()
        ]
        written = [
            record.row(table, record.key_of(table, cells), self._was(place), cells, named=False)
            for place, (table, cells) in done.unnamed.written.items()
        ]
        return named + gone + written

    def _was(self, place: Key) -> Cells | None:
        return self.left[place] if place in self.left else self.known.get(place)

    def _kept(self, found: Preview) -> Preview:
        """Remember what this action leaves, and how it found rows that an earlier one had touched."""
        for one in found.rows:
            place = self._place(one)
            if place in self.left:
                found.earlier[place] = self.original[place]
            self.original.setdefault(place, one.before)
            self.left[place] = one.after
        return found

    def _undo(self, found: Preview) -> None:
        self.connection.execute("SAVEPOINT countersign_way_back")
        try:
            found.stays = undo.rehearse(self.connection, self.catalogue, found.rows, clock=self.clock, left=self.left)
        except psycopg.Error as why:
            if isinstance(session.before_commit(why), NotSent):
                raise
            found.refused = session.said(why)
        except (RowMoved, NotShown) as why:
            found.refused = str(why)
        self.connection.execute("ROLLBACK TO SAVEPOINT countersign_way_back")

    def _before(self, first: Sequence[Preview]) -> dict[Key, Cells | None]:
        """The first run is taken back; what rows nobody named held before it, read in the open."""
        session.rollback(self.connection)
        session.begin(self.connection, self.clock.left_s, read_only=True)
        unnamed = [one for found in first for one in found.rows if not one.named and one.after is not None]
        known = {}
        for one in unnamed:
            table = self.catalogue_table(one)
            known[self._place(one)] = record.read(self.connection, table, one.key)
        session.rollback(self.connection)
        return known

    def _settled(self, first: Sequence[Preview], second: Sequence[Preview]) -> Seen | None:
        pairs = list(zip(first, second, strict=True))
        for one, two in pairs:
            if [step.key for step in one.steps] != [step.key for step in two.steps]:
                raise Invalid("This names a record whose key is set only when an earlier action runs.")
            if len(one.rows) != len(two.rows) or any(
                not _alike(*rows) for rows in zip(one.rows, two.rows, strict=True)
            ):
                return None
            two.rows = [self._at_run(a, b, two.steps) for a, b in zip(one.rows, two.rows, strict=True)]
        return Seen(list(second), self.catalogue, self.marker)

    def _at_run(self, one: Row, two: Row, steps: Sequence[Step]) -> Row:
        if one.after is None or two.after is None:
            return two
        differ = {name for name in two.after if one.after.get(name) != two.after[name]}
        given = {name for step in steps if step.table == two.table and two.named for name in step.set}
        clock = {
            name
            for name, value in two.after.items()
            if name not in given
            and value != (two.before or {}).get(name)
            and is_moment(value)
            and about_now(self.connection, value)
        }
        return two.model_copy(update={"at_run": tuple(n for n in two.after if n in differ | clock | set(two.at_run))})

    def catalogue_table(self, one: Row) -> Table:
        return self.catalogue.named(one.table)

    def _place(self, one: Row) -> Key:
        return record.place(self.catalogue_table(one), one.key)


def _alike(one: Row, two: Row) -> bool:
    """The same record in both runs. Of a row that nobody named, only the second run knows what it held before."""
    return one.table == two.table and one.named == two.named and (one.before == two.before or not one.named)
