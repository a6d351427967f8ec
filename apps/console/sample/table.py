"""A person's own cases as a CSV file: what stands in each column, and every mistake with its place."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from apps.console.sample import csvfile
from apps.console.sample.csvfile import Mistake, Row
from apps.console.sample.letters import Letter, items
from apps.core import money
from apps.core.errors import Invalid

COLUMNS = {
    "number": "the case's number, such as 00050001; once in the file",
    "name": "the customer's name",
    "email": "the customer's address, such as m.oduya@fernhill.example",
    "order": "the order's number, such as HP-20001; once in the file",
    "items": "what was bought, such as: 2 x Tern wall lamp 84.00; Reed basket 38.00 (the payment is their sum)",
    "subject": "the first line people see",
    "body": "what the customer wrote; may have several lines when quoted",
    "currency": "three letters, such as EUR; empty: USD",
    "placed_on": "the day of the order, such as 2026-04-11; empty: nine days ago",
}
OPTIONAL = ("currency", "placed_on")
LONGEST = {"body": 20_000, "subject": 300, "items": 5_000}
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")


def letters(content: bytes, now: datetime) -> tuple[tuple[int, Letter], ...]:
    """Every row as a letter, with its line. Raises Invalid with all mistakes there are."""
    sheet = csvfile.read(content, COLUMNS, OPTIONAL)
    mistakes = [mistake for row in sheet.rows for mistake in _mistakes(row, now.date())]
    if not sheet.rows and not sheet.mistakes:
        mistakes.append(Mistake(2, "", "there is no case here; write one a line under the names of the columns"))
    refuse([*sheet.mistakes, *mistakes, *_repeated(sheet.rows)])
    return tuple((row.line, _letter(row.cells, now)) for row in sheet.rows)


def refuse(mistakes: Iterable[Mistake]) -> None:
    """Raises Invalid with these mistakes in the order of the file, unless there are none."""
    told = tuple(map(str, sorted(mistakes)))
    if told:
        count = "One mistake" if len(told) == 1 else f"{len(told)} mistakes"
        raise Invalid(f"{count} in the file; nothing was loaded.", told)


def _mistakes(row: Row, today: date) -> Iterator[Mistake]:
    for name in COLUMNS:
        value = row.cells.get(name, "")
        wrong = _wrong(name, value, today)
        if wrong:
            yield Mistake(row.line, name, wrong)
    if not _wrong("items", row.cells["items"], today) and not _wrong("currency", row.cells.get("currency", ""), today):
        yield from _unpayable(row)


def _wrong(name: str, value: str, today: date) -> str:
    """What is wrong with one value, and what to write; empty where it is right."""
    if not value:
        return "" if name in OPTIONAL else f"nothing stands here; write {COLUMNS[name]}"
    if "\x00" in value:
        return "there is an invisible character (NUL) in it; remove it"
    longest = LONGEST.get(name, 200)
    if len(value) > longest:
        return f"{len(value):,} characters are too many; write at most {longest:,}"
    fits: dict[str, Callable[[str], bool]] = {
        "email": _is_email,
        "items": _is_order,
        "currency": _is_currency,
        "placed_on": lambda text: _is_day(text, today),
    }
    if name in fits and not fits[name](value):
        return f"{value[:60]!r} does not fit; write {COLUMNS[name]}"
    return ""


def _is_email(text: str) -> bool:
    return EMAIL.fullmatch(text) is not None


def _is_order(text: str) -> bool:
    try:
        return bool(items(text))
    except ValueError:
        return False


def _is_currency(text: str) -> bool:
    return re.fullmatch("[A-Za-z]{3}", text) is not None


def _is_day(text: str, today: date) -> bool:
    try:
        return date.fromisoformat(text) <= today
    except ValueError:
        return False


def _unpayable(row: Row) -> Iterator[Mistake]:
    """The sum must be something that a card can be charged in this currency."""
    currency = row.cells.get("currency", "").upper() or "USD"
    total = sum(item.price * item.quantity for item in items(row.cells["items"]))
    try:
        positive = money.parse(str(total), currency).amount > 0
    except ValueError:
        yield Mistake(row.line, "items", f"{total} is finer than the smallest unit of {currency}; write whole units")
        return
    if not positive or total >= 10_000_000:
        yield Mistake(
            row.line, "items", f"the sum is {total}; write prices that come to more than nothing, under ten million"
        )


def _repeated(rows: Sequence[Row]) -> Iterator[Mistake]:
    for name in ("number", "order"):
        first: dict[str, int] = {}
        for row in rows:
            value = row.cells[name]
            if value and value in first:
                yield Mistake(row.line, name, f"{value} stands in line {first[value]} already; write another one")
            first.setdefault(value, row.line)


def _letter(cells: dict[str, str], now: datetime) -> Letter:
    placed = cells.get("placed_on", "")
    days = (now.astimezone(UTC).date() - date.fromisoformat(placed)).days if placed else 9
    return Letter(
        number=cells["number"], name=cells["name"], email=cells["email"].lower(), order=cells["order"],
        bought=items(cells["items"]), subject=cells["subject"], body=cells["body"],
        currency=cells.get("currency", "").upper() or "USD", details={"channel": "file"}, days_since_order=days,
    )  # fmt: skip
