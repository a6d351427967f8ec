"""Every phrase that means something here: the fixed words, the deeds, and the names of one workspace."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TypeAlias

from apps.policies.deeds import DEEDS, Deed, deed
from apps.policies.language.words import ARTICLES, CURRENCIES, CURRENCY_WORDS, NUMBERS, STRUCTURAL, WORDS
from apps.policies.rule import Named
from apps.policies.vocabulary import Vocabulary

KEPT = frozenset(
    "OVER UP_TO UNDER AT_LEAST MORE LESS SIGN_USD SIGN_EUR SIGN_GBP V_BARE N_BARE G_BARE V_OBJ N_OBJ G_OBJ "
    "CHANGEABLE NUMBER AMOUNT_NUMBER CURRENCY AGENT GROUP CONNECTOR OBJECT FIELD_NAME TOOL_NAME".split()
)
WORD = r"[^\W\d_]\w*(?:[-'._]\w+)*"  # as the lexer cuts it
Words: TypeAlias = tuple[str, ...]
Meanings: TypeAlias = dict[str, object]  # terminal → what it stands for


class Lexicon:
    """Phrases → the terminals that each can be, with what it means there."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.phrases: dict[Words, Meanings] = {}
        self.quoted: dict[str, Meanings] = {}
        self.named: dict[str, tuple[str, ...]] = {}  # terminal → the workspace's names, for error messages
        for phrase, terminal, value in _fixed(vocabulary):
            self._learn(phrase, terminal, value)
        for name, terminal, value in _names(vocabulary):
            self._name(name, terminal, value)
        self.longest = max(map(len, self.phrases))
        self.words = frozenset(word for phrase in self.phrases for word in phrase)

    def _learn(self, phrase: str, terminal: str, value: object) -> None:
        self.phrases.setdefault(words_of(phrase), {}).setdefault(terminal, value)

    def _name(self, name: str, terminal: str, value: object) -> None:
        if not name or '"' in name or not name.isprintable():
            return  # no sentence can speak of it
        self.quoted.setdefault(name.casefold(), {})[terminal] = value
        self.named[terminal] = (*self.named.get(terminal, ()), name)
        if not plain(name):
            return
        self._learn(name, terminal, value)
        if terminal == "OBJECT":
            self._learn(plural(name), terminal, value)
        if terminal == "AGENT" and not name.casefold().endswith("agent"):
            self._learn(f"{name} agent", terminal, value)
            self._learn(f"agent {name}", terminal, value)


def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of a vocabulary, made once."""
    return _made(vocabulary.model_dump_json())


@lru_cache(maxsize=64)
def _made(vocabulary: str) -> Lexicon:
    return Lexicon(Vocabulary.model_validate_json(vocabulary))


def words_of(phrase: str) -> Words:
    """A phrase as the lexer sees it: folded, without articles."""
    spaced = phrase.casefold().split()
    return tuple(word for word in spaced if word not in ARTICLES) or tuple(spaced)


def plain(name: str) -> bool:
    """Whether a name is understood without quotes."""
    words = name.split()
    return bool(words) and " ".join(words) == name and all(map(_plain_word, words))


def unmistakable(name: str) -> bool:
    """Whether a canonical sentence writes it without quotes: it is also no word of the language itself."""
    return plain(name) and words_of(name) not in _spoken_for()


@cache
def _spoken_for() -> frozenset[Words]:
    return frozenset(words_of(phrase) for phrase, _, _ in _fixed(Vocabulary()))


def _plain_word(word: str) -> bool:
    return word.isascii() and bool(re.fullmatch(WORD, word)) and word.casefold() not in STRUCTURAL


def plural(name: str) -> str:
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return name[:-1] + "ies"
    return name + ("es" if name.endswith(("s", "x", "ch", "sh")) else "s")


def _fixed(vocabulary: Vocabulary) -> Iterator[tuple[str, str, object]]:
    for terminal, phrases in WORDS.items():
        name = terminal if terminal in KEPT else f"_{terminal}"
        yield from ((phrase, name, terminal) for phrase in phrases)
    yield from ((word, "NUMBER", n) for word, n in NUMBERS.items())
    yield from ((code, "CURRENCY", code) for code in CURRENCIES)
    yield from ((word, "CURRENCY", code) for word, code in CURRENCY_WORDS.items())
    for each in (*DEEDS, *map(deed, vocabulary.categories)):
        yield from _of_deed(each)


def _of_deed(each: Deed) -> Iterator[tuple[str, str, object]]:
    kind = "OBJ" if each.of else "BARE"
    nouns = (each.nouns, *each.also_nouns)
    for noun in (*nouns, *(noun[:-1] for noun in nouns if noun.endswith("s"))):
        yield noun, f"N_{kind}", each.id
    if each.id == "write":
        yield "write", "V_OBJ", each.id
    if not each.after_change and not each.verb.startswith("make "):
        yield from ((verb, f"V_{kind}", each.id) for verb in (each.verb, *each.also_verbs))
        yield from ((gerund, f"G_{kind}", each.id) for gerund in (each.gerund, *each.also_gerunds))
    yield from ((thing, "CHANGEABLE", each.id) for thing in each.after_change)


def _names(vocabulary: Vocabulary) -> Iterator[tuple[str, str, object]]:
    yield from _of_things("GROUP", vocabulary.named("groups"))
    yield from _of_things("CONNECTOR", vocabulary.named("connectors"))
    yield from _of_things("AGENT", vocabulary.named("agents"))
    yield from ((name, "OBJECT", name) for name in vocabulary.objects)
    yield from ((name, "FIELD_NAME", name) for name in vocabulary.fields)
    yield from ((name, "TOOL_NAME", name) for name in vocabulary.tools)


def _of_things(terminal: str, things: Iterable[Named]) -> Iterator[tuple[str, str, object]]:
    return ((thing.name, terminal, thing) for thing in things)
