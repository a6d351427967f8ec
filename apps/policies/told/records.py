"""Tests of a record's fields as they are before the write: its own, or those of a record that it hangs on."""

from typing import Any, TypeAlias

from apps.policies.rule import Attribute, Has
from apps.policies.told.asked import Asked, Told, known, normal
from apps.policies.told.names import pick

OWN = "record"
STATES = ("status", "state", "standing", "stage", "phase", "condition", "flags", "tags", "labels")
RANKS = (
    "tier",
    "plan",
    "segment",
    "type",
    "level",
    "class",
    "category",
    "kind",
    "priority",
    "severity",
    "tags",
    "group",
)
RANKED = frozenset(map(normal, (
    "vip", "gold", "silver", "bronze", "platinum", "enterprise", "premium", "standard", "basic", "free", "trial", "pro",
    "business", "critical", "high", "medium", "low", "urgent", "internal", "external", "employee", "contractor",
    "executive", "strategic", "government", "wholesale", "retail",
)))  # fmt: skip
Fields: TypeAlias = dict[str, Any]


def attribute(test: Attribute, asked: Asked) -> Told:
    fields, told = _fields(test.of, asked)
    if fields is None:
        return told
    wanted = set(map(normal, test.values))
    return _named(fields, test, wanted) if test.name else _said(fields, wanted)


def has(test: Has, asked: Asked) -> Told:
    fields, told = _fields(test.of, asked)
    if fields is None:
        return told
    what = normal(test.what)
    found, value = pick(fields, (what, f"has {what}", f"{what}d", f"{what}ed", f"open {what}", f"{what} count"))
    if not found:
        return Told.UNKNOWN
    return known(bool(value) and normal(str(value)) not in ("none", "no", "false"))


def _fields(of: str, asked: Asked) -> tuple[Fields | None, Told]:
    """The fields of the record that is meant; without them, what that says of a test."""
    around = asked.around
    found, value = pick(around.related, (of,))
    if found:
        return (value, Told.UNKNOWN) if isinstance(value, dict) else (None, Told.NONE)
    own = {OWN, normal(asked.object_name), normal(asked.question.object), "action", "it"}
    if normal(of) not in own:
        return None, Told.UNKNOWN
    fields = dict(around.arguments) | dict(around.record or {})
    return (fields, Told.UNKNOWN) if fields else (None, Told.UNKNOWN)


def _named(fields: Fields, test: Attribute, wanted: set[str]) -> Told:
    found, value = pick(fields, (test.name, f"{test.of} {test.name}"))
    if not found:
        return Told.UNKNOWN
    return Told.NONE if value is None else known(bool(_texts(value) & wanted))


def _said(fields: Fields, wanted: set[str]) -> Told:
    """Whether any field says that the record is so: a yes-or-no of that name, its status, its tier."""
    found, value = pick(fields, {*wanted, *(f"is {each}" for each in wanted)})
    if found and isinstance(value, bool):
        return known(value)
    speaking = RANKS if wanted <= RANKED else (*STATES, "type", "category", "kind")
    if any(
        _texts(value) & wanted for name, value in fields.items() if normal(name) in set(map(normal, STATES + RANKS))
    ):
        return Told.YES
    return Told.NO if pick(fields, speaking)[1] is not None else Told.UNKNOWN


def _texts(value: Any) -> set[str]:
    several = value if isinstance(value, list | tuple) else [value]
    yes = {True: "yes", False: "no"}
    return {normal(yes[each] if isinstance(each, bool) else str(each)) for each in several}
