"""What policy may speak of: first from the arguments alone, then from the rows that were seen."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from apps.connectors.contract import CannotTell, Fact, Facts, HasNone, JsonDict, Known, Value
from apps.connectors.drivers.sql.plan import Asked
from apps.connectors.drivers.sql.rows import Row
from apps.connectors.drivers.sql.ticked import MoneyColumns, Ticked
from apps.core import money

CODE = re.compile(r"[A-Z]{3}")


def foretold(steps: Sequence[Asked], ticked: Mapping[str, Ticked]) -> Facts:
    """Before anything is touched: what cascades and triggers add is not known yet."""
    written = [(ticked[step.table], {**step.set, **step.exact}) for step in steps]
    objects = sorted({ticked[step.table].object or step.table for step in steps})
    ids = [", ".join(str(value) for value in step.key.values()) for step in steps]
    return Facts(
        money=CannotTell(why="Known after the preview.") if any(_pays(t, names) for t, names in written) else HasNone(),
        recipients=HasNone(),
        fields=Known(value=sorted({name for _, names in written for name in names})),
        permission_change=_permission([(entry, list(names)) for entry, names in written]),
        billing_change=HasNone(),
        count=CannotTell(why="Known after the preview."),
        record=_record(objects, ids),
    )


def seen(rows: Sequence[Row], ticked: Mapping[str, Ticked]) -> Facts:
    """All rows count, those nobody named too."""
    entries = [(ticked.get(row.table, Ticked()), row) for row in rows]
    objects = sorted({entry.object or row.table for entry, row in entries})
    return Facts(
        money=_money(entries),
        recipients=HasNone(),
        fields=Known(value=sorted({name for row in rows for name in row.changed})),
        permission_change=_permission([(entry, row.changed) for entry, row in entries]),
        billing_change=HasNone(),
        count=Known(value=len(rows)),
        record=_record(objects, [row.name.removeprefix(entry.object).strip() for entry, row in entries if row.named]),
    )


def _record(objects: Sequence[str], ids: Sequence[str]) -> Fact:
    """One kind of record, or none that a rule about one kind could be held against."""
    if len(objects) != 1:
        return CannotTell(why=f"Several kinds of record: {', '.join(objects)}.")
    return Known(value={"object": objects[0], "id": ids[0] if ids else "", "ids": list(ids)})


def _permission(written: Sequence[tuple[Ticked, Sequence[str]]]) -> Fact:
    if not any(entry.permissions for entry, _ in written):
        return HasNone()
    return Known(value=any(_grants(entry, names) for entry, names in written))


def _grants(entry: Ticked, names: Sequence[str]) -> bool:
    if isinstance(entry.permissions, bool):
        return entry.permissions
    return bool(set(entry.permissions) & set(names))


def _pays(entry: Ticked, names: Mapping[str, object]) -> bool:
    return entry.money is not None and entry.money.amount in names


def _money(entries: Sequence[tuple[Ticked, Row]]) -> Fact:
    moved = [_moved(entry.money, row) for entry, row in entries if entry.money and entry.money.amount in row.changed]
    if not moved:
        return HasNone()
    found = [one for one in moved if one is not None]
    kinds = {(one["currency"], one["category"]) for one in found}
    if len(found) != len(moved) or len(kinds) != 1:
        return CannotTell(why="The amounts cannot be added up.")
    return Known(value={**found[0], "amount": sum(int(one["amount"]) for one in found)})


def _moved(columns: MoneyColumns, row: Row) -> JsonDict | None:
    """How much the amount moves by; None where it cannot be read."""
    if columns.amount in row.at_run:
        return None
    cells = {**(row.before or {}), **(row.after or {})}
    currency = _code(cells.get(columns.currency)) if columns.currency in cells else columns.currency
    if currency is None or not CODE.fullmatch(currency):
        return None
    before, after = ((side or {}).get(columns.amount) for side in (row.before, row.after))
    try:
        step = Decimal(after.text if after else "0") - Decimal(before.text if before else "0")
        amount = money.parse(f"{abs(step):f}", currency).amount
    except (ValueError, InvalidOperation):
        return None
    return {"amount": amount, "currency": currency, "category": columns.category}


def _code(value: Value | None) -> str | None:
    return value.text.strip().upper() if value else None
