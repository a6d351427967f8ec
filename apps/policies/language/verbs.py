"""The verb of a participle, as it stands behind "never": shipped → ship, sent → send, written off → write off."""

import re
from functools import cache

from apps.policies.deed_words import DEEDS
from apps.policies.inflect import ODD_PAST, past

VERBS = {past: verb for verb, past in ODD_PAST.items()}
SILENT_E = tuple(  # behind these a verb ends in e: create, receive, reduce, disable, replace, erase …
    "at iv ov av uc ac ec ic oc nc rc dg rg ng iz yz lv rv us as is os ns rs bl gl dl pl tl ib".split()
)
NO_E = frozenset("treat repeat format heat seat float chat focus bring hang belong wrong".split())
WITH_E = frozenset(
    "share store delete update create approve move remove archive merge change charge schedule release close file "
    "rename purge restore execute invite issue provide use disclose expose publish include quote waive reuse name make "
    "take raise dispose reassure configure ensure rotate promote revoke".split()
)
BESIDES = frozenset(
    "accept offer confirm resolve escalate acknowledge open view read post sign promise discuss".split()
)


NOUN = re.compile(
    r"[a-z-]+(?:[tsx]ion|ment|al|ance|ing|ure)s?|(?:use|reuse|sale|hire|rename|swap|switch|split|move|lock|unlock|ban|"
    r"block|hold|reset|transfer|release|issue|pause|resale|recall|rework|upgrade|downgrade|update|change)s?",
    re.IGNORECASE,
)


def names_a_doing(word: str) -> bool:
    """Whether a noun can be that of a verb: extension, renewal, use."""
    return bool(NOUN.fullmatch(word))


def verb_of(done: str) -> str:
    first, _, more = done.casefold().partition(" ")
    return f"{VERBS.get(first) or _known().get(first) or _regular(first)} {more}".strip()


def base(does: str) -> str:
    """`deletes` → delete; a verb that ends in no s as it stands."""
    if does in verbs() or not does.endswith("s"):
        return does
    if does.endswith("ies"):
        return f"{does[:-3]}y"
    return does[:-2] if does.endswith(("shes", "ches", "sses", "xes", "zzes", "oes")) else does[:-1]


@cache
def _known() -> dict[str, str]:
    return {past(verb): verb for verb in verbs()}


@cache
def verbs() -> frozenset[str]:
    """The first word of each verb phrase that a deed is known by."""
    return frozenset(verb.split(" ")[0] for kind in DEEDS for verb in (kind.verb, *kind.also_verbs)) | BESIDES


def _regular(done: str) -> str:
    if done.endswith("ied"):
        return f"{done[:-3]}y"
    stem = done.removesuffix("ed")
    if stem == done or stem in NO_E:
        return stem
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "sl":
        return stem[:-1]
    return f"{stem}e" if f"{stem}e" in WITH_E or stem.endswith(SILENT_E) else stem
