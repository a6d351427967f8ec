"""What every driver does with an operation: the engine's verbs, one way of talking to a target.

A driver reads and sends. What may be done, and when, is decided above it.
"""

from collections.abc import Sequence
from typing import Protocol

from apps.connectors.contract import (
    Answer,
    Attempt,
    Done,
    Facts,
    Frozen,
    Guarded,
    InverseCall,
    JsonDict,
    Looked,
    NoInverse,
    Note,
    Opened,
    Prepared,
)
from apps.connectors.jobs import Job, Work
from apps.connectors.manifest import Manifest
from apps.core.errors import Refused


class Health(Frozen):
    ok: bool
    sentence: str  # "Connected as Harbour & Pine, in test mode."
    details: tuple[str, ...] = ()


class Unreadable(Refused):
    """The target could not be read, so nothing can be shown or decided."""

    code = "unreadable"


class Driver(Protocol):
    def foretell(self, job: Job) -> Facts:
        """What the arguments alone say, before anything touches the target; the rest cannot be told."""
        ...

    def prepare(self, jobs: Sequence[Job]) -> tuple[Prepared, ...]:
        """All writes of one proposal over one connection, in order. Changes nothing that stays.

        Raises Invalid where the record refuses the call, Unreadable where the target cannot be read.
        """
        ...

    def read(self, job: Job, *, timeout_s: float) -> JsonDict:
        """The answer of a search or read. Raises Invalid or Unreadable."""
        ...

    def recheck(self, work: Work, *, timeout_s: float) -> Guarded:
        """Is what was guarded still so? Reads only."""
        ...

    def reconcile(self, work: Work, attempt: Attempt) -> Looked:
        """Is the effect of this action there? `attempt.key` is the action's; its number is the attempt that asks."""
        ...

    def execute(self, work: Work, attempt: Attempt, note: Note) -> Answer:
        """Send exactly the prepared request, once. Never raises for what the target does."""
        ...

    def verify(self, work: Work, done: Done) -> tuple[str, ...]:
        """The rows that did not come true, each as a sentence."""
        ...

    def undo_plan(self, work: Work, result: JsonDict, later: Sequence[JsonDict] = ()) -> InverseCall | NoInverse:
        """The inverse call, read against the record as it is now, less what is taken back before it (`later`)."""
        ...

    def check(self, manifest: Manifest, opened: Opened) -> Health:
        """Does the connection work, and as whom?"""
        ...
