"""From an agent's arguments to steps on rows that are there, and that this login may write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.connectors.contract import JsonDict, Value, Verb
from apps.connectors.drivers.sql import record, values
from apps.connectors.drivers.sql.catalogue import Catalogue, Table
from apps.connectors.drivers.sql.rows import Do, Step
from apps.connectors.drivers.sql.session import Connection
from apps.connectors.jobs import Job
from apps.core.errors import Invalid

KINDS = {"v": "a view", "m": "a materialized view", "f": "a foreign table"}
LARGEST = 2**53 - 1


@dataclass(frozen=True)
class Asked:
    """One row as an agent asks for it, not looked up yet."""

    do: Do
    table: str
    key: JsonDict = field(default_factory=dict)
    set: JsonDict = field(default_factory=dict)
    exact: dict[str, str | None] = field(default_factory=dict)
    expect: dict[str, str | None] = field(default_factory=dict)
    restore: bool = False


def asked(job: Job) -> tuple[Asked, ...]:
    """The rows that a call names, in order."""
    arguments = job.arguments
    if "steps" in arguments:
        return tuple(Asked(**{**step, "do": Do(step["do"])}) for step in arguments["steps"])
    do = {Verb.CREATE: Do.CREATE, Verb.DELETE: Do.DELETE}.get(job.tool.verb, Do.UPDATE)
    return (Asked(do=do, **arguments),)


def plain(catalogue: Catalogue, arguments: JsonDict) -> JsonDict:
    """The arguments as they stand in a document: a value no document can carry becomes the column's own text."""
    if "steps" in arguments:
        return {**arguments, "steps": [plain(catalogue, step) for step in arguments["steps"]]}
    table = catalogue.named(arguments["table"])
    kept: JsonDict = {}
    exact: dict[str, str | None] = {}
    for name, value in arguments.get("set", {}).items():
        if isinstance(value, dict | list | float):
            exact[name] = values.text(values.given(table, {name: value})[name])
        else:
            kept[name] = _carried(value)
    key = {name: _carried(value) for name, value in arguments.get("key", {}).items()}
    found = {**arguments, "key": key, "set": kept, "exact": exact | arguments.get("exact", {})}
    return {name: value for name, value in found.items() if value not in ({}, None)}


def step(connection: Connection, catalogue: Catalogue, wanted: Asked) -> Step:
    """The step on its row, found inside this transaction. Raises Invalid."""
    table = catalogue.named(wanted.table)
    _writable(catalogue, table)
    new = values.given(table, wanted.set, wanted.exact)
    _permitted(table, wanted.do, new)
    key: dict[str, Value] = {}
    if wanted.do is not Do.CREATE:
        key = record.find(connection, table, values.given(table, wanted.key))
    expect = values.given(table, {}, wanted.expect)
    return Step(do=wanted.do, table=wanted.table, key=key, set=new, expect=expect, restore=wanted.restore)


def _writable(catalogue: Catalogue, table: Table) -> None:
    if catalogue.read_only:
        raise Invalid("This login may only read.")
    if table.kind not in ("r", "p"):
        raise Invalid(f"{table.object} is {KINDS.get(table.kind, 'not a table')}: it can only be read.")
    if table.ruled:
        raise Invalid(f"{table.object} has rewrite rules: it can only be read.")
    if not table.keyed:
        raise Invalid(f"{table.object} has no primary key that this login may read: it can only be read.")


def _permitted(table: Table, do: Do, new: Mapping[str, Any]) -> None:
    if do is Do.DELETE:
        if not table.deletable:
            raise Invalid(f"This login may not delete from {table.object}.")
        return
    if do is Do.UPDATE and not new:
        raise Invalid("An update sets at least one column.")
    for name in new:
        column = table.column(name)
        if column.generated:
            raise Invalid(f"{name} is computed by the database; leave it out.")
        if not (column.insertable if do is Do.CREATE else column.updatable):
            raise Invalid(f"This login may not write {name} of {table.object}.")
        if not column.readable:
            raise Invalid(f"This login may not read {name} of {table.object}, so a change to it cannot be shown.")


def _carried(value: Any) -> Any:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if isinstance(value, float) or (whole and abs(value) > LARGEST) else value
