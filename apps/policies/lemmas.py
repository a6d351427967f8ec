"""Words as they are compared when a kind of deed is named freely: `VPN access renewals`, `renew_vpn_access`.

Two names meet where their lemmas meet, whatever the order and the endings. Pure.
"""

import re
from functools import cache, lru_cache

from apps.policies.deed_words import DEEDS
from apps.policies.inflect import singular

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Za-z][a-z]*|\d+")
ENDINGS = (  # the longest that fits is cut; a noun and its verb meet: renewal, renewing, renew
    ("ification", "ifi"), ("isation", "is"), ("ization", "is"), ("ising", "is"), ("izing", "is"), ("ised", "is"),
    ("ized", "is"), ("ise", "is"), ("ize", "is"), ("ation", ""), ("ement", ""), ("ment", ""), ("ying", "i"),
    ("tion", "t"), ("ied", "i"), ("ating", ""), ("ated", ""), ("ate", ""), ("ing", ""), ("al", ""), ("ed", ""),
    ("e", ""), ("y", "i"),
)  # fmt: skip
SHORTEST = 3  # letters that a word keeps
DOUBLE = re.compile(r"([b-df-hj-np-tv-z])\1$")
SMALL = frozenset(
    "a an the of to for on in with from by at into and or our their its your his her all any each".split()
)
SAME = (  # words for one doing or one thing, beside those for one kind of deed
    "update change modify adjust alter edit amend touch correct revise rectify mark",
    "create add make new register insert",
    "delete remove erase purge drop wipe destroy",
    "read view search query lookup browse", "vendor supplier", "licence license", "customer client",
    "employee staff worker", "salary wage",
    "owner ownership", "laptop notebook", "repo repository", "db database", "org organisation organization",
    "photograph photo picture", "contact", "offer", "public", "international abroad overseas",
)  # fmt: skip
NOUN_OF = (  # a verb and its noun, where no ending tells that they are one
    "suspend suspension, extend extension, expand expansion, convert conversion, exclude exclusion, "
    "include inclusion, admit admission, transmit transmission, reduce reduction, introduce introduction, "
    "deliver delivery, recover recovery, acquire acquisition, redeem redemption, resume resumption, "
    "retain retention, issue issuance, accept acceptance, disclose disclosure, expose exposure, seize seizure, "
    "submit submission, commit commitment, omit omission, revise revision, permit permission, "
    "sell sale, revert reversion, divert diversion, maintain maintenance, freeze froze frozen"
)
FILLERS = "fee cost term action activity case decision item operation process request thing transaction work"
MAKING = (
    "make do issue give grant create execute perform submit initiate apply offer book place raise run trigger start "
    "carry complete provide new write launch open file record enter set get use via api"
)
MAKING_THINGS = "make do issue give create perform initiate grant offer place raise provide new buy purchase open file"
HANDLING = (
    "approve pay sign send submit post schedule update review confirm authorise accept receive handle save put "
    "reimburse claim expense purchase order release disburse settle commit"
)


def lemmas(text: str) -> frozenset[str]:
    """`granting the role "Owner"` → grant, role, owner; what only fills is left out where something else remains."""
    return _lemmas(text)


@lru_cache(maxsize=8192)
def _lemmas(text: str) -> frozenset[str]:
    found = {lemma(word) for word in words(text)}
    return frozenset(found - all_of(FILLERS) or found)


def words(text: str) -> tuple[str, ...]:
    plain = text.replace("'s", "").replace("’s", "").replace("e-mail", "email").replace("E-mail", "email")
    return tuple(word for word in map(str.casefold, WORD.findall(plain)) if word not in SMALL)


@lru_cache(maxsize=8192)
def lemma(word: str) -> str:
    return _same().get(stem(word), stem(word))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """`cancellations` → `cancel`, `hiring` → `hir`."""
    one = singular(word.casefold())
    for ending, rest in ENDINGS:
        if one.endswith(ending) and len(one) - len(ending) + len(rest) >= SHORTEST:
            one = one[: len(one) - len(ending)] + rest
            break
    return DOUBLE.sub(r"\1", one)


@cache
def all_of(text: str) -> frozenset[str]:
    """The lemmas of words in a row, whatever they are."""
    return frozenset(map(lemma, text.split()))


@cache
def _same() -> dict[str, str]:
    """Stem → the stem that stands for all words of one meaning; a word of two kinds of deed stands for itself."""
    fixed = {stem(word): stem(group.split()[0]) for group in (*NOUN_OF.split(", "), *SAME) for word in group.split()}
    found: dict[str, set[str]] = {}
    for each in DEEDS:
        if " " in each.id or each.of:
            continue
        for word in filter(str.isalpha, (each.id, *each.also_nouns, each.verb, *each.also_verbs)):
            found.setdefault(stem(word), set()).add(stem(each.id))
    heads = {head for each in found.values() for head in each}
    own = {word: next(iter(each)) for word, each in found.items() if len(each) == 1 and word not in heads - each}
    return {word: fixed.get(head, head) for word, head in own.items()} | fixed
