"""The closed classes that the parts of a circumstance are made of: determiners, auxiliaries, comparatives, joins."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from apps.policies.language.lexicon import Lexicon, words_of
from apps.policies.language.open_deeds import JOINS
from apps.policies.language.verbs import verb_of
from apps.policies.language.words import NUMBERS

DET = (
    r"(?:(?:the|an?|all|any|its|their|our|his|her|every|each|both|either|required|relevant|respective|necessary|"
    r"mandatory|corresponding|applicable|of the) )*"
)
BE = r"(?:is|are|was|were|has been|have been|had been|be|being|gets?|got)"
NOT = r"(?: not|n't)(?: yet| also)?"
IT = r"(?:it|they|this|these|that|which|who|the (?:action|request|message|mail|email|agent|requester|asker|person))"
OPEN = r"[\w'&/-]+(?: [\w'&/-]+){0,3}?"
NOUN = (
    r"(?!(?:not|never|no|nor|neither|only|nothing|none|without|unless|except|is|are|was|were|has|have|had|do|does|did|"
    r"and|or|to|from|for|with|of|by|in|on|at|that|which|who|may|must|can|need|needs)\b)[\w'-]+"
)
OPENS = r"[\w'&/-]+(?:,? [\w'&/-]+){0,11}?"
JOIN = re.compile(r",? (?:and|or|nor) |, ")
NUMBER = rf"(?:\d[\d,]*|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
OVER = r"(?:more|greater|higher|larger|bigger) than|over|above|exceeding|in excess of|beyond|past"
UNDER = r"(?:fewer|less|lower|smaller) than|under|below"
AT_LEAST = r"at least|no (?:fewer|less) than|not (?:fewer|less) than|a minimum of"
UP_TO = r"at most|up to|no more than|not more than|a maximum of|within|not exceeding"
OPS = ((OVER, "over"), (UNDER, "under"), (AT_LEAST, "at least"), (UP_TO, "at most"))
OP = rf"(?:{'|'.join(words for words, _ in OPS)})"
MANY = rf"(?:(?P<op>{OP}) (?P<many>{NUMBER})|(?P<from>{NUMBER}) or (?P<turn>more|fewer|less))"
LITTLE = frozenset("of on for in to at by with from a an the out up off".split())
VERBS = frozenset(
    "run runs goes needs requires takes proceeds happens waits expires belongs go proceed happen need require".split()
)
NO_NAME = (JOINS | VERBS) - LITTLE


class Asked(NamedTuple):
    """What a part is read with: the words that are known, and the rest of the sentence."""

    lexicon: Lexicon
    before: str  # what stands before the part
    after: str

    @property
    def rest(self) -> str:
        return f"{self.before} {self.after}"

    def known(self, name: str, *kinds: str) -> bool:
        """Whether a phrase is of one of these kinds."""
        return not self.lexicon.phrases.get(words_of(name), {}).keys().isdisjoint(kinds)

    def mentions(self, word: str) -> bool:
        """Whether the rest of the sentence speaks of the same: refunds, refunded, a refund."""
        stems = {re.sub(r"(?:ments?|ed|es|s|e|ing)$", "", each) for each in (word.casefold(), verb_of(word.casefold()))}
        return any(len(stem) > 2 and re.search(rf"\b{re.escape(stem)}", self.rest, re.IGNORECASE) for stem in stems)


Found = re.Match[str]
Reader = tuple[re.Pattern[str], Callable[[Found, Asked], str]]


def reader(words: str, told: Callable[[Found, Asked], str]) -> Reader:
    """What a whole part of these words says; an empty text where it says nothing that is known."""
    return re.compile(words, re.IGNORECASE), told


def bare(name: str) -> str:
    """Without its determiners."""
    return re.sub(rf"^{DET}", "", name.strip(), flags=re.IGNORECASE)


def name_of(text: str) -> str:
    """A name of one's own, none of whose words joins, turns or counts; empty where one does."""
    name = re.sub(r" (?:an?|the) (?=\w)", " ", bare(text))
    said = name.casefold().replace("'s", "").split()
    fits = bool(said) and said[0] not in LITTLE and said[-1] not in LITTLE and not NO_NAME.intersection(said)
    return name if fits and '"' not in name and len(said) <= 5 else ""


def turned(test: str) -> str:
    return f"it is not so that {test}"


def joined(tests: Iterable[str], *, every: bool) -> str:
    """Both of two, either of two; nothing where one of them is nothing."""
    each = list(tests)
    if not all(each):
        return ""
    if len(each) == 1:
        return each[0]
    both, word = ("both", "and") if every else ("either", "or")
    return f"{both} {', '.join(each[:-1])} {word} {each[-1]}"


def limit_of(found: Found) -> str:
    """`over 10`, of `more than ten`."""
    if found["many"]:
        return f"{op_of(found['op'])} {found['many']}"
    return f"{'at least' if found['turn'].casefold() == 'more' else 'at most'} {found['from']}"


def op_of(words: str) -> str:
    return next(said for pattern, said in OPS if re.fullmatch(pattern, words, re.IGNORECASE))
