"""What every driver does with an operation: the engine's verbs, one way of talking to a target.

A driver reads and sends. What may be done, and when, is decided above it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from apps.connectors import sandbox
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
    Tool,
)
from apps.connectors.manifest import Manifest, Operation
from apps.core.errors import Refused


class Health(Frozen):
    ok: bool
    sentence: str  # "Connected as Harbour & Pine, in test mode."
    details: tuple[str, ...] = ()


class Unreadable(Refused):
    """The target could not be read, so nothing can be shown or decided."""

    code = "unreadable"


@dataclass(frozen=True)
class Job:
    """One call to preview or read: arguments are valid and carry their defaults."""

    manifest: Manifest
    operation: Operation
    tool: Tool
    arguments: JsonDict
    opened: Opened
    key: str = ""  # what the caller knows the action by; `${action.key}` stays open in the request regardless
    position: int = 0  # its place in the proposal, counted from 0

    @property
    def hold_s(self) -> int:
        return min(self.tool.hold_s, sandbox.longest_hold_s()) if self.opened.sandbox else self.tool.hold_s


@dataclass(frozen=True)
class Work:
    """One prepared write, with the connection that it goes over."""

    manifest: Manifest
    operation: Operation
    tool: Tool
    prepared: Prepared
    opened: Opened


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
