"""Search and read: rows of ticked tables as text with their types. Sessions are read only."""

from typing import Any

from psycopg import sql

from apps.connectors.contract import JsonDict
from apps.connectors.drivers.sql import record, session, ticked, values
from apps.connectors.drivers.sql.catalogue import Catalogue, Column, Table, load
from apps.connectors.drivers.sql.session import Connection
from apps.connectors.jobs import Job
from apps.core.errors import Invalid


def look(job: Job, *, timeout_s: float) -> JsonDict:
    """The answer of a search, a read, or the list of tables. Raises Invalid or Unreadable."""
    arguments, allowed = job.arguments, ticked.tables(job.opened)
    names = [str(arguments["table"])] if "table" in arguments else list(allowed)
    for name in names:
        ticked.named(job.opened, name)
    with session.session(job.opened) as connection:
        session.begin(connection, timeout_s, read_only=True)
        catalogue = load(connection, allowed, names)
        if "table" not in arguments:
            return {"tables": [_described(name, catalogue) for name in names if _there(catalogue, name)]}
        table = catalogue.named(arguments["table"])
        if "key" in arguments:
            return _one(connection, table, arguments)
        return _some(connection, table, arguments)


def _one(connection: Connection, table: Table, arguments: JsonDict) -> JsonDict:
    if not table.keyed:
        raise Invalid(f"{table.object} has no primary key; search it instead.")
    key = record.find(connection, table, values.given(table, arguments["key"]))
    row = record.read(connection, table, key)
    if row is None:
        raise Invalid(f"There is no such {table.object}.")
    wanted = {column.name for column in _columns(table, arguments)}
    return _row(table, {name: value for name, value in row.items() if name in wanted or name in table.key})


def _some(connection: Connection, table: Table, arguments: JsonDict) -> JsonDict:
    columns, limit = _columns(table, arguments), int(arguments["limit"])
    conditions, texts = _conditions(table, arguments)
    order = table.key or tuple(column.name for column in columns if not column.kind)[:1]
    query = sql.SQL("SELECT {} FROM {} WHERE {} ORDER BY {} LIMIT {}").format(
        record.columns_of(columns),
        table.identifier,
        sql.SQL(" AND ").join([sql.SQL("true"), *conditions]),
        sql.SQL(", ").join(sql.Identifier(name) for name in order) if order else sql.SQL("1"),
        limit + 1,
    )
    found = connection.execute(query, texts).fetchall()
    rows = [_row(table, values.cells(columns, row)) for row in found[:limit]]
    return {"object": table.object, "rows": rows, "more": len(found) > limit}


def _columns(table: Table, arguments: JsonDict) -> list[Column]:
    asked = arguments.get("columns")
    columns = [table.column(name) for name in asked] if asked else list(table.readable)
    hidden = [column.name for column in columns if not column.readable]
    if hidden or not columns:
        raise Invalid(f"This login may not read {', '.join(hidden) or 'anything'} of {table.object}.")
    keys = [table.by_name[name] for name in table.key if table.by_name[name].readable]
    return [*(column for column in keys if column not in columns), *columns]


def _conditions(table: Table, arguments: JsonDict) -> tuple[list[sql.Composed], list[str]]:
    conditions: list[sql.Composed] = []
    texts: list[str] = []
    for name, value in arguments.get("where", {}).items():
        several = value if isinstance(value, list) else [value]
        parts = [_equal(table, name, one, texts) for one in several]
        conditions.append(sql.SQL("({})").format(sql.SQL(" OR ").join([sql.SQL("false"), *parts])))
    for name, part in arguments.get("contains", {}).items():
        conditions.append(sql.SQL("position(lower(%s) IN lower({})) > 0").format(values.as_text(table.column(name))))
        texts.append(str(part))
    return conditions, texts


def _equal(table: Table, name: str, value: Any, texts: list[str]) -> sql.Composed:
    column = table.column(name)
    if value is None:
        return sql.SQL("{} IS NULL").format(sql.Identifier(name))
    given = values.given(table, {name: value})[name]
    texts.append(values.text(given) or "")
    if column.kind == "json":
        return sql.SQL("{} = %s").format(values.as_text(column))
    return sql.SQL("{} = {}").format(sql.Identifier(name), values.cast(column))


def _row(table: Table, row: values.Cells) -> JsonDict:
    key = record.key_of(table, row)
    dumped = {name: value and value.model_dump(mode="json") for name, value in row.items()}
    return {
        "record": record.name(table, row, key),
        "key": {name: value.text for name, value in key.items()},
        "values": dumped,
    }


def _there(catalogue: Catalogue, name: str) -> bool:
    return any(table.ticked_as == name for table in catalogue.tables.values())


def _described(name: str, catalogue: Catalogue) -> JsonDict:
    table = catalogue.named(name)
    return {
        "table": name,
        "object": table.object,
        "label": table.ticked.label,
        "key": list(table.key),
        "writes": table.keyed and table.kind in ("r", "p") and not table.ruled and not catalogue.read_only,
        "triggers": bool(table.fires),
        "columns": [_column(column) for column in table.readable],
    }


def _column(column: Column) -> JsonDict:
    marks = {
        "required": column.required,
        "default": column.default,
        "generated": column.generated,
        "identity": column.identity,
    }
    written = {"create": column.insertable, "update": column.updatable}
    return {"name": column.name, "type": column.type, **marks, **written}
