"""Rules → handles that answer in one question, sliced so that the cost stays flat however many rules there are."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TypeAlias

from cedarpy import Schema, validate_policies
from pydantic import TypeAdapter

from apps.core.canonical import digest_of_bytes
from apps.policies import cedar
from apps.policies.language import render
from apps.policies.part import Part
from apps.policies.rule import Clause, Rule
from apps.policies.slices import Slices
from apps.policies.vocabulary import Vocabulary

RESERVED = frozenset({"floor", "undo", "ladder", "risk", "organisation", "plan", "workspace", "provenance"})
Rules: TypeAlias = tuple[tuple[str, Rule], ...]
RULES: TypeAdapter[Rules] = TypeAdapter(Rules)


class NotCompiled(ValueError):
    """These rules cannot be asked: nothing may be decided by them."""


@dataclass(frozen=True)
class Compiled:
    digest: str
    parts: tuple[Part, ...]
    domains: frozenset[str]
    admins: str
    slices: Slices = field(repr=False)

    @property
    def text(self) -> str:
        """The whole policy as Cedar."""
        return "".join(part.text for part in self.parts)


def compile_rules(rules: Sequence[tuple[str, Rule]], vocabulary: Vocabulary) -> Compiled:
    """The rules of a policy in their order, validated. The same rules give the same handles."""
    ids = [rule_id for rule_id, _ in rules]
    if len(set(ids)) < len(ids) or RESERVED & set(ids):
        raise NotCompiled("Each rule has an id of its own; those of what is built in are taken.")
    return _compiled(RULES.dump_json(tuple(rules)), vocabulary.domains, vocabulary.admins)


@lru_cache(maxsize=256)
def _compiled(rules: bytes, domains: tuple[str, ...], admins: str) -> Compiled:
    parts = tuple(_parts(RULES.validate_json(rules)))
    _validated(parts)
    own = frozenset(map(str.casefold, domains))
    digest = digest_of_bytes(rules + json.dumps([sorted(own), admins]).encode())
    return Compiled(digest=digest, parts=parts, domains=own, admins=admins, slices=Slices(parts))


def _parts(rules: Rules) -> Iterator[Part]:
    at = 0
    for number, (rule_id, rule) in enumerate(rules, start=1):
        for clause in rule.clauses:
            yield Part(rule_id, number, render(rule), clause, _text(clause, at))
            at += 1


def _text(clause: Clause, at: int) -> str:
    """The clause as it surely holds, and beside it as it may hold where that differs."""
    sure, maybe = (cedar.policy(clause, f"{at}", maybe=unsure) for unsure in (False, True))
    return sure if sure == maybe else sure + cedar.policy(clause, f"{at}?", maybe=True)


def _validated(parts: Iterable[Part]) -> None:
    result = validate_policies("".join(part.text for part in parts), _schema())
    if not result.validation_passed:
        raise NotCompiled("; ".join(map(str, result.errors)))


@cache
def _schema() -> Schema:
    return Schema.from_json_str(json.dumps(cedar.schema()))
