"""Parse tree → names, and the kinds of action that they belong to."""

from typing import Any, TypeAlias

from lark import Transformer

from apps.policies.language.acts import Act, Acts
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexer import Spoken
from apps.policies.rule import ANYTHING, EVERYTHING_ELSE, TOOL, Named, Target

Nodes: TypeAlias = list[Any]


class NameBuilder(Transformer[Spoken, Any]):
    """Names and lists of names."""

    def agent(self, found: Nodes) -> Any:
        return found[0].meaning("AGENT")

    def group(self, found: Nodes) -> Any:
        return found[0].meaning("GROUP")

    def connector(self, found: Nodes) -> Any:
        return found[0].meaning("CONNECTOR")

    def object(self, found: Nodes) -> Any:
        return found[0].meaning("OBJECT")

    def name(self, found: Nodes) -> Any:
        return found[0].meaning("FIELD_NAME")

    def tool(self, found: Nodes) -> Any:
        return found[0].meaning("TOOL_NAME")

    def changeable(self, found: Nodes) -> Any:
        return found[0].meaning("CHANGEABLE")

    def agents(self, found: Nodes) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(found))

    connectors = objects = names = tools = changeables = groups = group_list = agents

    def place(self, found: Nodes) -> Any:
        return found[0]


class ActBuilder(NameBuilder):
    """Kinds of action: each method gives the acts that one phrase names."""

    def bare(self, found: Nodes) -> Acts:
        return (_act(found[0], "BARE", connectors=rest(found)),)

    def on_objects(self, found: Nodes) -> Acts:
        return (_act(found[0], "OBJ", objects=found[1], connectors=rest(found, 2)),)

    def on_anything(self, found: Nodes) -> Acts:
        return (_act(found[0], "OBJ", connectors=rest(found)),)

    def on_whatever(self, found: Nodes) -> Acts:
        return (_act(found[0], "OBJ", connectors=rest(found)).model_copy(update={"bare": True}),)

    on_connectors = on_anything

    def on_connectors_directly(self, found: Nodes) -> Acts:
        act = _act(found[0], "OBJ", connectors=found[1])
        if act.target.deed != "write":
            raise NotUnderstood("Say what in it: anything, or an object such as Case.", pointer=found[0].end_pos)
        return (act,)

    def unfinished(self, found: Nodes) -> Acts:
        return (_act(found[0], "OBJ").model_copy(update={"whole": False}),)

    def changing(self, found: Nodes) -> Acts:
        return tuple(Act(target=Target(deed=deed, connectors=rest(found))) for deed in found[0])

    def anything(self, found: Nodes) -> Acts:
        return (Act(target=Target(deed=ANYTHING, connectors=rest(found, 0))),)

    def everything_else(self, found: Nodes) -> Acts:
        return (Act(target=Target(deed=EVERYTHING_ELSE, connectors=rest(found, 0))),)

    def calls(self, found: Nodes) -> Acts:
        return tuple(Act(target=Target(deed=TOOL, tool=tool)) for tool in found[0])

    def acts(self, found: Nodes) -> Acts:
        return tuple(act for acts in found for act in acts)

    thing_list = acts


def _act(word: Spoken, kind: str, *, objects: tuple[str, ...] = (), connectors: tuple[Named, ...] = ()) -> Act:
    deed = next(word.meanings[f"{form}_{kind}"] for form in "VNG" if f"{form}_{kind}" in word.meanings)
    return Act(target=Target(deed=str(deed), objects=objects, connectors=connectors), at=word.start_pos or 0)


def rest(found: Nodes, at: int = 1) -> Any:
    return found[at] if len(found) > at else ()
