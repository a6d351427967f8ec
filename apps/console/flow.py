"""The flow of an action as a picture, drawn from the table of moves."""

from collections.abc import Iterator

from apps.actions.models import State
from apps.actions.states import BORN, FINAL, MOVES


def mermaid() -> str:
    """A Mermaid state diagram: where an action begins, where it can go, where it ends."""
    return "\n".join(["stateDiagram-v2", *(f"    {line}" for line in _lines())]) + "\n"


def _lines() -> Iterator[str]:
    for state in State:
        yield f"{state.value}: {str(state.label).replace(':', ',')}"  # Mermaid ends a name at a colon
    for state in State:
        if state in BORN:
            yield f"[*] --> {state.value}"
    for state, following in MOVES.items():
        yield from (f"{state.value} --> {to.value}" for to in State if to in following)
    for state in State:
        if state in FINAL:
            yield f"{state.value} --> [*]"
