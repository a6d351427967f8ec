"""A case of the past: one recorded decision, and what came of it. Plain values, handed to whoever asks again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from apps.policies.verdicts import Verdict


class Answer(StrEnum):
    """What people did about it."""

    NONE = ""  # nobody was asked
    SIGNED = "signed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    OPEN = "open"
    STOPPED = "stopped"


REFUSALS = frozenset({Answer.DECLINED, Answer.STOPPED})


@dataclass(frozen=True, slots=True)
class Case:
    id: UUID  # sorts by its moment
    at: datetime
    asked: bytes | None  # None: erased since
    words: str  # digest of the vocabulary of that moment
    verdict: Verdict
    seal: str
    looked: bool  # its facts were read from the record
    answer: Answer = Answer.NONE
    waited_s: int = 0  # from the question to the people's answer
    edited: bool = False  # somebody changed it first
    undone: bool = False
    ran: bool = False
    agent: UUID | None = None
    asker: UUID | None = None
    run: UUID | None = None
    version: UUID | None = None  # of the policy that decided

    @property
    def refused(self) -> bool:
        """Did people not want it as it was?"""
        return self.answer in REFUSALS or self.undone
