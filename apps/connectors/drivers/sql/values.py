"""Values as the server writes them: {type, text}. What an agent sends is turned into such text, and back by a cast."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from psycopg import sql

from apps.connectors import literals
from apps.connectors.contract import Value
from apps.connectors.drivers.sql.catalogue import Column, Table
from apps.core.errors import Invalid

Cells: TypeAlias = dict[str, Value | None]
Texts: TypeAlias = dict[str, str | None]

MOMENTS = ("timestamp", "date", "time")


def cells(columns: Sequence[Column], texts: Sequence[str | None]) -> Cells:
    """A row as the server wrote it."""
    return {column.name: cell(column, text) for column, text in zip(columns, texts, strict=True)}


def cell(column: Column, text: str | None) -> Value | None:
    return None if text is None else Value(type=column.type, text=text)


def text(value: Value | None) -> str | None:
    return None if value is None else value.text


def as_text(column: Column) -> sql.Composed:
    """The column in the server's own output form."""
    return sql.SQL("{}::text").format(sql.Identifier(column.name))


def cast(column: Column) -> sql.Composed:
    """A parameter that the server reads back as this column's type; the name comes from its own catalogue."""
    return sql.SQL("%s::{}").format(sql.SQL(column.cast))


def is_moment(value: Value | None) -> bool:
    return value is not None and value.type.startswith(MOMENTS)


def given(table: Table, arguments: Mapping[str, Any], exact: Mapping[str, str | None] | None = None) -> Cells:
    """What an agent sent for these columns; `exact` holds the server's own text. Raises Invalid."""
    found = {name: cell(table.column(name), _text_of(table.column(name), value)) for name, value in arguments.items()}
    for name, value in (exact or {}).items():
        if name in found:
            raise Invalid(f"{name} is given twice.")
        found[name] = cell(table.column(name), value)
    if any("\0" in (text(value) or "") for value in found.values()):
        raise Invalid("A value holds a NUL character, which PostgreSQL cannot store.")
    return found


def _text_of(column: Column, value: Any) -> str | None:
    if value is None:
        return None
    if column.kind:
        return literals.dump(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return str(value)
    if isinstance(value, list) and column.array:
        return _array(value)
    raise Invalid(f"{column.name} is {column.type}: give it as text, not as a {type(value).__name__}.")


def _array(items: Sequence[Any]) -> str:
    """PostgreSQL's array form."""
    return "{" + ",".join(_element(item) for item in items) + "}"


def _element(item: Any) -> str:
    if item is None:
        return "NULL"
    if isinstance(item, list):
        return _array(item)
    if isinstance(item, bool):
        return "true" if item else "false"
    if not isinstance(item, str | int | float):
        raise Invalid("An array holds text, numbers, true, false, null, or arrays of them.")
    return '"' + str(item).replace("\\", "\\\\").replace('"', '\\"') + '"'
