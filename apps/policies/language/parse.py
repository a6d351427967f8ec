"""Sentence → rule, or a refusal that says where, what was expected, and what may have been meant."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

from apps.policies.language import counted
from apps.policies.language.bones import by_its_bones, by_its_frames, without_what_it_excepts
from apps.policies.language.capped import capped
from apps.policies.language.circumstances import plainly
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.in_full import foremost, in_full, plainest_deeds
from apps.policies.language.lexer import straight
from apps.policies.language.lexicon import Lexicon, lexicon
from apps.policies.language.meant import meant
from apps.policies.language.near import nearest
from apps.policies.language.parser import Stuck
from apps.policies.language.placed import placed
from apps.policies.language.reading import explained, read, read_openly
from apps.policies.language.render import render
from apps.policies.language.sentences import each_in_full
from apps.policies.language.situations import left, situated
from apps.policies.language.stricter import either
from apps.policies.language.teach import lesson, not_always
from apps.policies.language.words import WORDS
from apps.policies.rule import Rule
from apps.policies.vocabulary import Vocabulary

MOST_EXPECTED = 8
ONLY = re.compile(r"\bonly (?!if|when|after|once|while|where)\w", re.IGNORECASE)  # only at the request of
FIRST = ("_NEED", "_WITHOUT", "_ASKING", "GROUP", "CURRENCY", "_NEVER")
SAID = {
    "_WITHOUT": "without asking",
    "GROUP": "a group",
    "AGENT": "an agent",
    "CONNECTOR": "a connection",
    "OBJECT": "an object",
    "FIELD_NAME": "a field",
    "TOOL_NAME": "a tool",
    "CURRENCY": "a currency",
    "NUMBER": "a number",
    "AMOUNT_NUMBER": "an amount",
    "CHANGEABLE": "permissions",
    "TEXT": "a name in quotes",
    "LABEL_NAME": "a data class",
    "KIND_NAME": "a kind of deed",
    "PLACE_NAME": "a place",
    "FREEZE_NAME": "a freeze",
    "RELATED": "a record",
    "VALUE": "a state",
    "VALUE_ADJ": "a state",
    "FIGURE": "an amount to compare with",
    "EVENT": "an event",
    "PARTY": "a customer",
    "LIST_NAME": "a list",
    "CHECK_NAME": "a check",
    "DAY": "a day",
    "TIME": "a time",
    "DATE": "a date",
    "P_ANY": "what is done",
    "PATIENT": "what it is done to",
    "SCALE": "thousand",
    "WORD": "a word",
    "ATTRIBUTE": "a field",
    "V_BARE": "refund",
    "N_BARE": "refunds",
    "G_BARE": "refunding",
    "V_OBJ": "update",
    "N_OBJ": "updates",
    "G_OBJ": "updating",
}


def parse(text: str, vocabulary: Vocabulary) -> Rule:
    """The one rule that a sentence means. Raises NotUnderstood for none, and for more than one."""
    words = lexicon(vocabulary)
    if doubt := not_always(text):
        raise NotUnderstood(doubt[1], pointer=doubt[0])
    try:
        rules = _read(text, words)
    except Stuck as stuck:
        raise _explained(text, words, stuck) from None
    rules = tuple(dict.fromkeys(placed(capped(rule, text), vocabulary) for rule in meant(rules, vocabulary)))
    if len(rules) > 1 and (rule := without_what_it_excepts(text, words, lambda part: _one(part, words))):
        rules = (rule,)
    if len(rules) > 1:
        rules = _either(rules, words)
    if len(rules) > 1:
        readings = tuple(map(render, rules))
        raise NotUnderstood(f"This can be read in two ways: “{readings[0]}” or “{readings[1]}”", expected=readings)
    counted.check(text, rules[0])
    return rules[0]


def _either(rules: tuple[Rule, ...], words: Lexicon) -> tuple[Rule, ...]:
    """What limits whatever any of the readings names, where that can be said in one sentence."""
    one = either(rules)
    with suppress(Stuck, NotUnderstood):
        return one if len(one) == 1 and read(render(one[0]), words) == one else rules
    return rules


def _read(text: str, words: Lexicon) -> tuple[Rule, ...]:
    """The meanings of a sentence as it stands; where it has none, of the same said in full or with names of its own."""
    first = foremost(text, words)
    for wording in first:
        with suppress(Stuck, NotUnderstood):
            return read(wording, words)
        if rules := read_openly(wording, words):
            return rules
    try:
        return read(text, words)
    except (Stuck, NotUnderstood) as why:
        plain, fuller = plainly(straight(text), words), (text, *in_full(text, words))
        plainer = tuple(wording for way in plain for wording in (way, *in_full(way, words)))
        likely = (*fuller, *plainer) if ONLY.search(text) else (*plainer, *fuller)
        wordings = (*likely, *each_in_full(straight(text), words))
        for wording in wordings:
            with suppress(Stuck, NotUnderstood):
                return read(wording, words)
        for wording, knowing in _situated(plain or (straight(text),), words):
            if rules := _somehow(wording, knowing):
                return rules
        for rule in by_its_frames(text, words):
            return (rule,)
        deeds = plainest_deeds(text, words)
        for wording in dict.fromkeys((*deeds, *wordings) if ONLY.search(text) else (*plainer, *deeds, *wordings)):
            if rules := read_openly(wording, words):
                return rules
        for wording in dict.fromkeys((*plain, *plainer[-1:], *first, *deeds, text, fuller[-1])):
            for rule in by_its_bones(wording, words, lambda part: _one(part, words)):
                return (rule,)
        for wording, knowing in _situated(plain or (straight(text),), words, freely=True):
            if rules := _somehow(wording, knowing):
                return rules
        if isinstance(why, NotUnderstood):
            raise
    return explained(text, words)


def _situated(texts: Iterable[str], words: Lexicon, *, freely: bool = False) -> Iterator[tuple[str, Lexicon]]:
    return (each for text in texts for each in situated(text, words, freely=freely))


def _somehow(text: str, words: Lexicon) -> tuple[Rule, ...]:
    """The meanings of a sentence in which conditions are words; nothing for none, and where one became a name."""
    fuller = (text, *in_full(text, words))
    for wording in fuller:
        with suppress(Stuck, NotUnderstood):
            return _whole(read(wording, words))
    for wording in fuller:
        if rules := _whole(read_openly(wording, words)):
            return rules
    return _whole(tuple(islice(by_its_bones(text, words, lambda part: _one(part, words)), 1)))


def _whole(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return () if any(left(render(rule)) for rule in rules) else rules


def _one(text: str, words: Lexicon) -> Rule | None:
    """The one meaning of a sentence by itself; None for none, and for more than one."""
    for wording in dict.fromkeys((*plainly(text, words), *plainest_deeds(text, words), text, *in_full(text, words))):
        with suppress(Stuck, NotUnderstood):
            return _single(read(wording, words), words)
        if rules := read_openly(wording, words):
            return _single(rules, words)
    return next((rule for said in dict.fromkeys((wording, text)) for rule in by_its_bones(said, words)), None)


def _single(rules: tuple[Rule, ...], words: Lexicon) -> Rule | None:
    said = meant(rules, words.vocabulary)
    return said[0] if len(said) == 1 else None


def _explained(text: str, words: Lexicon, stuck: Stuck) -> NotUnderstood:
    pointer = len(text.rstrip()) if stuck.token is None else stuck.token.piece.start
    expected = _expected(words, stuck)
    if hint := _hint(text[:pointer], stuck):
        return NotUnderstood(hint, pointer=pointer, expected=expected)
    taught = lesson(text)
    rule = None if taught and taught[0] == pointer else nearest(text, words, stuck)
    better = render(rule) if rule else ""
    if taught:
        return NotUnderstood(taught[1], pointer=taught[0], expected=expected, better=better)
    offer = f" Did you mean “{better}”" if better else f" Expected here: {', '.join(expected)}." if expected else ""
    return NotUnderstood(f"{_complaint(stuck)}{offer}", pointer=pointer, expected=expected, better=better)


def _hint(before: str, stuck: Stuck) -> str:
    """What to write instead, where the words are known and only their order is not."""
    meanings = stuck.token.meanings if stuck.token else {}
    last = before.casefold().rstrip().rpartition(" ")[2]
    if "GROUP" in meanings and last == "and":
        return "“And” between groups can mean two things: write “A or B”, or “one person from each of A and B”."
    if meanings.keys() & {"OBJECT", "_ANYTHING"} and last in ("change", "changes", "changing", "to"):
        return "Say “update”, or “write to”, which is to create, update and delete."
    return ""


def _complaint(stuck: Stuck) -> str:
    if stuck.token is None or "_PERIOD" in stuck.token.meanings:
        return "The sentence stops too early."
    fits = "does not fit here" if stuck.token.meanings else "is not known here"
    return f"“{stuck.token.piece.text}” {fits}."


def _expected(words: Lexicon, stuck: Stuck) -> tuple[str, ...]:
    """The words that would go on from here, the likeliest first."""
    said = sorted(stuck.expected, key=lambda terminal: (terminal not in FIRST, terminal not in words.named, terminal))
    return tuple(dict.fromkeys(_said(words, terminal) for terminal in said if terminal != "_PERIOD"))[:MOST_EXPECTED]


def _said(words: Lexicon, terminal: str) -> str:
    if names := words.named.get(terminal):
        return f"{SAID[terminal]} ({', '.join(names[:4])}{' …' if len(names) > 4 else ''})"
    return SAID.get(terminal) or WORDS.get(terminal.removeprefix("_"), (terminal,))[0]
