"""Every phrase that means something here: the fixed words, the deeds, and the names of one workspace."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TypeAlias

from apps.policies.inflect import plural, singular
from apps.policies.language.phrases import Learnt, fixed
from apps.policies.language.words import (
    ARTICLES,
    STRUCTURAL,
)
from apps.policies.rule import RELATION, Named
from apps.policies.vocabulary import Vocabulary

AND_CO = re.compile(r"(?<=\w) ?& ?(?=\w)")  # "Trust & Safety" is as plain as Trust and Safety
WORD = r"[^\W\d_]\w*(?:[-'._]\w+)*"  # as the lexer cuts it
HARMLESS = frozenset(
    "RELATED EVENT FIGURE PARTY VALUE CHECK_NAME ATTRIBUTE LABEL_NAME KIND_NAME PLACE_NAME LIST_NAME COUNTED _RECORDS "
    "SORT_OF_CHECK _NOTICE _RELEASE_NOUN _ASKER _USE_OF_IT _NET CHANGEABLE PATIENT P_ANY _DATA GROUP FREEZE_NAME "
    "_THOSE _SENDING G_CHECK _ENVIRONMENT _TEXT_OF".split()
)  # what a name of somebody or something is never taken for where such names stand
Words: TypeAlias = tuple[str, ...]
Meanings: TypeAlias = dict[str, object]  # terminal → what it stands for


class Lexicon:
    """Phrases → the terminals that each can be, with what it means there."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.phrases: dict[Words, Meanings] = {}
        self.quoted: dict[str, Meanings] = {}
        self.named: dict[str, tuple[str, ...]] = {}  # terminal → the workspace's names, for error messages
        self.vocabulary = vocabulary
        self.open = vocabulary.open
        self.currency = vocabulary.currency
        for phrase, terminal, value in fixed(vocabulary):
            self._learn(phrase, terminal, value)
        for name, terminal, value in _names(vocabulary):
            self._name(name, terminal, value)
        self.listed = frozenset(
            filter(self._own, vocabulary.categories)
        )  # the kinds of deed that are this workspace's own
        for name in vocabulary.categories:
            self.quoted.setdefault(name.casefold(), {})["OPEN_NAME"] = name
        self.longest = max(map(len, self.phrases))
        self.words = frozenset(word for phrase in self.phrases for word in phrase)

    def system(self, name: str) -> Named | None:
        """The system of this name."""
        found = self.quoted.get(name.casefold(), {}).get("CONNECTOR")
        return found if isinstance(found, Named) else None

    def _own(self, name: str) -> bool:
        """Whether its name is no other word for a known kind: expense claims are expenses."""
        return self.phrases.get(words_of(name), {}).get("N_BARE", name) == name

    def _learn(self, phrase: str, terminal: str, value: object) -> None:
        if "email" in phrase:
            self._learn(phrase.replace("email", "e-mail"), terminal, value)
        meanings = self.phrases.setdefault(words_of(phrase), {})
        if isinstance(value, Named) and _by_relation(meanings.get(terminal)):
            meanings[terminal] = value  # who is called so here, whoever is so elsewhere
        known = meanings.setdefault(terminal, value)
        if isinstance(known, tuple) and isinstance(value, tuple):
            meanings[terminal] = tuple(dict.fromkeys((*known, *value)))
        elif isinstance(known, dict) and isinstance(value, dict):
            meanings[terminal] = value | known

    def _name(self, name: str, terminal: str, value: object) -> None:
        if not name or '"' in name or not name.isprintable():
            return  # no sentence can speak of it
        self.quoted.setdefault(name.casefold(), {})[terminal] = value
        self.named[terminal] = (*self.named.get(terminal, ()), name)
        if not plain(name):
            return
        self._learn(name, terminal, value)
        if terminal in ("OBJECT", "GROUP"):
            self._learn(plural(name), terminal, value)
            self._learn(singular(name), terminal, value)
        if terminal == "GROUP":
            self._learn(f"{name}'s", terminal, value)
            self._learn(f"{singular(name)}'s", terminal, value)
            self._learn(f"{name}s'", terminal, value)
        if terminal == "GROUP" and not name.casefold().endswith(("team", "group")):
            self._learn(f"{name} team", terminal, value)
            self._learn(f"{name} department", terminal, value)
        if terminal == "AGENT" and not name.casefold().endswith("agent"):
            self._learn(f"{name} agent", terminal, value)
            self._learn(f"agent {name}", terminal, value)


def _by_relation(value: object) -> bool:
    return isinstance(value, Named) and value.id.startswith(RELATION)


def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of a vocabulary, made once."""
    return _made(vocabulary.model_dump_json())


@lru_cache(maxsize=64)
def _made(vocabulary: str) -> Lexicon:
    return Lexicon(Vocabulary.model_validate_json(vocabulary))


@lru_cache(maxsize=1 << 16)
def words_of(phrase: str) -> Words:
    """A phrase as the lexer sees it: folded, without articles."""
    spaced = tuple(re.findall(rf"'(?:s|re)\b|{WORD}|\d+(?:[-:]\d+)*|\S", phrase.casefold()))
    return tuple(word for word in spaced if word not in ARTICLES) or spaced


def plain(name: str) -> bool:
    """Whether a name is understood without quotes."""
    words = AND_CO.sub(" ", name).split()
    return bool(words) and " ".join(name.split()) == name and not words[0].isdigit() and all(map(_plain_word, words))


def unmistakable(name: str, *, also: str = "") -> bool:
    """Whether a canonical sentence writes it without quotes: where it stands it can be no other word of the language.

    `also`: words that could be taken for a deed here, such as "N" for nouns in a list of things.
    """
    said = _spoken_for().get(words_of(name), frozenset())
    return plain(name) and all(_harmless(terminal, also) for terminal in said)


PARTICLES = frozenset("out off up down over back in on away through".split())


@cache
def begins_no_deed(name: str) -> bool:
    """Whether a kind of deed of its own is written without quotes: "audits", but not "hiring decisions"."""
    first, *others = name.split()
    parted = any(word in PARTICLES for word in others)  # "handing out keys"
    doing = bool(others) and first.endswith("ing")  # "make correcting prescriptions" would be read as a making
    return (
        plain(name)
        and not (parted or doing)
        and unmistakable(first, also="VG")
        and (not others or unmistakable(others[-1], also="N"))
    )


def _harmless(terminal: str, also: str) -> bool:
    if terminal.endswith(("_BARE", "_OBJ")):
        return terminal[0] not in also
    return terminal in HARMLESS


@cache
def _spoken_for() -> dict[Words, frozenset[str]]:
    found: dict[Words, set[str]] = {}
    for phrase, terminal, _ in fixed(Vocabulary()):
        found.setdefault(words_of(phrase), set()).add(terminal)
    return {words: frozenset(kinds) for words, kinds in found.items()}


def _plain_word(word: str) -> bool:
    known = bool(re.fullmatch(WORD, word)) or word.isdigit()
    return word.isascii() and known and word.casefold() not in STRUCTURAL


def _names(vocabulary: Vocabulary) -> Learnt:
    yield from _of_things("GROUP", vocabulary.named("groups"))
    yield from _of_things("CONNECTOR", vocabulary.named("connectors"))
    yield from _of_things("AGENT", vocabulary.named("agents"))
    yield from ((name, "OBJECT", name) for name in vocabulary.objects)
    yield from ((name, "FIELD_NAME", name) for name in vocabulary.fields)
    yield from ((name, "TOOL_NAME", name) for name in vocabulary.tools)
    for terminal, names in (
        ("LABEL_NAME", vocabulary.labels), ("KIND_NAME", vocabulary.kinds), ("PLACE_NAME", vocabulary.places),
        ("CHECK_NAME", vocabulary.checks), ("LIST_NAME", vocabulary.lists), ("FREEZE_NAME", vocabulary.freezes),
        ("RELATED", vocabulary.related), ("ATTRIBUTE", vocabulary.attributes), ("FIGURE", vocabulary.figures),
    ):  # fmt: skip
        yield from ((name, terminal, name) for name in names)


def _of_things(terminal: str, things: Iterable[Named]) -> Learnt:
    return ((thing.name, terminal, thing) for thing in things)
