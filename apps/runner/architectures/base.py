"""An architecture: two pure functions, what to wish for next and how to go on from what came back."""

from typing import Protocol

from apps.connectors.contract import JsonDict
from apps.runner.definition import Definition
from apps.runner.wishes import Memory, Outcome, Wish


class Architecture(Protocol):
    def wish(self, definition: Definition, memory: Memory) -> Wish:
        """What comes next. Raises Missing where the memory lacks what it takes."""
        ...

    def fold(self, definition: Definition, memory: Memory, got: JsonDict | Outcome) -> Memory:
        """The memory after the wish was granted: a read's result, a model's answer, or a proposal's outcome."""
        ...
