"""The lines of the ladder here: the tool groups of every connector that is connected."""

from collections import defaultdict
from dataclasses import dataclass

from apps.agents.ladder import titled
from apps.connectors import shelf
from apps.connectors.contract import Risk, Tool, UndoKind
from apps.connectors.models import Connection
from apps.policies.groups import READS, group_of, kind_of
from apps.policies.question import subject_of

RISKS = list(Risk)
UNDOS = (UndoKind.NONE, UndoKind.COMPENSATE, UndoKind.EXACT)  # worst first


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    tools: tuple[Tool, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(tool.full_name for tool in self.tools)

    @property
    def reads(self) -> bool:
        return kind_of(self.key) == READS

    @property
    def risk(self) -> Risk:
        return max((tool.risk for tool in self.tools), key=RISKS.index)

    @property
    def undo(self) -> UndoKind:
        return min((tool.undo for tool in self.tools), key=UNDOS.index)


def here() -> list[Group]:
    """Reads first, then by risk. What is connected in the workspace in scope."""
    connected = set(Connection.objects.values_list("connector", flat=True))
    found: dict[str, list[Tool]] = defaultdict(list)
    for tool in shelf.tools().values():
        if tool.connector in connected:
            found[group_of(subject_of(tool))].append(tool)
    groups = [Group(key, titled(key), tuple(tools)) for key, tools in found.items()]
    return sorted(groups, key=lambda one: (not one.reads, RISKS.index(one.risk), one.title))
