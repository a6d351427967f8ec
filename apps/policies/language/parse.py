"""Sentence → rule, or a refusal that says where, what was expected, and what may have been meant."""

from contextlib import suppress

from apps.policies.language import counted, ways
from apps.policies.language.bones import without_what_it_excepts
from apps.policies.language.capped import capped
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexicon import Lexicon, lexicon
from apps.policies.language.meant import meant
from apps.policies.language.near import nearest
from apps.policies.language.parser import Stuck
from apps.policies.language.placed import placed
from apps.policies.language.reading import read
from apps.policies.language.render import render
from apps.policies.language.stricter import either
from apps.policies.language.teach import lesson, not_always
from apps.policies.language.words import WORDS
from apps.policies.rule import Rule
from apps.policies.vocabulary import Vocabulary

MOST_EXPECTED = 8
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
        rules = ways.read_somehow(text, words)
    except Stuck as stuck:
        raise _explained(text, words, stuck) from None
    rules = tuple(dict.fromkeys(placed(capped(rule, text), vocabulary) for rule in meant(rules, vocabulary)))
    if len(rules) > 1 and (rule := without_what_it_excepts(text, words, lambda part: ways.one(part, words))):
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
