"""What a sentence means: frozen, typed, free of wording. `language` turns it into text and back.

A rule is one or more clauses; each clause is one effect on some targets, under one condition.
"""

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from apps.policies.frozen import Frozen, Named, Op
from apps.policies.moments import Before, Clock, Freeze, Weekday, WorkingHours, Yearly
from apps.policies.terms import (
    ANYTHING,
    EVERYTHING_ELSE,
    RELATION,
    TOOL,
    Age,
    Amount,
    AskedBy,
    Attribute,
    Compared,
    Computed,
    Count,
    Each,
    Earlier,
    Fields,
    Finds,
    First,
    Given,
    Has,
    IsDeed,
    Listed,
    Native,
    Number,
    Origin,
    Passed,
    Recipients,
    RiskIs,
    Says,
    Share,
    Tagged,
    Target,
    Test,
    Total,
    Undoable,
    Worth,
)

__all__ = [
    "ANYTHING",
    "EVERYTHING_ELSE",
    "RELATION",
    "TOOL",
    "Age",
    "Amount",
    "AnyOf",
    "AskedBy",
    "Attribute",
    "Before",
    "Clause",
    "Clock",
    "Coded",
    "Compared",
    "Computed",
    "Condition",
    "Count",
    "Each",
    "Earlier",
    "Effect",
    "EveryOf",
    "Extra",
    "Fields",
    "Finds",
    "First",
    "Freeze",
    "Frozen",
    "Given",
    "Has",
    "IsDeed",
    "Listed",
    "Named",
    "Native",
    "Need",
    "Not",
    "Number",
    "Op",
    "Origin",
    "Passed",
    "Recipients",
    "RiskIs",
    "Rule",
    "Says",
    "Share",
    "Tagged",
    "Target",
    "Test",
    "Total",
    "Type",
    "Undoable",
    "Weekday",
    "WorkingHours",
    "Worth",
    "Yearly",
    "negated",
    "tests_in",
]


class Not(Frozen):
    """One test turned round. What has none of it cannot be told to be otherwise."""

    kind: Literal["not"] = "not"
    test: Test


class EveryOf(Frozen):
    kind: Literal["every"] = "every"
    of: tuple["Condition", ...] = Field(min_length=2)


class AnyOf(Frozen):
    kind: Literal["any of"] = "any of"
    of: tuple["Condition", ...] = Field(min_length=2)


Type: TypeAlias = Literal["String", "Long", "Boolean", "Set"]  # of a tool's argument, as Cedar knows it
Condition: TypeAlias = Annotated[Native | Computed | Not | EveryOf | AnyOf, Field(discriminator="kind")]


# --- what shall happen ------------------------------------------------------------------------------------------------


class Need(Frozen):
    """So many different people, each in any of these groups or relations; none: anyone who may sign."""

    people: int = Field(ge=1, le=20)
    groups: tuple[Named, ...] = ()


class Extra(Frozen):
    """What is owed besides: each signer's key, a second channel, a hold, a word to somebody, a reason, an end."""

    kind: Literal["security key", "second channel", "hold", "tell", "give", "expire"]
    seconds: int = Field(default=0, ge=0, lt=10**9)  # of hold and expire
    who: tuple[Named, ...] = ()  # of tell
    what: tuple[str, ...] = ()  # of give


class Effect(StrEnum):
    AUTO = "auto"
    ASK = "ask"
    SUGGEST = "suggest"
    DENY = "deny"
    OWE = "owe"  # lets nothing and forbids nothing: what runs or is signed owes something besides
    ALWAYS = "always"  # restates what holds without any rule


class Coded(Frozen):
    """What an expert wrote in Cedar: a name, and the conditions as they stand behind the head; none: always."""

    id: str = Field(min_length=1)
    when: str = ""
    arguments: tuple[tuple[str, Type], ...] = ()  # those of tools that it asks for


class Clause(Frozen):
    effect: Effect
    targets: tuple[Target, ...] = Field(min_length=1)
    needs: tuple[Need, ...] = ()  # of an ask; all must hold
    in_order: bool = False  # the needs are met one after the other
    later_s: int = Field(default=0, ge=0, lt=10**9)  # of an auto with needs: they sign within this time afterwards
    extras: tuple[Extra, ...] = ()
    agents: tuple[Named, ...] = ()  # none: all of them
    undoing: bool = False  # speaks of taking such actions back, not of doing them
    condition: Condition | None = None
    code: Coded | None = None  # in place of a condition
    restates: Literal["", "own request", "same person", "logged", "signed text", "no doubling"] = ""

    @property
    def conditional(self) -> bool:
        return bool(self.condition or (self.code and self.code.when))


class Rule(Frozen):
    clauses: tuple[Clause, ...] = Field(min_length=1)


def tests_in(condition: Condition | None) -> tuple[Native | Computed, ...]:
    """Every single test of a condition, in the order of reading."""
    if condition is None:
        return ()
    if isinstance(condition, EveryOf | AnyOf):
        return tuple(test for part in condition.of for test in tests_in(part))
    return (condition.test,) if isinstance(condition, Not) else (condition,)


def negated(condition: Condition) -> Condition:
    """The condition turned round, down to its single tests."""
    if isinstance(condition, Not):
        return condition.test
    if isinstance(condition, EveryOf):
        return AnyOf(of=tuple(map(negated, condition.of)))
    if isinstance(condition, AnyOf):
        return EveryOf(of=tuple(map(negated, condition.of)))
    return Not(test=condition)
