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
