"""Every phrase that means something here: the fixed words, the deeds, and the names of one workspace."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias

from apps.policies.deed_words import DEEDS, Deed
from apps.policies.deeds import deed
from apps.policies.inflect import gerund, past, plural, singular
from apps.policies.language import things
from apps.policies.language.words import (
    ARTICLES,
    CROWNS,
    CURRENCIES,
    CURRENCY_WORDS,
    DAYS,
    MONTHS,
    NUMBERS,
    STRUCTURAL,
    WORDS,
)
from apps.policies.rule import RELATION, Named
from apps.policies.vocabulary import Vocabulary

WORD = r"[^\W\d_]\w*(?:[-'._]\w+)*"  # as the lexer cuts it
SCALES = {"thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000, "mio": 1_000_000, "billion": 10**9,
          "mn": 1_000_000, "grand": 1_000}  # fmt: skip
UNITS = {"min": "minute", "mins": "minute", "h": "hour", "hr": "hour", "hrs": "hour", "calendar day": "day"}
PERIODLY = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter",
            "yearly": "year", "annually": "year", "annual": "year", "per annum": "year", "today": "day",
            "so far today": "day", "this week": "week", "this month": "month", "this year": "year",
            "this quarter": "quarter", "in this run": "run", "this run": "run", "within one run": "run",
            "this hour": "hour", "in total ever": "ever"}  # fmt: skip
PERIODS = {"calendar day": "day", "calendar month": "month", "calendar week": "week", "24 hours": "24 hours",
           "business day": "day", "fiscal year": "year", "financial year": "year"}  # fmt: skip
HARMLESS = frozenset(
    "RELATED EVENT FIGURE PARTY VALUE CHECK_NAME ATTRIBUTE LABEL_NAME KIND_NAME PLACE_NAME LIST_NAME COUNTED _RECORDS "
    "CHANGEABLE PATIENT P_ANY _DATA GROUP FREEZE_NAME _THOSE _SENDING G_CHECK _ENVIRONMENT _TEXT_OF".split()
)  # what a name of somebody or something is never taken for where such names stand
Words: TypeAlias = tuple[str, ...]
Meanings: TypeAlias = dict[str, object]  # terminal → what it stands for
Learnt: TypeAlias = Iterator[tuple[str, str, object]]


class Lexicon:
    """Phrases → the terminals that each can be, with what it means there."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.phrases: dict[Words, Meanings] = {}
        self.quoted: dict[str, Meanings] = {}
        self.named: dict[str, tuple[str, ...]] = {}  # terminal → the workspace's names, for error messages
        self.open = vocabulary.open
        self.currency = vocabulary.currency
        for phrase, terminal, value in _fixed(vocabulary):
            self._learn(phrase, terminal, value)
        for name, terminal, value in _names(vocabulary):
            self._name(name, terminal, value)
        self.longest = max(map(len, self.phrases))
        self.words = frozenset(word for phrase in self.phrases for word in phrase)

    def _learn(self, phrase: str, terminal: str, value: object) -> None:
        meanings = self.phrases.setdefault(words_of(phrase), {})
        if terminal == "P_ANY" and terminal in meanings:
            value = (*meanings[terminal], *value)  # type: ignore[misc]
            meanings[terminal] = tuple(dict.fromkeys(value))
        elif terminal == "PATIENT" and terminal in meanings:
            meanings[terminal] = {**value, **meanings[terminal]}  # type: ignore[dict-item]
        else:
            meanings.setdefault(terminal, value)

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
            self._learn(f"{name}s'", terminal, value)
        if terminal == "GROUP" and not name.casefold().endswith(("team", "group", "s")):
            self._learn(f"{name} team", terminal, value)
            self._learn(f"{name} department", terminal, value)
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
    spaced = tuple(re.findall(rf"{WORD}|\d+(?:[-:]\d+)*|\S", phrase.casefold()))
    return tuple(word for word in spaced if word not in ARTICLES) or spaced


def plain(name: str) -> bool:
    """Whether a name is understood without quotes."""
    words = name.split()
    return bool(words) and " ".join(words) == name and all(map(_plain_word, words))


def unmistakable(name: str, *, also: str = "") -> bool:
    """Whether a canonical sentence writes it without quotes: where it stands it can be no other word of the language.

    `also`: words that could be taken for a deed here, such as "N" for nouns in a list of things.
    """
    said = _spoken_for().get(words_of(name), frozenset())
    return plain(name) and all(_harmless(terminal, also) for terminal in said)


def _harmless(terminal: str, also: str) -> bool:
    if terminal.endswith(("_BARE", "_OBJ")):
        return terminal[0] not in also
    return terminal in HARMLESS


def relation(name: str) -> Named:
    return Named(id=f"{RELATION}{name.removeprefix('the ')}", name=name)


@cache
def terminals() -> frozenset[str]:
    grammar = (Path(__file__).parent / "grammar.lark").read_text()
    return frozenset(re.findall(r"\b_?[A-Z][A-Z_]+\b", re.sub(r"//.*", "", grammar)))


@cache
def _spoken_for() -> dict[Words, frozenset[str]]:
    found: dict[Words, set[str]] = {}
    for phrase, terminal, _ in _fixed(Vocabulary()):
        found.setdefault(words_of(phrase), set()).add(terminal)
    return {words: frozenset(kinds) for words, kinds in found.items()}


def _plain_word(word: str) -> bool:
    return word.isascii() and bool(re.fullmatch(WORD, word)) and word.casefold() not in STRUCTURAL


def _fixed(vocabulary: Vocabulary) -> Learnt:
    for terminal, phrases in WORDS.items():
        for phrase in (each.strip() for each in phrases.split(", ") if each.strip()) if phrases != "," else (",",):
            yield from _as_used(phrase, terminal, _meant(terminal, phrase))
    yield from _numbers(vocabulary)
    yield from _known_things()
    for each in (*DEEDS, *map(deed, vocabulary.categories)):
        yield from _of_deed(each)


def _as_used(phrase: str, terminal: str, value: object) -> Learnt:
    """A word as the grammar uses it: kept, or leaving no trace; some are used both ways."""
    yield from ((phrase, name, value) for name in (terminal, f"_{terminal}") if name in terminals())


def _meant(terminal: str, phrase: str) -> object:
    if terminal == "UNIT":
        return UNITS.get(phrase) or singular(phrase.rpartition(" ")[2])
    if terminal == "PERIODLY":
        return PERIODLY[phrase]
    if terminal == "PERIOD_NAME":
        return PERIODS.get(phrase, phrase)
    if terminal in ("PARTY", "COUNTED", "GIVEN"):
        return _named_thing(terminal, phrase)
    return terminal if terminal.startswith(("FOUND", "SIGN")) else phrase


def _named_thing(terminal: str, phrase: str) -> str:
    if terminal == "COUNTED":
        return plural(singular(phrase)) if phrase != "people" else "people"
    if terminal == "PARTY":
        return {"anyone": "recipient", "anybody": "recipient", "someone": "recipient", "people": "recipient",
                "somebody": "recipient", "whoever": "recipient"}.get(phrase, singular(phrase))  # fmt: skip
    return phrase


def _numbers(vocabulary: Vocabulary) -> Learnt:
    yield from ((word, "NUMBER", n) for word, n in NUMBERS.items())
    yield from ((word, "DAY", n) for day, n in DAYS.items() for word in (day, f"{day}s", day[:3]))
    yield from ((word, "MONTH", n) for month, n in MONTHS.items() for word in {month, month[:3]} - {"may", "mar"})
    yield from ((code, "CURRENCY", code) for code in CURRENCIES)
    yield from ((word, "CURRENCY", code) for word, code in CURRENCY_WORDS.items())
    yield from ((word, "SCALE", scale) for word, scale in SCALES.items())
    yield from (
        (word, "PERCENTAGE", n) for word, n in (("half", 50), ("a quarter", 25), ("twice", 200), ("double", 200))
    )
    if vocabulary.currency in CROWNS:
        yield from ((word, "CURRENCY", vocabulary.currency) for word in ("kr", "kr.", "kroner", "kronor"))


def _known_things() -> Learnt:
    for terminal, names in (
        ("RELATED", things.RELATED), ("FIGURE", things.FIGURES), ("EVENT", things.EVENTS), ("VALUE", things.VALUES),
        ("ATTRIBUTE", things.ATTRIBUTES), ("LABEL_NAME", things.LABELS), ("KIND_NAME", things.KINDS),
        ("PLACE_NAME", things.PLACES), ("LIST_NAME", things.LISTS),
    ):  # fmt: skip
        for name in names:
            if terminal == "LABEL_NAME" and name.endswith(("data", "information")):
                yield name.removesuffix("data").removesuffix("information").strip() + " records", terminal, name
            if terminal == "KIND_NAME" and name in things.VAGUE_KINDS:
                continue
            yield name, terminal, name
            if terminal == "RELATED":
                yield plural(name), terminal, name
                yield f"{name}'s", terminal, name
    taken = {*things.KINDS, *things.LABELS, *things.PLACES, "low", "medium", "high", "critical", "new", "first"}
    yield from ((name, "VALUE_ADJ", name) for name in things.VALUES if name not in taken)
    yield from ((phrase, "FIGURE", name) for phrase, name in things.FIGURE_WORDS.items())
    yield from ((phrase, "LABEL_NAME", name) for phrase, name in things.LABEL_BARE.items())
    for check, phrases in things.CHECKS.items():
        yield from ((phrase.strip(), "CHECK_NAME", check) for phrase in phrases.split(","))
    yield from ((f"{name} freeze", "FREEZE_NAME", name) for name in things.FREEZES)
    for name, phrases in things.RELATIONS.items():
        for phrase in (name, *(phrase.strip() for phrase in phrases.split(","))):
            yield phrase, "GROUP", relation(name)
            yield f"{phrase}'s", "GROUP", relation(name)


def _of_deed(each: Deed) -> Learnt:
    kind = "OBJ" if each.of else "BARE"
    nouns = (each.nouns, *each.also_nouns)
    for noun in dict.fromkeys((*nouns, *map(singular, nouns))):
        yield noun, f"N_{kind}", each.id
    if each.id == "write":
        yield "write", "V_OBJ", each.id
    yield from ((thing, "CHANGEABLE", each.id) for thing in each.after_change)
    verbs = [verb for verb in (each.verb, *each.also_verbs) if not verb.startswith("make ")]
    if each.after_change:
        verbs = [verb for verb in verbs if not verb.startswith("change ")]
    for verb in verbs:
        yield verb, f"V_{kind}", each.id
        yield gerund(verb), f"G_{kind}", each.id
        yield from _passives(verb, each.id)
    yield from _passives_of_changes(each)


def _passives(verb: str, id: str) -> Learnt:
    """`deleted`; and of a verb with its thing, `keys … rotated`."""
    first, _, thing = verb.partition(" ")
    if not thing or thing in ("to", "off", "out", "back", "up", "down"):
        yield past(verb).removesuffix(" to"), "P_ANY", (id,)
        return
    thing = thing.removeprefix("a ").removeprefix("an ")
    yield thing, "PATIENT", {past(first): id}
    yield plural(singular(thing)), "PATIENT", {past(first): id}
    yield past(first), "P_ANY", ()


def _passives_of_changes(each: Deed) -> Learnt:
    changed = ("changed", "altered", "modified", "updated", "edited", "adjusted")
    for thing in each.after_change:
        yield thing, "PATIENT", dict.fromkeys(changed, each.id)
    yield from ((word, "P_ANY", ()) for word in changed if each.after_change)


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
