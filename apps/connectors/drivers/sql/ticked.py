"""What an admin ticked: which tables may be seen, and what each is to people and to policy."""

from pydantic import ValidationError

from apps.connectors.contract import Frozen, Opened
from apps.core.errors import Invalid


class MoneyColumns(Frozen):
    amount: str
    currency: str  # a column, or a currency code such as USD
    category: str = "refund"


class Ticked(Frozen):
    object: str = ""  # "Case"; empty: the table's name
    label: str = ""  # the column people know a row by; empty: its key
    triggers_ok: bool = False  # its triggers may run in a preview that is rolled back
    permissions: bool | tuple[str, ...] = False  # a write here, or to these columns, changes who may do what
    money: MoneyColumns | None = None
    outside: tuple[str, ...] | None = None  # columns that people outside write; None: any may hold such text


def tables(opened: Opened) -> dict[str, Ticked]:
    """The ticked tables by name, as `cases` or `schema.cases`. Raises Invalid."""
    entries = opened.address.get("tables", {})
    try:
        return {str(name): Ticked.model_validate(entry) for name, entry in entries.items()}
    except (ValidationError, AttributeError):
        raise Invalid("The list of ticked tables cannot be read; tick them again.") from None


def named(opened: Opened, name: str) -> Ticked:
    """One ticked table. Raises Invalid for any other."""
    ticked = tables(opened)
    if name not in ticked:
        known = ", ".join(sorted(ticked)) or "none yet"
        raise Invalid(f"The table {name} is not ticked for this connection. Ticked: {known}.")
    return ticked[name]
