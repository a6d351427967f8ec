"""Of all parts of a policy the few that can speak of an action, so that the cost stays flat however many there are.

A clause is asked in two halves. Its scope (who, which deed, which object) is answered once for each such action and
kept; its condition (amounts, recipients, fields) is answered anew each time, with no more context than it names.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from cedarpy import PolicySet

from apps.policies import ask, cedar
from apps.policies.doubt import Doubt, doubts, in_doubt
from apps.policies.facts import Seen
from apps.policies.part import Part
from apps.policies.rule import ANYTHING, EVERYTHING_ELSE, TOOL, Target
from apps.policies.told.asked import object_name

MOST_SLICES = 2048
NAMED = re.compile(r"\bcontext\.(\w+)")
SOME_OBJECT = "?"  # asked where the object cannot be told; no object has this name, for it is no word
Key: TypeAlias = tuple[str, str, str, str]  # kind of name, name, connector, object


@dataclass(frozen=True)
class Slice:
    """The parts whose scope holds for one kind of action."""

    always: dict[int, bool]  # those without a condition: True where the scope surely holds, False where it may
    plain: PolicySet  # the conditions, for when all can be told
    both: PolicySet  # the conditions as they surely hold, and beside them as they may
    conditional: bool
    reads: tuple[str, ...]  # what of the context the conditions name
    doubts: frozenset[Doubt]
    spoken: tuple[int, ...]  # all of its parts

    def held(self, context: Seen) -> dict[int, bool]:
        """Which parts hold: True surely, False perhaps. Parts that surely do not hold are left out."""
        if not self.conditional:
            return self.always
        unsure = any(in_doubt(doubt, context) for doubt in self.doubts)
        lean = {name: context[name] for name in self.reads}
        return self.always | ask.holding(self.both if unsure else self.plain, lean)


@dataclass
class Slices:
    parts: Sequence[Part]
    index: dict[Key, list[int]] = field(init=False, repr=False)
    scoped: tuple[str, ...] = field(init=False)  # what of the context any scope names
    known: dict[str, Slice] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.index = _index(self.parts)
        self.scoped = _named("".join(cedar.scope(part.clause, maybe=True) for part in self.parts))

    def of(self, context: Seen) -> Slice:
        """The slice of such an action: all actions whose context says the same to every scope share it."""
        key = repr([context.get(name) for name in self.scoped])
        found = self.known.get(key)
        if found is None:
            if len(self.known) >= MOST_SLICES:
                self.known.clear()
            found = self.known[key] = self._cut(context)
        return found

    def _cut(self, context: Seen) -> Slice:
        places = sorted({at for key in _asked(context) for at in self.index.get(key, ())})
        clauses = {at: self.parts[at].clause for at in places}
        scopes = "".join(
            cedar.asked(f"{at}{sign}", cedar.scope(clause, maybe=bool(sign)))
            for at, clause in clauses.items()
            for sign in ("", "?")
        )
        spoken = dict(sorted(ask.holding(PolicySet.from_str(scopes), context).items()))
        told = {at: sure for at, sure in spoken.items() if clauses[at].conditional}
        named = _named("".join(cedar.condition(clauses[at], maybe=True) for at in told))
        return Slice(
            always={at: sure for at, sure in spoken.items() if at not in told},
            plain=PolicySet.from_str("".join(self._plain(at, sure) for at, sure in told.items())),
            both=PolicySet.from_str("".join(self._both(at, sure) for at, sure in told.items())),
            conditional=bool(told),
            reads=tuple(name for name in named if context.has(name)),
            doubts=frozenset(doubt for at in told for doubt in doubts(clauses[at])),
            spoken=tuple(spoken),
        )

    def _plain(self, at: int, sure: bool) -> str:
        return cedar.asked(f"{at}" if sure else f"{at}?", cedar.condition(self.parts[at].clause, maybe=False))

    def _both(self, at: int, sure: bool) -> str:
        maybe = cedar.asked(f"{at}?", cedar.condition(self.parts[at].clause, maybe=True))
        return self._plain(at, sure) + maybe if sure else maybe


def _named(text: str) -> tuple[str, ...]:
    """The attributes of the context that a text names. One in quotes counts too, which costs and changes nothing."""
    return tuple(sorted(set(NAMED.findall(text))))


def _index(parts: Sequence[Part]) -> dict[Key, list[int]]:
    found: defaultdict[Key, list[int]] = defaultdict(list)
    for at, part in enumerate(parts):
        for target in part.clause.targets:
            for key in _keys(target):
                found[key].append(at)
    return dict(found)


def _keys(target: Target) -> Iterator[Key]:
    named = (TOOL, target.tool) if target.deed == TOOL else ("deed", _general(target.deed))
    for connector in [each.id for each in target.connectors] or [""]:
        for name in [*map(object_name, target.objects), SOME_OBJECT] if target.objects else [""]:
            yield *named, connector, name


def _general(deed: str) -> str:
    return ANYTHING if deed == EVERYTHING_ELSE else deed


def _asked(context: Seen) -> Iterator[Key]:
    for subject in (context["tool"], context["undone"]):
        for connector in ("", subject["connector"]):
            for name in ("", subject["object"]["name"] or SOME_OBJECT):
                yield TOOL, subject["name"], connector, name
                yield "deed", ANYTHING, connector, name
                yield from (("deed", deed, connector, name) for deed in subject["possible_deeds"])
