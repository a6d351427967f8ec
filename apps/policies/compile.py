"""Rules → handles that answer in one question, sliced so that the cost stays flat however many rules there are."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias, TypeGuard

from cedarpy import Schema, validate_policies
from pydantic import TypeAdapter

from apps.core.canonical import digest_of_bytes
from apps.policies import cedar
from apps.policies.part import Part
from apps.policies.rule import Amount, Clause, Computed, Count, Effect, Fields, Recipients, Rule, Type, tests_in
from apps.policies.slices import Slices
from apps.policies.told import House
from apps.policies.told.key import key
from apps.policies.told.likely import free
from apps.policies.vocabulary import Vocabulary
from apps.policies.written import title

RESERVED = frozenset({"floor", "undo", "ladder", "risk", "organisation", "plan", "workspace", "provenance"})
Arguments: TypeAlias = frozenset[tuple[str, Type]]
Rules: TypeAlias = tuple[tuple[str, Rule], ...]
RULES: TypeAdapter[Rules] = TypeAdapter(Rules)


class NotCompiled(ValueError):
    """These rules cannot be asked: nothing may be decided by them."""


@dataclass(frozen=True)
class Compiled:
    digest: str
    parts: tuple[Part, ...]
    house: House
    admins: str
    tests: dict[str, Computed]  # what is told before Cedar, by the name it has there
    arguments: dict[str, Type]  # of tools, that rules in Cedar ask for
    free: tuple[str, ...]  # the kinds of deed that are named freely
    slices: Slices = field(repr=False)

    @property
    def domains(self) -> frozenset[str]:
        return frozenset(self.house.domains)

    @property
    def text(self) -> str:
        """The whole policy as Cedar."""
        return "".join(part.text for part in self.parts)


def compile_rules(rules: Sequence[tuple[str, Rule]], vocabulary: Vocabulary) -> Compiled:
    """The rules of a policy in their order, validated. The same rules give the same handles."""
    ids = [rule_id for rule_id, _ in rules]
    if len(set(ids)) < len(ids) or RESERVED & set(ids):
        raise NotCompiled("Each rule has an id of its own; those of what is built in are taken.")
    return _compiled(RULES.dump_json(tuple(rules)), vocabulary.house, vocabulary.admins)


@lru_cache(maxsize=256)
def _compiled(rules: bytes, house: House, admins: str) -> Compiled:
    parts = tuple(_parts(RULES.validate_json(rules)))
    tests = {key(test): test for part in parts for test in tests_in(part.clause.condition) if _computed(test)}
    arguments = {name: kind for part in parts if part.clause.code for name, kind in part.clause.code.arguments}
    _validated(parts, frozenset(tests), frozenset(arguments.items()))
    own = house.model_copy(update={"domains": tuple(sorted(set(map(str.casefold, house.domains))))})
    digest = digest_of_bytes(rules + json.dumps([own.model_dump(), admins]).encode())
    named = free(target.deed for part in parts for target in part.clause.targets)
    return Compiled(
        digest=digest, parts=parts, house=own, admins=admins, tests=tests, arguments=arguments, free=named,
        slices=Slices(parts),
    )  # fmt: skip


def _computed(test: object) -> TypeGuard[Computed]:
    return not isinstance(test, Amount | Recipients | Count | Fields)


def _parts(rules: Rules) -> Iterator[Part]:
    at = 0
    for number, (rule_id, rule) in enumerate(rules, start=1):
        for clause in rule.clauses:
            if clause.effect is Effect.ALWAYS:
                continue  # it holds without being asked
            yield Part(rule_id, number, title(rule), clause, _text(clause, at))
            at += 1


def _text(clause: Clause, at: int) -> str:
    """The clause as it surely holds, and beside it as it may hold where that differs."""
    sure, maybe = (cedar.policy(clause, f"{at}", maybe=unsure) for unsure in (False, True))
    return sure if sure == maybe else sure + cedar.policy(clause, f"{at}?", maybe=True)


def _validated(parts: Iterable[Part], told: frozenset[str], arguments: Arguments) -> None:
    result = validate_policies("".join(part.text for part in parts), _schema(told, arguments))
    if not result.validation_passed:
        raise NotCompiled("; ".join(map(str, result.errors)))


@lru_cache(maxsize=16)
def _schema(told: frozenset[str], arguments: Arguments) -> Schema:
    return Schema.from_json_str(cedar.schema_text(sorted(told), dict(arguments)))
