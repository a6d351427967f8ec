"""What surrounds an action: what a sentence may ask beside the tool's own facts. Plain values, JSON as they stand.

A thing that is left out (None, or a name that is not there) cannot be told; null under a name says that it has none.
"""

from typing import Any, TypeAlias

from pydantic import AwareDatetime, Field

from apps.connectors.contract import UndoKind
from apps.policies.rule import Frozen

Fieldset: TypeAlias = dict[str, Any]


class SoFar(Frozen):
    """What such actions have moved so far in a period; this action is not in it."""

    period: str  # "hour", "day", "week", "month", "quarter", "year", "ever", "run", or a rolling window: "24 hours"
    per: str = ""  # of one "customer", "asker", "agent", "recipient", "record" …; "": of all together
    of: str = ""  # the kind of deed counted ("refunds"); "": such actions as this one
    count: int | None = Field(default=None, ge=0)
    amount: int | None = Field(default=None, ge=0)  # minor units
    currency: str = ""


class Figure(Frozen):
    """A value to compare the amount with: the order's total, what was paid, what is left of the budget."""

    amount: int | None = None  # minor units; None: cannot be told
    currency: str = ""


class Circumstances(Frozen):
    arguments: Fieldset = {}  # as validated, by their paths' first names
    record: Fieldset | None = None  # the record's fields before the write
    related: dict[str, Fieldset | None] = {}  # {"customer": {"tier": "gold"}}
    labels: tuple[str, ...] | None = None  # classes of the data touched: "confidential", "PII"
    kinds: tuple[str, ...] | None = None  # what sort of deed: "emergency", "international"
    places: tuple[str, ...] | None = None  # where it takes effect: "production", "main", "#general"
    text: str | None = None  # the outgoing text
    attachments: int | None = None
    at: AwareDatetime | None = None  # now
    recipient_zone: str = ""  # "America/New_York"
    freezes: tuple[str, ...] | None = None  # the named freezes in force
    so_far: tuple[SoFar, ...] = ()
    first_for: dict[str, bool | None] = {}  # {"customer": true}: nothing like it was done for this customer before
    ages: dict[str, float | None] = {}  # days: {"order": 12}
    figures: dict[str, Figure | None] = {}  # {"order": …, "budget": …}
    numbers: dict[str, float | None] = {}  # {"discount percent": 15, "seats": 3}
    earlier: tuple[str, ...] | None = None  # what the run has done, in order: tools, categories, "read Case"
    checks: dict[str, bool | None] = {}  # {"tests": true, "identity": false}
    lists: dict[str, bool | None] = {}  # whether the target stands on a list that it owns: {"known payees": false}
    given: dict[str, bool | None] = {}  # what came with it: {"reason": true, "ticket": false}
    asker_untold: bool = False  # nobody knows who asked, so what roles they have cannot be told
    undo: UndoKind | None = None  # how it could be taken back
