"""What one policy says to recorded questions. Those that it cannot tell apart are asked once."""

from dataclasses import dataclass, field
from typing import NamedTuple

from apps.policies.alike import Look, Sight
from apps.policies.asking import Asking, Line
from apps.policies.compile import Compiled
from apps.policies.decision import Decision


class Key(NamedTuple):
    first: str
    further: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Said:
    """A decision, one object for all that are equal: comparing and hashing a decision itself is slow."""

    decision: Decision


@dataclass
class Answers:
    """`most`: how many answers are kept; then they are forgotten and asked anew."""

    rules: Compiled
    most: int
    _looks: dict[str, tuple[Look, ...]] = field(default_factory=dict)
    _known: dict[Key, Said] = field(default_factory=dict)
    _all: dict[Decision, Said] = field(default_factory=dict)
    _sight: Sight = field(init=False)

    def __post_init__(self) -> None:
        self._sight = Sight(self.rules)

    def to(self, line: Line) -> Said:
        """What it says to a recorded question."""
        if not line.clean:
            return self._asked(line.asking())
        first = self._sight.first(line.said)
        if not self.rules.free and self._looks.get(first) == ():
            return self._known[Key(first)]
        return self._looking(first, line.asking())

    def to_moved(self, line: Line, moved: Asking) -> Said:
        """The same where what surrounds it is another by now: totals that moved since."""
        return self._looking(self._sight.first(line.said), moved) if line.clean else self._asked(moved)

    def _looking(self, first: str, asking: Asking) -> Said:
        if len(self._known) >= self.most:
            self._known.clear()
            self._looks.clear()
        try:
            first += self._sight.freely(asking.question) if self.rules.free else ""
            if first not in self._looks:
                self._looks[first] = self._sight.further(asking.question)
            key = Key(first, self._sight.seen(asking.question, self._looks[first]))
        except Exception:  # noqa: BLE001  what cannot even be looked at is denied, each for its own reason
            return self._asked(asking)
        if key not in self._known:
            self._known[key] = self._asked(asking)
        return self._known[key]

    def _asked(self, asking: Asking) -> Said:
        decision = asking.decided(self.rules)
        return self._all.setdefault(decision, Said(decision))
