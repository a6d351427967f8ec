"""Every phrase that means something in any workspace: the fixed words, numbers and dates, known things, the deeds."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias

from apps.policies.deed_words import DEEDS, Deed
from apps.policies.deeds import deed
from apps.policies.inflect import gerund, past, plural, singular, spelled
from apps.policies.language import things
from apps.policies.language.words import CROWNS, CURRENCIES, CURRENCY_WORDS, DAYS, MONTHS, NUMBERS, WORDS
from apps.policies.rule import RELATION, Named
from apps.policies.told.checks import CHECKS
from apps.policies.vocabulary import Vocabulary

SCALES = {"hundred": 100, "thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000, "mio": 1_000_000,
          "billion": 10**9, "mn": 1_000_000, "grand": 1_000}  # fmt: skip
ANSWERS = ("yes", "no", "none", "true", "false")  # what a field can hold, and no thing can be
UNITS = {"min": "minute", "mins": "minute", "h": "hour", "hr": "hour", "hrs": "hour", "calendar day": "day"}
PERIODLY = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter",
            "yearly": "year", "annually": "year", "annual": "year", "per annum": "year", "today": "day",
            "so far today": "day", "this week": "week", "this month": "month", "this year": "year",
            "this quarter": "quarter", "in this run": "run", "this run": "run", "within one run": "run",
            "this hour": "hour", "in total ever": "ever"}  # fmt: skip
COUNTED = {
    "people": "people", "enclosures": "attachments", "subscribers": "recipients", "prospects": "recipients",
    "changed lines": "lines",
    "lines changed": "lines", "lines of code": "lines", "files changed": "files", "changed files": "files",
}  # fmt: skip
PERIODS = {"calendar day": "day", "calendar month": "month", "calendar week": "week", "24 hours": "24 hours",
           "business day": "day", "fiscal year": "year", "financial year": "year", "calendar year": "year",
           "calendar quarter": "quarter"}  # fmt: skip
Learnt: TypeAlias = Iterator[tuple[str, str, object]]


def fixed(vocabulary: Vocabulary) -> Learnt:
    for terminal, phrases in WORDS.items():
        for phrase in phrases:
            yield from _as_used(phrase, terminal, _meant(terminal, phrase))
    yield from _numbers(vocabulary)
    yield from _own_domains(vocabulary)
    yield from _known_things()
    yield from _reviews(vocabulary)
    yield from ((word, "P_ANY", ("write",)) for word in things.KEPT)
    yield from ((word, "CHECKED", check) for word, check in things.CHECKED.items())
    yield from ((f"non-{name}", "NON_PLACE", name) for name in things.PLACES)
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
        plain = phrase.removesuffix(" at once")
        return COUNTED.get(plain) or plural(singular(plain))
    if terminal == "PARTY":
        return {"anyone": "recipient", "anybody": "recipient", "someone": "recipient", "people": "recipient",
                "somebody": "recipient", "whoever": "recipient"}.get(phrase, singular(phrase))  # fmt: skip
    return phrase


def _own_domains(vocabulary: Vocabulary) -> Learnt:
    """`outside our own domains`; `outside acme.com`, where that is the only one."""
    names = ("our own domains", *(vocabulary.domains if len(vocabulary.domains) == 1 else ()))
    for terminal in ("OUTSIDE", "OUTSIDERS", "INSIDE", "INSIDERS"):
        for head, ours, _ in (phrase.partition("our domains") for phrase in WORDS[terminal]):
            for name in names if ours else ():
                yield from _as_used(f"{head}{name}", terminal, f"{head}{ours}")


def _numbers(vocabulary: Vocabulary) -> Learnt:
    yield from ((word, "NUMBER", n) for word, n in NUMBERS.items())
    yield from ((word, "AMOUNT_NUMBER", f"{n}") for word, n in NUMBERS.items())
    yield from ((word, "DAY", n) for day, n in DAYS.items() for word in (day, f"{day}s", day[:3]))
    yield from ((word, "MONTH", n) for month, n in MONTHS.items() for word in {month, month[:3]})
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
            if terminal == "KIND_NAME" and name in things.VAGUE_KINDS:
                continue
            yield name, terminal, name
            if terminal == "ATTRIBUTE":
                yield plural(name), terminal, name
            if terminal == "RELATED":
                yield plural(name), terminal, name
                yield f"{name}'s", terminal, name
    taken = {
        *things.KINDS,
        *things.LABELS,
        *things.PLACES,
        "low",
        "medium",
        "high",
        "critical",
        "new",
        "first",
        "internal",
        "external",
        *ANSWERS,
    }
    yield from ((name, "VALUE_ADJ", name) for name in things.VALUES if name not in taken)
    placed = ("on ", "under ", "in ", "past ")
    yield from ((name, "VALUE_AFTER", name) for name in things.VALUES if name.startswith(placed))
    yield from ((phrase, "FIGURE", name) for phrase, name in things.FIGURE_WORDS.items())
    yield from ((phrase, "LABEL_NAME", name) for phrase, name in things.LABEL_BARE.items())
    yield from ((phrase, "CHECK_NAME", check) for check, phrases in CHECKS.items() for phrase in (check, *phrases))
    yield from ((f"{name} freeze", "FREEZE_NAME", name) for name in things.FREEZES)
    yield from ((f"{name} period", "FREEZE_NAME", name) for name in things.FREEZES)
    for window, phrases in things.WINDOWS.items():
        yield from ((phrase.strip(), "FREEZE_NAME", window) for phrase in (window, *phrases.split(",")))
    for name, phrases in things.RELATIONS.items():
        for phrase in (name, *(phrase.strip() for phrase in phrases.split(","))):
            yield phrase, "GROUP", relation(name)
            yield f"{phrase}'s", "GROUP", relation(name)


def _reviews(vocabulary: Vocabulary) -> Learnt:
    """`legal review` is a signature from Legal, where there is such a group."""
    known = {group.name: group for group in vocabulary.named("groups")}
    for review, group in things.REVIEWS.items():
        if not group or group in known:
            yield from ((word, "REVIEW_BY", (known[group],) if group else ()) for word in CHECKS[review])


def _of_deed(each: Deed) -> Learnt:
    kind = "OBJ" if each.of else "BARE"
    nouns = (each.nouns, *each.also_nouns)
    requests = tuple(f"{singular(noun)} requests" for noun in nouns if not noun.endswith("requests"))
    ones = (one for one in map(singular, (*nouns, *requests)) if one != "read")  # "read and refund" are two verbs
    for noun in dict.fromkeys((*nouns, *requests, *ones)):
        yield noun, f"N_{kind}", each.id
    if each.id == "write":
        yield "write", "V_OBJ", each.id
    yield from ((thing, "CHANGEABLE", each.id) for thing in each.after_change)
    verbs = [verb for verb in (each.verb, *each.also_verbs) if not verb.startswith("make ")]
    if each.after_change:
        verbs = [verb for verb in verbs if not verb.startswith("change ")]
    for verb in verbs:
        yield verb, f"V_{kind}", each.id
        yield from ((doing, f"G_{kind}", each.id) for doing in spelled(gerund(verb), "ing"))
        yield from _passives(verb, each.id)
    yield from _passives_of_changes(each)


def _passives(verb: str, id: str) -> Learnt:
    """`deleted`; and of a verb with its thing, `keys … rotated`."""
    first, _, thing = verb.partition(" ")
    if not thing or thing in ("to", "off", "out", "back", "up", "down"):
        yield from ((done, "P_ANY", (id,)) for done in spelled(past(verb).removesuffix(" to"), "ed"))
        return
    thing = thing.removeprefix("a ").removeprefix("an ")
    for done in spelled(past(first), "ed"):
        yield thing, "PATIENT", {done: id}
        yield plural(singular(thing)), "PATIENT", {done: id}
        yield done, "P_ANY", ()


def _passives_of_changes(each: Deed) -> Learnt:
    changed = ("changed", "altered", "modified", "updated", "edited", "adjusted")
    for thing in each.after_change:
        yield thing, "PATIENT", dict.fromkeys(changed, each.id)
    yield from ((word, "P_ANY", ()) for word in changed if each.after_change)


def relation(name: str) -> Named:
    return Named(id=f"{RELATION}{name.removeprefix('the ')}", name=name)


@cache
def terminals() -> frozenset[str]:
    grammar = (Path(__file__).parent / "grammar.lark").read_text()
    return frozenset(re.findall(r"\b_?[A-Z][A-Z_]+\b", re.sub(r"//.*", "", grammar)))
