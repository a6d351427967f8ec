"""Rules → handles that answer in one question, sliced so that the cost stays flat however many rules there are."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TypeAlias

from cedarpy import PolicySet, Schema, validate_policies
from pydantic import TypeAdapter

from apps.core.canonical import digest_of_bytes
from apps.policies import cedar
from apps.policies.language import render
from apps.policies.question import Subject
from apps.policies.rule import ANYTHING, EVERYTHING_ELSE, TOOL, Clause, Rule, Target
from apps.policies.vocabulary import Vocabulary

RESERVED = frozenset({"floor", "undo", "ladder"})
MOST_SLICES = 2048
Rules: TypeAlias = tuple[tuple[str, Rule], ...]
Key: TypeAlias = tuple[str, str, str]  # kind of name, name, connector
RULES: TypeAdapter[Rules] = TypeAdapter(Rules)


class NotCompiled(ValueError):
    """These rules cannot be asked: nothing may be decided by them."""


@dataclass(frozen=True)
class Part:
    """One clause of one rule, ready to be asked."""

    rule_id: str
    number: int  # the rule's place in the policy, from 1
    sentence: str
    clause: Clause
    text: str  # its Cedar policies

    @property
    def otherwise(self) -> bool:
        return any(target.deed == EVERYTHING_ELSE for target in self.clause.targets)


@dataclass(frozen=True)
class Compiled:
    digest: str
    parts: tuple[Part, ...]
    domains: frozenset[str]
    admins: str
    index: dict[Key, tuple[int, ...]] = field(repr=False)
    slices: dict[frozenset[Key], PolicySet] = field(default_factory=dict, repr=False)

    @property
    def text(self) -> str:
        """The whole policy as Cedar."""
        return "".join(part.text for part in self.parts)

    def slice(self, *asked: tuple[Subject, frozenset[str]]) -> PolicySet:
        """The policies that can speak of these subjects and their deeds, parsed once."""
        keys = frozenset(key for subject, deeds in asked for key in _asked(subject, deeds))
        if keys not in self.slices:
            if len(self.slices) >= MOST_SLICES:
                self.slices.clear()
            found = sorted({at for key in keys for at in self.index.get(key, ())})
            self.slices[keys] = PolicySet.from_str("".join(self.parts[at].text for at in found))
        return self.slices[keys]


def compile_rules(rules: Sequence[tuple[str, Rule]], vocabulary: Vocabulary) -> Compiled:
    """The rules of a policy in their order, validated. The same rules give the same handles."""
    ids = [rule_id for rule_id, _ in rules]
    if len(set(ids)) < len(ids) or RESERVED & set(ids):
        raise NotCompiled("Each rule has an id of its own; floor, undo and ladder are taken.")
    return _compiled(RULES.dump_json(tuple(rules)), vocabulary.domains, vocabulary.admins)


@lru_cache(maxsize=256)
def _compiled(rules: bytes, domains: tuple[str, ...], admins: str) -> Compiled:
    parts = tuple(_parts(RULES.validate_json(rules)))
    _validated(parts)
    own = frozenset(map(str.casefold, domains))
    digest = digest_of_bytes(rules + json.dumps([sorted(own), admins]).encode())
    return Compiled(digest=digest, parts=parts, domains=own, admins=admins, index=_index(parts))


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


def _index(parts: Sequence[Part]) -> dict[Key, tuple[int, ...]]:
    found: defaultdict[Key, list[int]] = defaultdict(list)
    for at, part in enumerate(parts):
        for target in part.clause.targets:
            for connector in [each.id for each in target.connectors] or [""]:
                found[(*_named(target), connector)].append(at)
    return {key: tuple(places) for key, places in found.items()}


def _named(target: Target) -> tuple[str, str]:
    if target.deed == TOOL:
        return TOOL, target.tool
    return "deed", ANYTHING if target.deed == EVERYTHING_ELSE else target.deed


def _asked(subject: Subject, deeds: frozenset[str]) -> Iterator[Key]:
    for connector in ("", subject.connector):
        yield TOOL, subject.tool, connector
        yield "deed", ANYTHING, connector
        yield from (("deed", deed, connector) for deed in deeds)
