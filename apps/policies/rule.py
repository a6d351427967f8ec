"""What a sentence means: frozen, typed, free of wording. `language` turns it into text and back.

A rule is one or more clauses; each clause is one effect on some targets, under one condition.
"""

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

ANYTHING = "anything"
EVERYTHING_ELSE = "everything else"
TOOL = "tool"


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(Frozen):
    """Something of the workspace: known by id, so that a new name changes no meaning."""

    id: str
    name: str


class Op(StrEnum):
    OVER = ">"
    AT_LEAST = ">="
    UNDER = "<"
    UP_TO = "<="


class Amount(Frozen):
    """The money moved, against a limit in one currency. Another currency cannot be told."""

    kind: Literal["amount"] = "amount"
    op: Op
    amount: int = Field(ge=0, lt=10**15)  # minor units
    currency: str


class Recipients(Frozen):
    kind: Literal["recipients"] = "recipients"
    which: Literal["outside", "inside", "only inside"]  # at least one outside, at least one inside, all inside


class Fields(Frozen):
    kind: Literal["fields"] = "fields"
    which: Literal["any", "only"]
    names: tuple[str, ...] = Field(min_length=1)


class Count(Frozen):
    kind: Literal["count"] = "count"
    op: Op
    number: int = Field(ge=0, lt=10**15)


Test: TypeAlias = Annotated[Amount | Recipients | Fields | Count, Field(discriminator="kind")]


class EveryOf(Frozen):
    kind: Literal["every"] = "every"
    of: tuple["Condition", ...] = Field(min_length=2)


class AnyOf(Frozen):
    kind: Literal["any of"] = "any of"
    of: tuple["Condition", ...] = Field(min_length=2)


Condition: TypeAlias = Annotated[
    Amount | Recipients | Fields | Count | EveryOf | AnyOf,
    Field(discriminator="kind"),
]


class Target(Frozen):
    """Which actions: a kind of deed, narrowed to connectors and objects (any of them; none: all)."""

    deed: str  # anything, everything else, tool, a verb's group (read, write, create …) or a category's id
    tool: str = ""
    connectors: tuple[Named, ...] = ()
    objects: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()  # the objects an "only write to" leaves alone


class Need(Frozen):
    """So many different people, each in any of these groups; no group: anyone who may sign."""

    people: int = Field(ge=1, le=20)
    groups: tuple[Named, ...] = ()


class Effect(StrEnum):
    AUTO = "auto"
    ASK = "ask"
    SUGGEST = "suggest"
    DENY = "deny"


class Clause(Frozen):
    effect: Effect
    targets: tuple[Target, ...] = Field(min_length=1)
    needs: tuple[Need, ...] = ()  # of an ask; all must hold
    agents: tuple[Named, ...] = ()  # none: all of them
    undoing: bool = False  # speaks of taking such actions back, not of doing them
    condition: Condition | None = None


class Rule(Frozen):
    clauses: tuple[Clause, ...] = Field(min_length=1)


def tests_in(condition: Condition | None) -> tuple[Test, ...]:
    """Every single test of a condition, in the order of reading."""
    if condition is None:
        return ()
    if isinstance(condition, EveryOf | AnyOf):
        return tuple(test for part in condition.of for test in tests_in(part))
    return (condition,)
