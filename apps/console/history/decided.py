"""What policy said to each piece of a past: the workspace's own rules are asked, once for each kind of work.

Each question is recorded as its own: about its own record, at its own moment, of which those rules ask nothing.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.actions import rules
from apps.console.history.moulds import AT, RECORD, Mould
from apps.console.history.setting import Place
from apps.policies import words
from apps.policies.asking import Asking, seal, verdict
from apps.policies.decision import Decision

MOMENT = AT.isoformat().replace("+00:00", "Z").encode()


@dataclass(frozen=True)
class Said:
    """What was asked about one piece of work, as it is recorded, and the answer."""

    asked: bytes
    decision: Decision

    def cast(self, *, record: str, at: datetime) -> bytes:
        """What was asked about one action."""
        filled = self.asked.replace(RECORD.encode(), record.encode())
        return filled.replace(MOMENT, at.isoformat().replace("+00:00", "Z").encode())


@dataclass
class Decisions:
    """The rules in force in the workspace in scope, and what they said."""

    place: Place
    words: str = field(init=False)  # digest of the vocabulary that they were asked under
    _rules: rules.Rules = field(init=False)
    _said: dict[tuple[int, UUID], Said] = field(default_factory=dict)
    _ends: dict[Decision, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rules = rules.in_force()
        with transaction.atomic():
            self.words = words.keep(self._rules.words, self.place.workspace)

    def of(self, mould: Mould, agent: UUID) -> Said:
        key = (id(mould), agent)
        if key not in self._said:
            asking = Asking(question=mould.question.model_copy(update={"agent": agent.hex}), rung="auto")
            self._said[key] = Said(asking.stored, asking.decided(self._rules.compiled))
        return self._said[key]

    def end(self, decision: Decision) -> tuple[str, str]:
        """As a recording holds it: what follows, and the digest of the whole decision."""
        if decision not in self._ends:
            self._ends[decision] = (json.dumps(verdict(decision)), seal(decision))
        return self._ends[decision]
