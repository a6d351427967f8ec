"""Is what people were shown still so? Reads only."""

from apps.connectors.contract import ABSENT, Change, JsonDict, Moved, Opened, Same, Unclear
from apps.connectors.contract import Guarded as Answer
from apps.connectors.drivers.sql import record, session, ticked
from apps.connectors.drivers.sql.catalogue import Catalogue, load
from apps.connectors.drivers.sql.rows import Guarded
from apps.connectors.drivers.sql.session import Connection
from apps.connectors.drivers.sql.values import Cells
from apps.core.errors import Refused


def recheck(guard: JsonDict, opened: Opened, *, timeout_s: float) -> Answer:
    """Same, or each place that moved since the preview."""
    rows = [Guarded.model_validate(row) for row in guard.get("rows", ())]
    try:
        with session.session(opened) as connection:
            session.begin(connection, timeout_s, read_only=True)
            catalogue = load(connection, ticked.tables(opened), [row.table for row in rows])
            changes = [change for row in rows for change in moved(connection, catalogue, row)]
    except Refused as why:
        return Unclear(why=str(why))
    return Moved(changes=tuple(changes)) if changes else Same()


def moved(connection: Connection, catalogue: Catalogue, row: Guarded) -> list[Change]:
    """An unmoved xmin settles it. A moved one does not: only shown and guarded values count."""
    table = catalogue.named(row.table)
    if row.version and record.version(connection, table, row.key) == row.version:
        return []
    now = record.read(connection, table, row.key)
    if row.earlier and _holds(now, row.was):
        return []  # the earlier action of this proposal has not run yet
    return differing(row.name, row.values or {}, now)


def differing(name: str, values: Cells, now: Cells | None) -> list[Change]:
    if now is None:
        return [Change(record=name, field="", before=None, after=ABSENT, shown_after="It is not there any more.")]
    return [
        Change(record=name, field=column, before=value, after=now.get(column))
        for column, value in values.items()
        if now.get(column) != value
    ]


def _holds(now: Cells | None, values: Cells | None) -> bool:
    if now is None or values is None:
        return now is values
    return not differing("", values, now)
