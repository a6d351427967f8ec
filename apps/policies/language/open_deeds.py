"""Kinds of deed that nobody listed, taken as they are said: hiring decisions, VPN access, renewing certificates.

Only where a vocabulary is open, and only where a sentence has no other meaning. Such a phrase is taken whole, with all
that narrows it; a word that would join, compare or turn the sentence is never a part of it, nor is a slip of the
keyboard.
"""

import re
from collections.abc import Iterable, Sequence

from apps.policies.inflect import ODD_PAST, gerund
from apps.policies.language.lexer import LONGEST_TEXT, Kinds, Spoken
from apps.policies.language.lexicon import Lexicon
from apps.policies.language.slips import slip
from apps.policies.language.things import KINDS
from apps.policies.language.words import STRUCTURAL, WORDS
from apps.policies.rule import Clause, Rule, Tagged, tests_in
from apps.policies.told.likely import ANY_CHANGE, free

CONTENT = frozenset(
    "WORD GROUP PLACE_NAME OBJECT CONNECTOR KIND_NAME LABEL_NAME RELATED EVENT FIGURE VALUE VALUE_ADJ "
    "ATTRIBUTE PATIENT CHANGEABLE P_ANY PARTY COUNTED LIST_NAME CHECK_NAME FOUND_BANK FIELD_NAME GIVEN "
    "FIRST_PARTY _RECORDS _DATA MAKE _MAKE MAKING _MAKING _CHANGE _CHANGES _CHANGING _SENDING _ENVIRONMENT _CALL "
    "_CHECK _LIST _TEXT_OF RISKY _IRREVERSIBLE _EXTERNAL _INTERNAL _THOSE _CALLS _INCLUDE _SEND_OUT FREEZE_NAME AGENT "
    "_TALLY G_CHECK _SOMETHING _CHANGE_IT _TOUCHING OPEN DONE COUNTABLE".split()
)
JOINS = STRUCTURAL.union(WORDS["JOINING"], WORDS["JUDGING"])
COUNTABLE = frozenset("WORD OBJECT RELATED EVENT PARTY PATIENT FIGURE N_BARE LIST_NAME".split())  # where many can be
PLURAL = re.compile(r"[a-z]{3,}(?<!s)s")
ENDS = ("ly",)
NAMES_IN_LY = frozenset("supply reply assembly anomaly family".split())
DOERS = {past: verb for verb, past in ODD_PAST.items()}


def opened(spoken: Sequence[Spoken], lexicon: Lexicon) -> list[Spoken]:
    """The same tokens; those that can stand in a kind of deed of its own can be that as well."""
    standing = [_may_stand(token, lexicon) for token in spoken]
    return [
        _open(token, last=not after) if fits else token
        for token, fits, after in zip(spoken, standing, [*standing, False][1:], strict=True)
    ]


def _open(token: Spoken, *, last: bool) -> Spoken:
    """The token as a part of such a name; a participle ends none: "renewals priced"."""
    text = token.piece.text.casefold()
    done = done_by(text)
    more = {} if last and done and token.meanings.keys() <= {"WORD"} else {"OPEN": text}
    if done and "P_ANY" not in token.meanings:
        more["DONE"] = done
    if token.meanings.keys() <= COUNTABLE and PLURAL.fullmatch(token.piece.text):
        more["COUNTABLE"] = text
    meanings = token.meanings | more
    copy = Spoken(Kinds(meanings), str(token), start_pos=token.start_pos, end_pos=token.end_pos)
    copy.meanings, copy.piece, copy.words = meanings, token.piece, token.words
    return copy


def _may_stand(token: Spoken, lexicon: Lexicon) -> bool:
    kinds = token.meanings.keys()
    if not kinds or not all(kind in CONTENT or kind.endswith(("_BARE", "_OBJ")) for kind in kinds):
        return False
    text = token.piece.text.casefold()
    if text.startswith('"') or not text[:1].isalpha():
        return False
    slipped = kinds <= {"WORD"} and not _inflected(text, lexicon) and slip(text, lexicon.words)
    return not any(_joins(word) for word in text.split()) and not slipped


def _inflected(word: str, lexicon: Lexicon) -> bool:
    """Whether it is another form of a known word, and no slip for it: agreed, agreeing."""
    return any(word.endswith(end) and word.removesuffix(end) in lexicon.words for end in ("d", "ed", "ing"))


def _joins(word: str) -> bool:
    return word in JOINS or (word.endswith(ENDS) and word not in NAMES_IN_LY)


def done_by(word: str) -> str:
    """`renewed` → renewing; empty for what is no participle."""
    if word in DOERS:
        return gerund(DOERS[word])
    if word.endswith("ied") and len(word) > 4:
        return f"{word[:-3]}ying"
    return f"{word[:-2]}ing" if word.endswith("ed") and len(word) > 4 else ""


def plainest(rules: Iterable[Rule], lexicon: Lexicon) -> tuple[Rule, ...]:
    """The rules that take the fewest words as they stand: what is known says more."""
    said = [(sum(_taken(clause, lexicon.listed) for clause in rule.clauses), rule) for rule in rules]
    least = min(count for count, _ in said)
    return tuple(rule for count, rule in said if count == least)


def _taken(clause: Clause, listed: frozenset[str]) -> int:
    """How many words stand for a kind of deed of their own; a change of some kind says less than any of them."""
    of_a_kind = any(isinstance(test, Tagged) and test.family == "kind" for test in tests_in(clause.condition))
    if of_a_kind and any(target.deed == ANY_CHANGE for target in clause.targets):
        return LONGEST_TEXT
    kinds = (test.names for test in tests_in(clause.condition) if isinstance(test, Tagged) and test.family == "kind")
    narrowed = (name for names in kinds for name in names if name not in KINDS)
    freely = (deed for deed in free(target.deed for target in clause.targets) if deed not in listed)
    return sum(len(name.split()) for name in (*freely, *narrowed))
