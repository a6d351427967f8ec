"""Names and lists of names."""

from typing import Any, TypeAlias

from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexer import Spoken
from apps.policies.rule import Named

Nodes: TypeAlias = list[Any]
ANSWERS = frozenset({"yes", "no", "none", "true", "false"})


class Quoted(str):
    """A name in quotes: it is a thing's, whatever else the word can mean."""

    __slots__ = ()


class NameBuilder:
    """Each method gives what one phrase names."""

    def agent(self, found: Nodes) -> Any:
        return found[0].meaning("AGENT")

    def group(self, found: Nodes) -> Any:
        return found[0].meaning("GROUP")

    def connector(self, found: Nodes) -> Any:
        return found[0].meaning("CONNECTOR")

    def object(self, found: Nodes) -> Any:
        name = found[0].meaning("OBJECT")
        return Quoted(name) if found[0].piece.text.startswith('"') else name

    def name(self, found: Nodes) -> Any:
        return found[0].meaning("FIELD_NAME")

    def tool(self, found: Nodes) -> Any:
        return found[0].meaning("TOOL_NAME")

    def changeable(self, found: Nodes) -> Any:
        return found[0].meaning("CHANGEABLE")

    def agents(self, found: Nodes) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(found))

    connectors = objects = names = tools = changeables = labels = places = said_places = texts = finds = days = agents

    def values(self, found: Nodes) -> tuple[Any, ...]:
        """Several states; an answer is none of several: "past due, no …" goes on."""
        if len(found) > 1 and ANSWERS & set(map(str, found)):
            raise NotUnderstood("Say one answer.")
        return self.agents(found)

    def groups(self, found: Nodes) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(found))

    group_list = group_any = told = groups

    def place(self, found: Nodes) -> Any:
        return found[0]

    role = place

    def label_name(self, found: Nodes) -> str:
        return word(found[0], "LABEL_NAME")

    def open_place(self, found: Nodes) -> tuple[str, ...]:
        return (word(found[0]),)

    def place_name(self, found: Nodes) -> str:
        return _no_other(found[0], "PLACE_NAME")

    def said_place(self, found: Nodes) -> str:
        """Behind "it is in" no object can stand, whatever the name is."""
        return word(found[0], "PLACE_NAME")

    def value(self, found: Nodes) -> str:
        return word(found[0], "VALUE", "WORD")

    def value_adj(self, found: Nodes) -> str:
        if "FIRST_PARTY" in found[0].meanings:
            raise refuse("A new one is one that this is the first time for.", found[0])
        return self.value(found)

    thing_had = value

    def list_name(self, found: Nodes) -> str:
        return word(found[0], "LIST_NAME")

    def party(self, found: Nodes) -> str:
        return word(found[0], "PARTY")

    def related(self, found: Nodes) -> str:
        return word(found[0], "RELATED")

    def figure(self, found: Nodes) -> str:
        return word(found[0], "FIGURE")

    def check(self, found: Nodes) -> str:
        return word(found[0], "CHECK_NAME")

    first_check = check

    def passing(self, found: Nodes) -> str:
        return found[0] if isinstance(found[0], str) and not isinstance(found[0], Spoken) else word(found[0], "G_CHECK")

    def given(self, found: Nodes) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each if type(each) is str else word(each, "GIVEN") for each in found))

    def found(self, found: Nodes) -> str:
        return word(found[0], "FOUND_LINKS", "FOUND_CODES", "FOUND_IDS", "FOUND_CARDS", "FOUND_BANK", "FOUND_SECRETS")


def word(spoken: Any, *terminals: str) -> str:
    """What a token names, of these kinds or in quotes."""
    if not isinstance(spoken, Spoken):
        return str(spoken)
    for terminal in (*terminals, "ATTRIBUTE", "N_BARE_NAME", "TEXT"):
        if terminal in spoken.meanings:
            return str(spoken.meanings[terminal])
    return str(spoken)


def _no_other(spoken: Spoken, terminal: str) -> str:
    """What a token names, unless in quotes it names an object or a connection of the workspace."""
    if terminal not in spoken.meanings and spoken.meanings.keys() & {"OBJECT", "CONNECTOR"}:
        raise refuse("This names an object or a connection.", spoken)
    return word(spoken, terminal)


def rest(found: Nodes, at: int = 1) -> Any:
    return found[at] if len(found) > at else ()


def refuse(sentence: str, spoken: Any = None) -> NotUnderstood:
    return NotUnderstood(sentence, pointer=getattr(spoken, "start_pos", 0) or 0)


def named(groups: tuple[Named, ...]) -> str:
    return ", ".join(group.name for group in groups)
