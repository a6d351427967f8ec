"""The vocabulary of a try: the usual names, those of a file, and those that the actions themselves bring along."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from apps.core.errors import Invalid
from apps.policies.arguments import typed_by_value
from apps.policies.inflect import singular
from apps.policies.language.lexicon import lexicon
from apps.policies.trying.sample import SAMPLE
from apps.policies.trying.words import parted
from apps.policies.vocabulary import Vocabulary

TEAMS = (" team", " department", " group")
BROUGHT = {  # key of an action → which names its own keys or values are
    "labels": "labels", "kinds": "kinds", "places": "places", "freezes": "freezes",
    "checks": "checks", "lists": "lists", "related": "related", "figures": "figures", "fields": "fields",
}  # fmt: skip


def vocabulary_of(actions: Iterable[Mapping[str, Any]], own: Mapping[str, Any] | None = None) -> Vocabulary:
    """Raises Invalid for a kind of names that there is none of."""
    more: dict[str, Any] = {}
    for action in actions:
        _bring(action, more)
    found = _with(SAMPLE, more)
    for given in (*(action.get("vocabulary") for action in actions if isinstance(action, Mapping)), own):
        found = _with(found, given or {}, renamed=True)
    return found


def _bring(action: Any, more: dict[str, Any]) -> None:
    if not isinstance(action, Mapping):
        return
    said = {**action, **(action.get("facts") or {})}
    for key, kind in BROUGHT.items():
        value = said.get(key)
        names = list(value) if isinstance(value, list | tuple | dict) else [value] if isinstance(value, str) else []
        more.setdefault(kind, []).extend(name for name in names if isinstance(name, str))
    for key, kind in (("object", "objects"), ("tool", "tools")):
        if isinstance(said.get(key), str) and said[key]:
            more.setdefault(kind, []).append(said[key])
    argued = said.get("arguments")
    if isinstance(argued, Mapping):
        more.setdefault("arguments", {}).update(typed_by_value(argued))
    roles = said.get("asked_by")
    more.setdefault("groups", []).extend([roles] if isinstance(roles, str) else roles or [])
    for name in _plurals(said.get("categories")):
        kind = parted(name, lexicon(SAMPLE))[1]
        more.setdefault("kinds" if kind else "categories", []).append(kind or name)


def _plurals(value: Any) -> list[str]:
    names = [value] if isinstance(value, str) else list(value or ())
    return [name for name in names if name.endswith("s")]


def _with(words: Vocabulary, given: Mapping[str, Any], *, renamed: bool = False) -> Vocabulary:
    """With these names as well. `renamed`: who stands there already is called as here, and keeps no other id."""
    changed: dict[str, Any] = {}
    for kind, names in given.items():
        if kind not in Vocabulary.model_fields:
            near = get_close_matches(kind, Vocabulary.model_fields, n=1)
            raise Invalid(f"“{kind}” is no kind of names.{f' Did you mean “{near[0]}”?' if near else ''}")
        now = getattr(words, kind)
        if isinstance(now, dict):
            added = dict(names) if isinstance(names, Mapping) else {name: name for name in names}
            changed[kind] = _over(now, added) if renamed else _over(added, now)
        elif isinstance(now, tuple) and kind not in ("domains", "workdays"):
            known = {name.casefold() for name in now}
            changed[kind] = (*now, *(name for name in dict.fromkeys(names) if name.casefold() not in known))
        else:
            changed[kind] = names
    try:
        return Vocabulary.model_validate(words.model_dump() | changed)
    except ValidationError as why:
        raise Invalid(f"The vocabulary cannot be read: {why.errors()[0]['msg']}") from None


def _over(names: Mapping[str, str], stronger: Mapping[str, str]) -> dict[str, str]:
    """Both, where one that is called alike in both is the stronger's."""
    taken = set(map(_called, stronger))
    return {**{name: which for name, which in names.items() if _called(name) not in taken}, **stronger}


def _called(name: str) -> str:
    """One or many, with or without "team": the Executive Team is the executive."""
    said = name.casefold()
    return singular(next((said.removesuffix(end) for end in TEAMS if said.endswith(end)), said))
