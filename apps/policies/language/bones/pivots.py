"""The words that say what shall happen, whatever is done to whatever: must not be, needs, may only be … after."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from apps.policies.language.bones.words import (
    AGENTS,
    BEFORE,
    CONSENT,
    CONSENT_BY,
    DONE,
    FORBIDDEN,
    FREELY,
    IS_NOT,
    MAY,
    MAY_NOT,
    MUST,
    NEED,
    NO,
    NOBODY,
    ONLY,
    SIGN,
    SIGNED,
    SO,
)
from apps.policies.rule import Effect

TURNED = re.compile(NO, re.IGNORECASE)
ALONE = re.compile(FREELY, re.IGNORECASE)


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


class Pivot(NamedTuple):
    words: re.Pattern[str]
    effect: Effect
    lets: bool = False

    def found(self, text: str) -> "Bones | None":
        match = self.words.match(text)
        if not match or (self.effect is Effect.AUTO and TURNED.search(ALONE.sub("", text))):
            return None
        said = {name: (part or "").strip(" ,") for name, part in match.groupdict().items() if name != "who"}
        what = said.pop("np")
        begins = text.startswith(what) and what[1:2].islower()  # its capital is the sentence's
        return Bones(self.effect, what[0].lower() + what[1:] if begins else what, lets=self.lets, **said)


def _pivots(effect: Effect, *words: str, lets: bool = False) -> Iterable[Pivot]:
    return tuple(Pivot(re.compile(f"^{each}$", re.IGNORECASE), effect, lets) for each in words)


NP = r"(?P<np>.+?)"
REST = r"(?P<rest>(?: .+)?)"
IS = r"(?:is|are)(?: first)?"
IT = r"(?: it| this| them| to it)?"
SIGNERS = r"(?P<signers>.+)"
SIGNERS_SHORT = r"(?P<signers>.+?)"
UNLESS = r"(?:without|unless with|before|until)"
TO_DECIDE = r"(?: for (?:approval|review|sign-?off|a decision|decision))?"
BY = rf"{DONE}(?P<rest>(?: .+?)?)"
PIVOTS: tuple[Pivot, ...] = (
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
        rf"{NP} (?:is|are|{MUST} be) {BY} {ONLY} {SO}",
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
        rf"{NP} (?:{IS}|{MUST} be) (?:escalated|referred|routed|submitted|sent|passed) to {SIGNERS_SHORT}{TO_DECIDE}",
        rf"{NP} goe?s? (?:back )?to {SIGNERS_SHORT}{TO_DECIDE}",
        rf"{SIGNERS_SHORT} {MUST} {SIGN} {NP}",
    ),
    *_pivots(
        Effect.DENY,
        rf"(?:no|not any) {NP} (?:(?:may|can|shall|must|should|will) be|{IS}|gets?|has been) {DONE}{REST}",
        rf"no {NP} (?:may|can|shall|must|should|will) (?P<verb>leave)(?P<rest> .+)",
        rf"{NP} {MAY_NOT} be {DONE}{REST}",
        rf"{NP} {IS_NOT} {DONE}{REST}",
        rf"{NP} {FORBIDDEN}{REST}",
        rf"(?:do not|don't|never) (?P<verb>[a-z-]+) {NP}",
        rf"we (?:do not|don't|never|will not|won't) (?P<verb>[a-z-]+) {NP}",
        rf"{AGENTS} {MAY_NOT} (?P<verb>[a-z-]+) {NP}",
        rf"{NOBODY} (?:may|can|shall|should|must) (?P<verb>[a-z-]+) {NP}",
    ),
    *_pivots(
        Effect.AUTO,
        rf"{NP} {MAY} be {DONE}(?: {FREELY})?{REST}(?: {FREELY})?",
        rf"{AGENTS} {MAY} (?:{FREELY} )?(?P<verb>[a-z-]+) {NP}(?: {FREELY})?",
        rf"{NP} {IS} {DONE} {FREELY}{REST}",
        rf"{NP} (?:needs?|requires?) no {CONSENT}{REST}",
    ),
)
