"""What the run has done before: if the same run has exported anything, after the agent has read a payment in it."""

import re

from apps.policies.inflect import gerund, plural
from apps.policies.language.circumstances.parts import Asked, Found, Reader, reader, turned
from apps.policies.language.verbs import verb_of

DONE = r"(?P<done>[a-z-]+(?:ed|en|ade|ent|aid|old|ought|un|ut|et|own|one)|read)"
EARLIER = r"(?:(?:already|earlier|before|previously|beforehand|once|earlier on),? ?)*"
RUN = r"(?:the|this|that|its)(?: very)?(?: same| current)? run"
IN_RUN = rf"(?:earlier |before |already |previously )*(?:in|during|within|in the course of) {RUN}"
WHAT = r"(?P<what>(?:(?:an?|the|any|some|our) )?[\w' -]+?)"
HAS = rf"(?:has|have|had) (?P<not>not |never )?{EARLIER} ?"
MADE = frozenset("make take create do run perform issue".split())
ANYTHING = frozenset("anything something data things any data".split())


def _told(found: Found, _asked: Asked) -> str:
    verb = verb_of(found["done"]).replace("open", "read")
    what = re.sub(r"^(?:an?|the|any|some|our) ", "", found["what"].strip())
    if re.search(r"\b(?:not|no|nothing|only|if|or|and)\b", what) or not what:
        return ""
    said = f"the run has already done {_deed(verb, what, found['what'])}"
    return turned(said) if found.groupdict().get("not") else said


def _deed(verb: str, what: str, said: str) -> str:
    if verb not in MADE:
        return gerund(verb) + ("" if said.strip() in ANYTHING or what in ANYTHING else f" {what}")
    *of, noun = what.split(" ")
    return (noun if noun.endswith("s") else plural(noun)) + (f" of {' '.join(of)}" if of else "")


def _noun(found: Found, _asked: Asked) -> str:
    """`following an export in the same run`, `after reading a payment in it`"""
    what = re.sub(r"^(?:an?|the|any|some) ", "", found["what"])
    return "" if re.search(r"\b(?:not|no|only|or|and|approval|consent)\b", what) else f"the run has already done {what}"


READERS: tuple[Reader, ...] = (
    reader(rf"having {DONE} {WHAT},? ?{IN_RUN}", _told),
    reader(rf"(?:following|after|upon) {WHAT},? ?{IN_RUN}", _noun),
    reader(rf"(?:(?:{RUN}|it) )?{HAS}{DONE} {WHAT}(?:,? {EARLIER})?(?:,? ?{IN_RUN})?(?<=run)", _told),
    reader(rf"{RUN} {HAS}{DONE} {WHAT}(?:,? {EARLIER})?(?:,? ?{IN_RUN})?", _told),
    reader(rf"(?:(?:the|an|any|that) agent|they|agents|it) {HAS}{DONE} {WHAT},? ?{IN_RUN}", _told),
    reader(
        (
            rf"{WHAT} (?:(?:has|have|had)(?P<not> not)? (?:{EARLIER} ?)been|was|were) (?:{EARLIER} ?)?{DONE},? "
            rf"{EARLIER} ?{IN_RUN}"
        ),
        _told,
    ),
    reader(
        (
            rf"(?:in|of|by|from|during) (?:a|any|the same) run (?:that|which|in which (?:the|an) agent) {HAS}{DONE} "
            rf"{WHAT}(?:,? {EARLIER})?"
        ),
        _told,
    ),
)
