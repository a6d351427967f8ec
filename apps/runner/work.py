"""A run at one step: what it is, where it stands, and the number that this step will have."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from apps.actions.draft import Wanted as Call
from apps.runner.definition import Definition
from apps.runner.wishes import Memory, Wanted
from apps.runs.models import Run
from apps.workspaces.models import User


@dataclass(frozen=True)
class Work:
    run: Run
    definition: Definition
    memory: Memory

    @property
    def number(self) -> int:
        return self.run.steps_taken + 1

    @property
    def key(self) -> str:
        """The key of what this step proposes: the same however often the step is taken."""
        return f"run:{self.run.pk.hex}:{self.number}"

    @property
    def reservation(self) -> UUID:
        """Under which this step sets budget aside."""
        return uuid5(self.run.pk, str(self.number))

    @property
    def asker(self) -> User:
        """Who asks: the run's asker, else the agent's owner."""
        return self.run.asker or self.run.agent.owner

    def call(self, wanted: Wanted) -> Call:
        return Call(self.memory.connections[wanted.use], wanted.tool, wanted.arguments)
