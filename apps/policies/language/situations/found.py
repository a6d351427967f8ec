"""Where conditions stand in a sentence: clauses behind "if", "unless" and their like, and what narrows a noun."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from apps.policies.inflect import singular
from apps.policies.language.build_joins import OWN
from apps.policies.language.lexicon import Lexicon
from apps.policies.language.situations.behind import as_clause
from apps.policies.language.situations.clauses import condition
from apps.policies.language.situations.fields import field_had
from apps.policies.language.situations.saying import Scene
from apps.policies.language.things import EVENTS, RELATED
from apps.policies.rule import Condition

LIKE_IF = (
    "in (?:all |those |any )?cases (?:where|in which|when)|in the event(?: that)?|provided(?: that)?|"
    "providing(?: that)?|"
    "given that|assuming(?: that)?|on (?:the )?condition that|as long as|so long as|for as long as|insofar as|"
    "in case|whenever|wherever|where|while|whilst|when|once|if"
)
LIKE_UNLESS = "except (?:if|when|where)|unless|until|till"
WHEN = re.compile(rf"(?P<mark>^|[,;]? )(?P<only>only )?(?P<how>{LIKE_IF}|{LIKE_UNLESS}) (?=\S)", re.IGNORECASE)
ENDS = re.compile(
    r",(?!\d)|[;:]|(?<=\w)\.(?= |$)|$| (?=(?:unless|except|if|when|where|provided|until)\b)", re.IGNORECASE
)
PREDICATE = re.compile(
    r"$|[,;:]|\.(?= |$)| (?=(?:must|may|can|cannot|shall|should|will|needs?|requires?|is|are|has to|have to|"
    r"goe?s?|takes?|calls?|"
    r"without|unless|if|when|where|provided|until|before|except|only|never|runs?|automatically|do|does|gets?|by|"
    r"on its own|"
    r"on their own|at once|freely)\b)",
    re.IGNORECASE,
)
BEGINS = re.compile(
    r" (?=(?:whose|that|which|who|with|without|having|lacking|bearing|carrying|containing|holding|including|"
        r"affecting|touching|involving|covering|concerning|spanning|"
        r"exceeding|"
    r"amounting|targeting|aimed|directed|going|within|totall?ing|costing|worth|valued|belonging|more|less|"
        r"greater|larger|higher|lower|fewer|older|younger|newer|over|"
    r"above|under|below|at|in|on|of|for|to|from|against|by|half|twice|up|no|not|neither|outside|beyond|"
        r"labell?ed|tagged|marked|"
    r"classified|flagged|[a-z-]+ed|made|open|overdue|held|sent|paid|sold|taken|given)\b)",
    re.IGNORECASE,
)  # fmt: skip
TO_RELATED = re.compile(
    r"(?:(?:placed|made|raised|owned|held|requested|issued|opened|sent|booked|filed|submitted|bought) )?"
    r"(?P<how>for|on|against|from|by|with|to) (?:the |an? |any |all |every |our |such )?(?P<who>(?:[\w-]+ "
        r"){0,3}?[\w-]+?)"
    r"(?: (?P<mod>(?:whose|that|which|who|with|without|in|on|at|of|older|younger|newer|having|under|placed|"
        r"opened|created|"
    r"[a-z-]+ed|more|less)\b.+))?",
    re.IGNORECASE,
)  # fmt: skip
HANGING = re.compile(r"\b(?:whose|that|which|who)\b[^,;]*$", re.IGNORECASE)  # of a narrowing that has begun before
KNOWN = frozenset((*RELATED, *EVENTS))
PEOPLE = frozenset("customer client vendor supplier employee user partner merchant payee contact member tenant "
    "patient "
                   "student beneficiary counterparty candidate contractor company".split())  # fmt: skip
CONSENT = re.compile(
    r"\b(?:consent|approval|permission|sign-?off|authori[sz]ation|agree[sd]?|agreement|approves|asking|asked|"
    r"(?:approved|confirmed|signed|reviewed|cleared|authori[sz]ed) by|go-ahead)\b",
    re.IGNORECASE,
)  # what somebody says to it is no state of a record
CHANGES = re.compile(
    r"\b(?:chang|updat|edit|modif|amend|access|add|remov|delet|mov|renam|correct|revis|adjust|"
    r"writ)\w*\b",
    re.IGNORECASE,
)
NO_DEED = re.compile(r"^\W*(?:the|an?|any|all|no|never|agents?|bots?)*\W*$", re.IGNORECASE)


class Found(NamedTuple):
    """A condition, and where it stands."""

    begin: int
    end: int
    means: Condition
    how: str = ""  # what the clause stands behind; nothing for what narrows a noun
    spoken_of: tuple[str, ...] = ()  # the records that its clause names
    related: bool = False  # said of another record than the one that is written


def clauses(text: str, lexicon: Lexicon) -> Iterator[Found]:
    """Each clause that can be read, the longest of each beginning."""
    after = 0
    for mark in WHEN.finditer(text):
        if mark.start() < after:
            continue
        for end in reversed([each.start() for each in ENDS.finditer(text, mark.end() + 3)]):
            said = text[mark.end() : end]
            if not CONSENT.search(said) and (told := condition(said, Scene(OWN, lexicon))):
                yield Found(mark.start("how"), end, told, mark["how"], _records(said))
                after = end
                break


def _records(said: str) -> tuple[str, ...]:
    """The record that a clause begins with: "an invoice is overdue"."""
    word = re.match(
        r"(?:the|an?|any) (?P<of>[\w -]+?)(?:'s\b| (?:is|are|was|has|sits|lies|exceeds)\b)", said, re.IGNORECASE
    )
    return (word["of"].casefold(),) if word else ()


def narrowings(text: str, lexicon: Lexicon) -> Iterator[Found]:
    """What narrows a noun, the first beginning first, and of these the longest."""
    taken = [(mark.start(), _behind(text, mark)) for mark in WHEN.finditer(text)]
    for mark in BEGINS.finditer(text):
        if NO_DEED.match(text[: mark.start()]) or any(begin < mark.end() < end for begin, end in taken):
            continue
        for end in reversed([each.start() for each in PREDICATE.finditer(text, mark.end() + 4)]):
            before, said = text[: mark.start()], text[mark.end() : end]
            if CONSENT.search(said) or HANGING.search(before):
                continue
            related = _of_related(before, said, lexicon)
            if told := related or (condition(said, Scene(OWN, lexicon)) if as_clause(said) != said else None):
                yield Found(mark.start(), end, told, related=bool(related))
                taken.append((mark.start(), end))
                break


def _behind(text: str, mark: re.Match[str]) -> int:
    """Where a clause ends at the latest: with the comma behind it, or the sentence."""
    comma = text.find(", ", mark.end())
    return comma if comma > 0 else len(text)


def _of_related(before: str, said: str, lexicon: Lexicon) -> Condition | None:
    """`for customers in the gold tier`: of the customer, who is no part of what is done."""
    found = TO_RELATED.fullmatch(said)
    if not found:
        return None
    *adjectives, noun = re.split(r"(?<=[\w])[ -](?=\w)", found["who"])
    for size in (2, 1):
        who = singular(" ".join([*adjectives, noun][-size:]).casefold())
        if who not in KNOWN or (found["how"].casefold() == "to" and (who not in PEOPLE or CHANGES.search(before))):
            continue
        like = [*adjectives, noun][:-size]
        parts = [field_had(" ".join(like), who)] if like else []
        parts += [condition(found["mod"], Scene(who, lexicon))] if found["mod"] else []
        if len(parts) == 1 and parts[0]:
            return parts[0]
    return None
