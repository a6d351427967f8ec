"""The words that say what shall happen, whatever is done to whatever: must not be, needs, may only be … after."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from apps.policies.language.bones.owing import HAPPENS, LATER, OWED
from apps.policies.language.in_full.said import within
from apps.policies.language.turning import (
    AGENTS,
    BEFORE,
    CONSENT,
    CONSENT_BY,
    DONE,
    FORBIDDEN,
    FREELY,
    IS,
    IS_NOT,
    IT,
    MAY,
    MAY_NOT,
    MUST,
    NEED,
    NO,
    NOBODY,
    NP,
    ONLY,
    SIGN,
    SIGNED,
    SO,
    VERB,
)
from apps.policies.language.verbs import base
from apps.policies.rule import Effect

OFTEN = {"once": "one", "twice": "two"}
TURNED = re.compile(NO, re.IGNORECASE)
ALONE = re.compile(rf"{FREELY}|(?:needs?|requires?) no {CONSENT}", re.IGNORECASE)
NOBODY_SIGNS = re.compile(r"no\b", re.IGNORECASE)


class Bones(NamedTuple):
    """What a pivot parts: what shall happen, to what (a noun phrase), by which verb, and what stands behind it."""

    effect: Effect
    what: str
    done: str = ""  # a participle
    verb: str = ""
    rest: str = ""
    signers: str = ""
    only: str = ""  # the condition under which alone it may be done
    lets: bool = False  # "may only": under that condition it is allowed as well
    owed: str = ""  # the plainest sentence that owes the same
    others: bool = False  # "only such": of the same sort all others


class Pivot(NamedTuple):
    words: re.Pattern[str]
    effect: Effect
    lets: bool = False
    owed: str = ""
    others: bool = False

    def found(self, text: str) -> "Bones | None":
        match = self.words.match(text)
        if not match or (self.effect is Effect.AUTO and TURNED.search(ALONE.sub("", text))):
            return None
        parts = {name: (part or "").strip(" ,") for name, part in match.groupdict().items()}
        if NOBODY_SIGNS.match(parts.get("signers", "")):
            return None
        what = parts.pop("np")
        parts["times"] = OFTEN.get(times := parts.get("times", "").removesuffix(" times"), times)
        parts["verb"] = parts.get("verb") or base(parts.get("does", ""))
        said = {name: part for name, part in parts.items() if name in Bones._fields}
        owed = self.owed.format(**parts)
        return Bones(self.effect, within(what) if text.startswith(what) else what, lets=self.lets, owed=owed,
                     others=self.others, **said)  # fmt: skip


def _pivots(effect: Effect, *words: str, **more: Any) -> Iterable[Pivot]:
    return tuple(Pivot(re.compile(f"^{each}$", re.IGNORECASE), effect, **more) for each in words)


REST = r"(?P<rest>(?: .+)?)"
SIGNERS = r"(?P<signers>.+)"
SIGNERS_SHORT = r"(?P<signers>.+?)"
UNLESS = r"(?:without|unless with|before|until)"
TO_DECIDE = r"(?: for (?:approval|review|sign-?off|a decision|decision))?"
BY = rf"{DONE}(?P<rest>(?: .+?)?)"
TIMES = r"(?P<times>once|twice|[a-z]+ times|\d+ times)"
PER = r"(?P<per>(?:an?|per|each|every|in an?|within an?|in any) .+)"
CAPS = (
    rf"{NP} (?:is|are|{MAY} be) {DONE}{REST} (?:at most|no more than|not more than|only) {TIMES} {PER}",
    rf"{NP} {MAY_NOT} be {DONE}{REST} more than {TIMES} {PER}",
    rf"no {NP} (?:is|are|{MAY} be) {DONE}{REST} more than {TIMES} {PER}",
)
SUGGESTS = r"(?:suggests?|proposes?|drafts?|recommends?|prepares?)"
SUGGESTED = r"(?:suggested|proposed|drafted|recommended|prepared)"
PIVOTS: tuple[Pivot, ...] = (
    *_pivots(
        Effect.SUGGEST,
        rf"{AGENTS} (?:(?:may|can|{MUST}) )?{ONLY} (?:(?:may|can) )?{SUGGESTS} (?:to (?P<verb>[a-z-]+) )?{NP}",
        rf"{NP} (?:is|are|(?:may|can|{MUST}) be) {ONLY} (?:be )?{SUGGESTED}(?: by {AGENTS})?",
        rf"{NP} (?:may|can) {ONLY} be {SUGGESTED}(?: by {AGENTS})?",
    ),
    *_pivots(Effect.DENY, *CAPS, owed="Never refund more than {times} times {per}."),
    *_pivots(Effect.AUTO, *LATER, owed="Refunds may run first and need {signers} within {span} afterwards."),
    *(pivot for owed, words in OWED.items() for pivot in _pivots(Effect.OWE, *words, owed=owed)),
    *_pivots(
        Effect.DENY,
        rf"{NP} {MAY} {ONLY} be {BY} {SO}",
        rf"{NP} {MAY} be {BY} {ONLY} {SO}",
        rf"{NP} {MAY} {ONLY} be {BY}(?:,? and)? {ONLY} {SO}",
        lets=True,
    ),
    *_pivots(
        Effect.DENY,
        rf"{NP} (?:is|are|{MUST} be) {ONLY} {BY} {SO}",
        rf"{NP} {MUST} {ONLY} be {BY} {SO}",
        rf"{NP} (?:is|are|{MUST} be) {BY} {ONLY} {SO}",
    ),
    *_pivots(
        Effect.ASK,
        rf"{ONLY} {NP} {MAY} be {DONE} {FREELY}",
        rf"{ONLY} {NP} (?:{IS}|{MUST} be) {DONE} {FREELY}",
        lets=True,
        others=True,
    ),
    *_pivots(
        Effect.DENY,
        rf"{ONLY} {NP} {MAY} be {DONE}",
        rf"{ONLY} {NP} (?:{IS}|{MUST} be) {DONE}",
        others=True,
    ),
    *_pivots(
        Effect.ASK,
        rf"{NP} (?:{MUST} be|{IS}|gets?) (?:first )?{SIGNED} (?:by|with) {SIGNERS_SHORT},? {BEFORE}{REST}",
        rf"{NP} {NEED} {SIGNERS_SHORT},? {BEFORE}{REST}",
        rf"{NP} (?:{MUST} be|{IS}|gets?) (?:first )?{SIGNED} (?:by|with) {SIGNERS}",
        rf"{NP} {NEED} {SIGNERS}",
        rf"before {NP} (?:{IS}|(?:can|may) be|gets?) {DONE}{REST}, {SIGNERS_SHORT} {MUST} {SIGN}{IT}",
        rf"{NP} (?:{IS}|(?:may|can|must)(?: only)? be) {DONE}{REST} (?:only )?(?:after|once|when|if) {SIGNERS_SHORT} "
        rf"(?:has|have) (?:both )?{SIGNED}{IT}",
        rf"{NP} (?:{MAY_NOT} be|{IS_NOT}) {DONE}{REST} {UNLESS} {CONSENT_BY}",
        rf"(?:no|never) {NP} (?:(?:may|can|shall|must) be|{IS}) {DONE}{REST} {UNLESS} {CONSENT_BY}",
        rf"{NP} (?:{IS}|(?:may|can|must)(?: only)? be) {DONE}{REST} (?:only )?with {CONSENT_BY}",
        rf"{NP} (?:{IS}|{MUST} be) (?:escalated|referred|routed|submitted|sent|passed) to {SIGNERS_SHORT}{TO_DECIDE}",
        rf"{NP} goe?s? (?:back )?to {SIGNERS_SHORT}{TO_DECIDE}",
        rf"to (?P<verb>[a-z-]+) {NP},? (?:{AGENTS} )?{NEED} {SIGNERS}",
        rf"it (?:takes|needs|requires) {SIGNERS_SHORT} to (?P<verb>[a-z-]+) {NP}",
        rf"{SIGNERS_SHORT} (?:is|are) (?:needed|required|necessary) to (?P<verb>[a-z-]+) {NP}",
        rf"{NP} {MUST} (?:pass|go through|get past) (?P<signers>(?:the )?(?-i:[A-Z]).+)",
        *(rf"{SIGNERS_SHORT} (?:both )?{MUST} {SIGN}{IT},? {happens}" for happens in HAPPENS[:2]),
        *(rf"{happens}, {SIGNERS_SHORT} (?:both )?(?:{MUST} )?{SIGN}{IT}(?: first)?" for happens in HAPPENS),
        rf"{SIGNERS_SHORT} {MUST} (?:[a-z]+(?: over| through)? and )?{SIGN} {NP}",
    ),
    *_pivots(
        Effect.DENY,
        rf"(?:no|not any) {NP} (?:(?:may|can|shall|must|should|will) be|{IS}|gets?|has been) {DONE}{REST}",
        rf"no {NP} (?:may|can|shall|must|should|will) (?P<verb>leave)(?P<rest> .+)",
        rf"{NP} {MAY_NOT} be {DONE}{REST}",
        rf"{NP} {IS_NOT} {DONE}{REST}",
        rf"{NP} {FORBIDDEN}{REST}",
        rf"(?:do not|don't|never) {VERB} {NP}",
        rf"we (?:do not|don't|never|will not|won't) {VERB} {NP}",
        rf"{AGENTS} {MAY_NOT} {VERB} {NP}",
        rf"{NOBODY} (?:may|can|shall|should|must) {VERB} {NP}",
    ),
    *_pivots(
        Effect.AUTO,
        rf"{NP} {MAY} be {DONE}(?: {FREELY})?{REST}(?: {FREELY})?",
        rf"{AGENTS} {MAY} (?:{FREELY} )?{VERB} {NP}(?: {FREELY})?",
        rf"{NP} {IS} {DONE} {FREELY}{REST}",
        rf"{NP} (?:{MAY} )?(?:runs?|goes? (?:out|through|ahead)|proceeds?|happens?) (?:alone|{FREELY}){REST}",
        rf"{NP} (?:needs?|requires?) no {CONSENT}{REST}",
    ),
)
