"""Tests of a record's fields as they are before the write: its own, or those of a record that it hangs on."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from apps.connectors.contract import Known
from apps.policies.rule import Attribute, Has
from apps.policies.told.around import of_action, of_related
from apps.policies.told.asked import Asked, Told, known, normal
from apps.policies.told.names import pick

OWN = "record"
STATES = ("status", "state", "standing", "stage", "phase", "condition", "flags", "tags", "labels")
RANKING = ("tier", "plan", "segment", "type", "level", "class", "category", "kind", "priority", "severity")
RANKS = (*RANKING, "tags", "group")  # of one record several
RANKED = frozenset(map(normal, (
    "vip", "gold", "silver", "bronze", "platinum", "enterprise", "premium", "standard", "basic", "free", "trial", "pro",
    "business", "critical", "high", "medium", "low", "urgent", "internal", "external", "employee", "contractor",
    "executive", "strategic", "government", "wholesale", "retail",
)))  # fmt: skip
EMPTY = frozenset(map(normal, ("empty", "missing", "blank", "not set", "unset")))
FULL = frozenset(map(normal, ("set", "filled", "filled in", "present")))
Fields: TypeAlias = dict[str, Any]


def attribute(test: Attribute, asked: Asked) -> Told:
    if test.of == OWN and normal(test.name) == "currency" and (moved := _currency(asked)):
        return known(moved in set(map(normal, test.values)))
    if not test.name and normal(test.of) in map(normal, RANKING):  # "the tier is gold": the field of that name
        test = test.model_copy(update={"of": OWN, "name": test.of})
    fields, told = _fields(test.of, asked)
    if test.name:
        told = _named(fields or {}, test, set(map(normal, test.values))) if fields or told is Told.UNKNOWN else told
        if told is Told.UNKNOWN and test.of == OWN:
            told = _nearby(test, asked)
        return _beside(test, asked) if told is Told.UNKNOWN else told
    if fields is None and told is Told.UNKNOWN and (so := _as_field(test, asked)) is not Told.UNKNOWN:
        return so
    if told is Told.NONE:
        return told
    said = _said(fields, set(map(normal, test.values))) if fields else Told.UNKNOWN
    if said is Told.YES:
        return said
    freely = _any(_freely(value, test.of, fields, asked) for value in test.values)
    return said if freely is Told.UNKNOWN else freely


def has(test: Has, asked: Asked) -> Told:
    fields, told = _fields(test.of, asked)
    if told is Told.NONE:
        return told
    what = normal(test.what)
    names = (what, f"has {what}", f"{what}d", f"{what}ed", f"open {what}", f"{what} count")
    found, value = pick(fields or {}, names)
    if not found:
        return _freely(test.what, test.of, fields, asked, had=True)
    return known(bool(value) and normal(str(value)) not in ("none", "no", "false"))


def _freely(phrase: str, of: str, fields: Fields | None, asked: Asked, *, had: bool = False) -> Told:
    if normal(of) in _own(asked):
        return of_action(phrase, asked, had=had)
    return of_related(phrase, of, fields, asked, had=had)


def _any(told: Iterable[Told]) -> Told:
    said = set(told)
    return Told.YES if Told.YES in said else Told.UNKNOWN if Told.UNKNOWN in said else Told.NO


def _fields(of: str, asked: Asked) -> tuple[Fields | None, Told]:
    """The fields of the record that is meant; without them, what that says of a test."""
    around = asked.around
    found, value = pick(around.related, (of,))
    if found:
        return (value, Told.UNKNOWN) if isinstance(value, dict) else (None, Told.NONE)
    if normal(of) not in _own(asked):
        return None, Told.UNKNOWN
    fields = _written(asked)
    return (fields, Told.UNKNOWN) if fields else (None, Told.UNKNOWN)


def _own(asked: Asked) -> set[str]:
    return {OWN, normal(asked.object_name), normal(asked.question.object), "action", "it"}


def _currency(asked: Asked) -> str:
    """In which currency money moves; nothing where none does, or it cannot be told."""
    fact = asked.question.facts.money
    value = fact.value if isinstance(fact, Known) else None
    return normal(str(value.get("currency") or "")) if isinstance(value, dict) else ""


def _named(fields: Fields, test: Attribute, wanted: set[str]) -> Told:
    found, value = pick(fields, (test.name, f"{test.of} {test.name}"))
    if not found:
        return Told.UNKNOWN
    if wanted <= EMPTY | FULL and not _texts(value) & wanted:
        return known(bool(value) is (wanted <= FULL)) if wanted <= EMPTY or wanted <= FULL else Told.UNKNOWN
    return Told.NONE if value is None else known(bool(_texts(value) & (wanted | {"0"} if "zero" in wanted else wanted)))


def _nearby(test: Attribute, asked: Asked) -> Told:
    """`whose tier is gold`: where one alone of the records that it hangs on has such a field, that is meant."""
    having = [fields for fields in asked.around.related.values() if fields and pick(fields, (test.name,))[0]]
    return _named(having[0], test, set(map(normal, test.values))) if len(having) == 1 else Told.UNKNOWN


def _beside(test: Attribute, asked: Asked) -> Told:
    """The customer's tier, where it stands among the action's own fields; its account, where that is a record."""
    told = _named(
        _written(asked), test.model_copy(update={"name": f"{test.of} {test.name}"}), set(map(normal, test.values))
    )
    ranks = normal(test.name) in map(normal, RANKING)  # is a field again
    if told is Told.UNKNOWN and not ranks and pick(asked.around.related, (test.name,))[0]:
        return attribute(Attribute(of=test.name, values=test.values), asked)
    return told


def _as_field(test: Attribute, asked: Asked) -> Told:
    """`the contract term is ended`: the field of that name, where the action or one record has it."""
    field = test.model_copy(update={"of": OWN, "name": test.of})
    told = _named(_written(asked), field, set(map(normal, test.values)))
    return _nearby(field, asked) if told is Told.UNKNOWN else told


def _written(asked: Asked) -> Fields:
    return dict(asked.around.arguments) | dict(asked.around.record or {})


def _said(fields: Fields, wanted: set[str]) -> Told:
    """Whether any field says that the record is so: a yes-or-no of that name, its status, its tier."""
    found, value = pick(fields, {*wanted, *(f"is {each}" for each in wanted)})
    if found and isinstance(value, bool):
        return known(value)
    if any(len(each.split(" ")) > 2 for each in wanted):
        return Told.UNKNOWN  # a status of one word says nothing of it
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
