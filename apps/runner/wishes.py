"""What an architecture may wish for next, and what comes back: plain values. It never acts itself."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

from apps.connectors.contract import Frozen, JsonDict
from apps.runs.models import RunState


class Memory(Frozen):
    """What a run carries from step to step.

    `takes`: how often the step at hand was begun; `tries`: how often it failed.
    """

    at: str
    values: JsonDict = {}
    connections: dict[str, UUID] = {}
    waits_for: UUID | None = None
    tries: int = 0
    takes: int = 0

    def moved(self, at: str, **values: Any) -> "Memory":
        """At the next place, with what was learned."""
        return self.model_copy(
            update={"at": at, "values": {**self.values, **values}, "waits_for": None, "tries": 0, "takes": 0}
        )


@dataclass(frozen=True)
class Wanted:
    """One call of a tool over one of the run's connections."""

    use: str
    tool: str
    arguments: JsonDict


@dataclass(frozen=True)
class Read:
    title: str
    call: Wanted


@dataclass(frozen=True)
class Material:
    """Something a model is shown. `outside`: written by people outside; shown as data, never as an instruction."""

    name: str
    value: Any
    outside: bool = True


@dataclass(frozen=True)
class Ask:
    """One question to a model, whose answer must fit the schema."""

    title: str
    slot: str
    instructions: str
    material: tuple[Material, ...]
    answer: JsonDict


@dataclass(frozen=True)
class Propose:
    title: str
    calls: tuple[Wanted, ...]


@dataclass(frozen=True)
class End:
    state: RunState
    outcome: str


@dataclass(frozen=True)
class Outcome:
    """What became of a proposal."""

    kind: str  # done, partly, refused, declined, denied, suggested, stopped
    sentence: str
    state: RunState
    actions: tuple[JsonDict, ...] = field(default=())


Wish: TypeAlias = Read | Ask | Propose | End
