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
from apps.policies.language.teach import vague
from apps.policies.language.things import EVENTS, KINDS, RELATED
from apps.policies.language.things import VALUES as KNOWN_VALUES
from apps.policies.language.words import STRUCTURAL, WORDS
from apps.policies.lemmas import words
from apps.policies.rule import Age, Attribute, Clause, Given, Has, Rule, Tagged, Test, tests_in
from apps.policies.told.likely import ANY_CHANGE, free

CONTENT = frozenset(
    "WORD GROUP PLACE_NAME OBJECT CONNECTOR KIND_NAME LABEL_NAME RELATED EVENT FIGURE VALUE VALUE_ADJ "
    "ATTRIBUTE PATIENT CHANGEABLE P_ANY PARTY COUNTED LIST_NAME CHECK_NAME FOUND_BANK FIELD_NAME GIVEN "
    "FIRST_PARTY _RECORDS _DATA MAKE _MAKE MAKING _MAKING _CHANGE _CHANGES _CHANGING _SENDING _ENVIRONMENT _CALL "
    "_CHECK _LIST _TEXT_OF RISKY _IRREVERSIBLE _EXTERNAL _INTERNAL _THOSE _CALLS _INCLUDE _SEND_OUT FREEZE_NAME AGENT "
    "SORT_OF_CHECK _NOTICE _RELEASE_NOUN _ASKER _RAISE _WRITTEN _USE_OF_IT _EXCEPTION _NET "
    "_TALLY G_CHECK _SOMETHING _CHANGE_IT _TOUCHING OPEN DONE COUNTABLE".split()
)
DONE_BESIDES = frozenset(
    "_MADE MADE _RELEASED _CHANGED _REQUIRED CHECKED _SUPPLIED _NAMED _LABELLED".split()
)  # participles with a use
COMPARING = (
    "longer larger higher bigger shorter later earlier greater lower older newer deeper closer smaller cheaper faster "
    "further additional repeated extra"
).split()
NO_NAME = "whatever whoever whomever whichever whenever wherever goes comes gets becomes happens".split()
JOINS = STRUCTURAL.union(WORDS["JOINING"], WORDS["JUDGING"], COMPARING, NO_NAME)
COUNTABLE = frozenset("WORD OBJECT RELATED EVENT PARTY PATIENT FIGURE N_BARE LIST_NAME".split())  # where many can be
PLURAL = re.compile(r"[a-z]{3,}(?<!s)s")
NAMES_BESIDES = frozenset(
    {"hold", "system", "systems", "code", "pre-approved", "period", "window"}
)  # what these do elsewhere, they do not in a name
ENDS = ("ly",)
MOST_SHORT = 5  # letters of "bring", "thing", "king"
NAMES_IN_LY = frozenset("supply reply assembly anomaly family".split())
LEAVING = frozenset({"transfers of data", *"exports uploads transfers copies shares forwards messages emails".split()})
PLACING = ("kind", "place")
PLACED = re.compile(r" (?:in|into|to|from|on|via|through|using) ([\w -]+)$", re.IGNORECASE)
VALUES, GIVEN, AGED = frozenset(KNOWN_VALUES), frozenset(WORDS["GIVEN"]), frozenset({*EVENTS, *RELATED, "record"})
ODD = frozenset(  # participles that no ending tells
    "gone left sold paid sent made given taken known come become seen been begun broken chosen done drawn driven "
    "fallen forgotten frozen grown held hidden kept lost met run shown shut spent stolen thrown understood won "
    "withdrawn written bought built brought caught dealt lent lain sought split torn worn overdue".split()
)
NOUNS_TOO = frozenset({"cut", "reset"})  # a hard reset
DOERS = {past: verb for verb, past in ODD_PAST.items()}


def opened(spoken: Sequence[Spoken], lexicon: Lexicon) -> list[Spoken]:
    """The same tokens; those that can stand in a kind of deed of its own can be that as well."""
    standing = [_may_stand(token, lexicon) for token in spoken]
    return [
        _open(token, last=not after) if fits else _as_state(token)
        for token, fits, after in zip(spoken, standing, [*standing, False][1:], strict=True)
    ]


def _as_state(token: Spoken) -> Spoken:
    """A participle that has a use of its own can say what something is as well: paid by card."""
    kinds, text = token.meanings.keys(), token.piece.text.casefold()
    own = bool(kinds & DONE_BESIDES) and all(_content(kind) or kind in DONE_BESIDES for kind in kinds)
    if kinds <= {"WORD"} and kinds and not vague(text) and not any(map(_joins, text.split())):
        return _besides(token, {"LIKE": text})  # near a word that is known: it may only follow another
    whole = "VALUE" in kinds and " " in text  # opted out
    if "_FORBIDDEN" in kinds and (done := done_by(text)):
        return _besides(token, {"DONE": done})  # users may be blocked
    return _besides(token, {"PARTICIPLE": text}) if (own or whole) and _turns(text) else token


def _turns(text: str) -> bool:
    """Whether a phrase begins with a participle: flagged, awaiting, paid."""
    first = text.partition(" ")[0]
    return bool(done_by(first)) or first in ODD or (first.endswith("ing") and len(first) > MOST_SHORT)


def _open(token: Spoken, *, last: bool) -> Spoken:
    """The token as a part of such a name; a participle ends none: "renewals priced"."""
    text = token.piece.text.casefold()
    done = done_by(text)
    noun = last and text in NOUNS_TOO
    more: dict[str, object] = {} if last and done and not noun and token.meanings.keys() <= {"WORD"} else {"OPEN": text}
    if done and "P_ANY" not in token.meanings:
        more["DONE"] = done
    if token.meanings.keys() <= COUNTABLE and PLURAL.fullmatch(token.piece.text):
        more["COUNTABLE"] = text
    if _turns(text) and not noun:
        more["PARTICIPLE"] = text
    return _besides(token, more)


def _besides(token: Spoken, more: dict[str, object]) -> Spoken:
    """The token with what it can mean besides."""
    meanings = token.meanings | more
    copy = Spoken(Kinds(meanings), str(token), start_pos=token.start_pos, end_pos=token.end_pos)
    copy.meanings, copy.piece, copy.words = meanings, token.piece, token.words
    return copy


def _may_stand(token: Spoken, lexicon: Lexicon) -> bool:
    kinds, text = token.meanings.keys(), token.piece.text.casefold()
    if not kinds or not (all(map(_content, kinds)) or text in NAMES_BESIDES):
        return False
    if text.startswith('"') or not text[:1].isalpha():
        return False
    slipped = kinds <= {"WORD"} and not _inflected(text, lexicon) and slip(text, lexicon.words)
    return not any(_joins(word) for word in text.split()) and not slipped


def _inflected(word: str, lexicon: Lexicon) -> bool:
    """Whether it is another form of a known word, and no slip for it: agreed, agreeing."""
    return any(word.endswith(end) and word.removesuffix(end) in lexicon.words for end in ("s", "d", "ed", "ing"))


def _content(kind: str) -> bool:
    return kind in CONTENT or kind.endswith(("_BARE", "_OBJ"))


def _joins(word: str) -> bool:
    return word in JOINS or (word.endswith(ENDS) and word not in NAMES_IN_LY)


def done_by(word: str) -> str:
    """`renewed` → renewing; empty for what is no participle."""
    if word in DOERS:
        return gerund(DOERS[word])
    if " " in word:
        first, _, more = word.partition(" ")
        return f"{doing} {more}" if (doing := done_by(first)) else ""
    if word.endswith("ied") and len(word) > 4:
        return f"{word[:-3]}ying"
    return f"{word[:-2]}ing" if word.endswith("ed") and len(word) > 4 else ""


def plainest(rules: Iterable[Rule], lexicon: Lexicon) -> tuple[Rule, ...]:
    """The rules that take the fewest words as they stand: what is known says more."""
    systems = frozenset(map(str.casefold, lexicon.named.get("CONNECTOR", ())))
    said = [(_in_all(rule, lexicon.listed), rule) for rule in rules if not _hides(rule, systems)]
    least = min((count for count, _ in said), default=())
    return tuple(rule for count, rule in said if count == least)


def _hides(rule: Rule, systems: frozenset[str]) -> bool:
    """Whether a system's name is taken for a kind or lost in a name, where it says in what something is done."""
    return any(
        not LEAVING.intersection(target.deed for target in clause.targets) and _within_one(clause, systems)
        for clause in rule.clauses
    )


def _within_one(clause: Clause, systems: frozenset[str]) -> bool:
    tests = tests_in(clause.condition)
    names = {name for test in tests if isinstance(test, Tagged) and test.family in PLACING for name in test.names}
    said = [*free(target.deed for target in clause.targets), *(phrase for test in tests for phrase in _phrases(test))]
    places = {place.casefold() for phrase in said for place in PLACED.findall(phrase)}
    return any(system in map(str.casefold, names) or system in places for system in systems)


def _in_all(rule: Rule, listed: frozenset[str]) -> tuple[int, ...]:
    """How many words a rule takes as they stand, how many of them for deeds, in how many conditions, and far off."""
    taken = [_taken(clause, listed) for clause in rule.clauses]
    far = sum(_of_itself(test) for clause in rule.clauses for test in tests_in(clause.condition))
    return (*map(sum, zip(*taken, strict=True)), far)


def _of_itself(test: Test) -> bool:
    """Said of the action itself, where a record named beside it may be meant."""
    return isinstance(test, Given) or (isinstance(test, Attribute | Has) and test.of == "record")


def _taken(clause: Clause, listed: frozenset[str]) -> tuple[int, int, int]:
    """The same of one clause; a change of some kind says less than any of them."""
    of_a_kind = any(isinstance(test, Tagged) and test.family == "kind" for test in tests_in(clause.condition))
    if of_a_kind and any(target.deed == ANY_CHANGE for target in clause.targets):
        return LONGEST_TEXT, 0, 0
    said = [phrase for test in tests_in(clause.condition) for phrase in _phrases(test)]
    freely = [deed for deed in free(target.deed for target in clause.targets) if deed not in listed]
    of_deeds = sum(len(words(deed)) for deed in freely)
    return of_deeds + sum(len(words(phrase)) for phrase in said), of_deeds, len(said)


def _phrases(test: Test) -> tuple[str, ...]:
    """The words of a test that no table knows."""
    if isinstance(test, Tagged):
        return tuple(name for name in test.names if name not in KINDS) if test.family == "kind" else ()
    if isinstance(test, Attribute):
        return tuple(value for value in test.values if value.casefold() not in VALUES) if not test.name else ()
    if isinstance(test, Given):
        return (test.what,) if test.what.casefold() not in GIVEN else ()
    if isinstance(test, Age):
        return (test.of,) if test.of not in AGED else ()
    return (test.what,) if isinstance(test, Has) else ()
