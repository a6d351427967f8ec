"""Names of people and groups that nobody listed, taken as they stand: the VP of Sales, the Treasury team.

Only where a vocabulary is open; in a workspace an unknown name is refused, so that a slip cannot name nobody.
"""

import re

from apps.policies.language.lexicon import Meanings
from apps.policies.language.words import STRUCTURAL
from apps.policies.rule import RELATION, Named

HEADS = frozenset(
    "manager managers lead leads team teams director directors officer officers head heads group groups committee board "
    "engineer engineers admin admins administrator administrators controller controllers accountant "
    "accountants analyst analysts partner partners counsel specialist specialists supervisor supervisors department office "
    "council owner owners president chair chairman principal architect architects maintainer maintainers developer "
    "developers executive executives treasurer auditor auditors representative representatives rep reps agent-supervisor "
    "coordinator coordinators operator operators commander clerk staff desk squad division vp vps ceo cfo coo cto ciso "
    "cio cmo cpo cro dpo gc steward stewards lawyer lawyers attorney nurse physician doctor dean teacher buyer buyers".split()
)
BEFORE_HEADS = frozenset(
    "senior junior regional local chief deputy vice executive general managing finance financial legal security support "
    "sales marketing hr it product engineering operations data privacy compliance risk treasury procurement purchasing "
    "payroll accounting accounts payable receivable tax internal audit human resources people customer success service "
    "department line account credit collections billing release change incident on-call oncall platform network database "
    "system systems site reliability quality qa fraud trust safety shift store branch country area global corporate group "
    "protection information technology commercial revenue business unit division program project brand communications pr "
    "facilities travel talent recruiting hiring backend frontend mobile devops infrastructure cloud tech technical lead "
    "principal staff supply chain logistics warehouse medical clinical research development design "
    "management leadership responsible duty functional budget domain team finance-team pricing deal contract contracts vendor vendors".split()
)
AGENTS = frozenset("agent bot assistant".split())
SMALL = frozenset({"of"})
OWNER = re.compile(r"[a-z][a-z-]+(?:'s|s')")
THEIRS = frozenset("its their his her".split())
TITLES = frozenset("head vp svp evp director chief president dean vice-president".split())
NOBODYS = frozenset("it's that's there's let's what's who's here's he's she's".split())
NEAR = frozenset("line direct current own department assigned responsible functional immediate".split())
RELATED_HEADS = frozenset("manager supervisor owner head lead director boss sponsor buyer controller steward".split())


def open_name(words: list[str], known: int, *, first: bool, also: bool = False) -> tuple[int, Meanings] | None:
    """How many words name somebody from here, more than are known, and what they can be; None for nobody.

    `also`: what is known can be the name of a group as well: Pricing, Legal Review.
    """
    if (count := _agent(words, first=first)) > known:
        name = " ".join(words[:count])
        return count, {"AGENT": Named(id=name, name=name)}
    if (count := _related(words)) > known:
        name = _bare(" ".join(words[:count]))
        return count, {"GROUP": Named(id=f"{RELATION}{name}", name=name)}
    count = _length(words, first=first)
    if count < max(known + 1, 1) and not (also and count == known):
        return None
    return count, anybody(_bare(" ".join(words[:count])))


def _related(words: list[str]) -> int:
    """How many words name somebody by somebody else: the sender's line manager."""
    two = len(words) > 1 and re.fullmatch(r"[a-z]+", words[0]) and words[1].endswith("'s")
    owner = words[1] if two and _bare(words[1]) in RELATED_HEADS else words[0] if words else ""
    if (not OWNER.fullmatch(owner) and owner not in THEIRS) or owner in NOBODYS:
        return 0
    at = words.index(owner) + 1
    while at < min(len(words), 4) and words[at].casefold() in NEAR:
        at += 1
    return at + 1 if at < len(words) and _bare(words[at]).casefold() in RELATED_HEADS else 0


def _bare(name: str) -> str:
    """`Team Lead's` is the team lead."""
    return name.removesuffix("'s").removesuffix("'") if name.casefold() != "it's" else name


def _agent(words: list[str], *, first: bool) -> int:
    """How many words name an agent that nobody listed: the Invoice agent."""
    proper = next((at for at, word in enumerate(words) if not _proper(word)), len(words))
    named = 0 < proper < len(words) and words[proper].casefold() in AGENTS and not first
    return proper + 1 if named else 0


def _length(words: list[str], *, first: bool) -> int:
    """The longest run that ends in a head ("manager"), or is made of names alone."""
    best, at = 0, 0
    while at < len(words):
        word = words[at]
        proper = word[:1].isupper() and word[1:2] != "'" and word.isascii() and any(c.isalpha() for c in word)
        if _bare(word).casefold() in HEADS:
            best = at + 1
        elif proper and not (first and at == 0):
            best = at + 1 if all(_proper(each) or each in SMALL for each in words[:at]) else best
        elif at > 1 and best == at - 1 and words[at - 1] == "of" and words[at - 2].casefold() in TITLES and _noun(word):
            best = at + 1  # the head of the function
        elif not (word.casefold() in BEFORE_HEADS or (at and word in SMALL and best == at)):
            break
        at += 1
        if word.endswith(("'s", "s'")):
            break
    while best and words[best - 1] in SMALL:
        best -= 1
    return best


def _noun(word: str) -> bool:
    return word.isalpha() and word.casefold() not in STRUCTURAL


def _proper(word: str) -> bool:
    return word[:1].isupper()


def anybody(name: str) -> Meanings:
    """What such a name can be: who signs or asked, a place, a word."""
    return {"GROUP": Named(id=name, name=name), "WORD": name, "PLACE_NAME": name}
