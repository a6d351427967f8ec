"""The words for each kind of deed, read from deed_words.toml: a verb and a plural noun are canonical, others are alike.

A category that only the workspace knows ("audits") is its own plural noun and is "made".
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from apps.policies.inflect import singular


@dataclass(frozen=True)
class Deed:
    id: str
    verb: str  # "refund"
    nouns: str  # "refunds"
    of: str = ""  # the preposition before its objects: "updates to Case"; "" needs no object
    also_nouns: tuple[str, ...] = ()  # other words for the same; each is also understood in the singular
    also_verbs: tuple[str, ...] = ()
    after_change: tuple[str, ...] = ()  # "change permissions": what stands after "change" or "changes to"


def _deed(id: str, said: dict[str, str]) -> Deed:
    changed = _words(said.get("changes", ""))
    nouns = said.get("nouns", id)
    verbs = (*(f"change {thing}" for thing in changed[:1]), *_words(said.get("verbs", ""))) or (f"make {nouns}",)
    also = (
        *(f"{_singular(thing)} changes" for thing in changed[1:]),
        *(f"{_singular(thing)} updates" for thing in changed),
        *_words(said.get("also", "")),
    )
    return Deed(id, verbs[0], nouns, said.get("of", ""), also, verbs[1:],
                after_change=(*changed, *_words(said.get("after_change", ""))))  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in " ".join(text.split()).split(","))))


def _singular(thing: str) -> str:
    return thing if thing.endswith(("details", "settings")) else singular(thing)


DEEDS = tuple(_deed(id, said) for id, said in tomllib.loads(Path(__file__).with_suffix(".toml").read_text()).items())
