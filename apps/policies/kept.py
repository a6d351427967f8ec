"""The rules of a published version as they were understood then: by id, so that a new name changes no meaning. Pure."""

from collections.abc import Iterable
from typing import Any, Protocol

from pydantic import TypeAdapter

from apps.policies import written
from apps.policies.rule import Rule
from apps.policies.vocabulary import Vocabulary

RULES: TypeAdapter[tuple[Rule, ...]] = TypeAdapter(tuple[Rule, ...])
NAMED = {"id", "name"}  # the fields of whatever is known by its id
KINDS = ("groups", "connectors", "agents")


class Version(Protocol):
    """A published version, as far as its meaning goes."""

    @property
    def sentences(self) -> list[str]: ...
    @property
    def rules(self) -> list[Any] | None: ...  # None: from before they were kept


def stored(rules: Iterable[Rule]) -> list[Any]:
    """As they stand beside their sentences."""
    return [rule.model_dump(mode="json") for rule in rules]


def rules_of(version: Version, words: Vocabulary) -> tuple[Rule, ...]:
    """What its sentences mean. Raises NotUnderstood for one of a version that is older than its rules are kept."""
    if version.rules is None:
        return tuple(written.read(text, words) for text in version.sentences)
    return RULES.validate_python(version.rules)


def sentences_today(version: Version, words: Vocabulary) -> list[str]:
    """Its sentences, with what they speak of called as it is called today."""
    if version.rules is None:
        return list(version.sentences)
    names = {one.id: one.name for kind in KINDS for one in words.named(kind)}
    return [written.render(rule) for rule in RULES.validate_python(_renamed(version.rules, names))]


def carried(rules: list[Any], *, groups: dict[str, str]) -> tuple[Rule, ...]:
    """Rules of an organisation as one of its workspaces means them: a group is who is called that here.

    `groups`: names of this workspace → ids. A group that is not here keeps its id, so nobody is in it.
    """
    return RULES.validate_python(_of_here(rules, groups))


def nameless(rule: Rule) -> Any:
    """What a rule means, whatever the things are called that it speaks of."""
    return _renamed(rule.model_dump(mode="json"), None)


def _renamed(said: Any, names: dict[str, str] | None) -> Any:
    """With the names of those ids; None: without any."""
    if isinstance(said, list):
        return [_renamed(one, names) for one in said]
    if not isinstance(said, dict):
        return said
    if said.keys() == NAMED:
        return {**said, "name": "" if names is None else names.get(said["id"], said["name"])}
    return {name: _renamed(one, names) for name, one in said.items()}


def _of_here(said: Any, groups: dict[str, str]) -> Any:
    if isinstance(said, list):
        return [_of_here(one, groups) for one in said]
    if not isinstance(said, dict):
        return said
    if said.keys() == NAMED and _is_a_role(said["id"]):
        return {**said, "id": groups.get(said["name"], said["id"])}
    return {name: _of_here(one, groups) for name, one in said.items()}


def _is_a_role(id: str) -> bool:
    """Roles and agents have ids of their own making; connectors and relations are called the same everywhere."""
    return len(id) == 32 and set(id) <= set("0123456789abcdef")
