"""What a record is: its status is still open, it is in the state signed, it belongs to the gold tier, is on hold."""

import re

from apps.policies.language.bones.own import own
from apps.policies.language.bones.stated import JUDGES, QUANTIFIED
from apps.policies.language.build_joins import OWN
from apps.policies.language.situations.much import PARTS
from apps.policies.language.situations.saying import Saying
from apps.policies.language.situations.subjects import FIELDS, Of, plain
from apps.policies.language.things import ATTRIBUTES
from apps.policies.rule import Attribute, Condition, EveryOf, Has, negated

OR = re.compile(r",? or |, ")
NOR = re.compile(r",? nor ")
LEAD = re.compile(
    r"^(?:(?:set|equal|marked|recorded|shown|listed|given|registered|stated|entered|reported) (?:to|as|at)? ?|one of "
    r"|either |any of |in (?:the )?(?:state|status) (?:of )?|(?:still|already|currently|now|an?|the|as) )+(?=\S)",
    re.IGNORECASE,
)
LISTED = re.compile(r"[^,]+(?:, [^,]+)*,? or [^,]+")
THERE = re.compile(
    r"(?:is|are|was|has been|have been) (?:set|placed|in place|in force|pending|open|recorded|present|imposed|"
    r"registered) (?:on|for|against|over|upon) (?P<of>it|them|the [\w ]+)",
    re.IGNORECASE,
)
AS = re.compile(r"(?<=ed) as (?=\w)")
EMPTY = frozenset(
    ("empty", "missing", "blank", "unset", "not set", "unknown", "absent", "not filled in", "null", "unassigned")
)
FULL = frozenset(("set", "filled", "filled in", "present", "known", "given", "recorded", "assigned"))
VALUE = re.compile(r"\"[^\"]+\"|[\w.@/&'+-]+(?: [\w.@/&'+-]+){0,3}")
PLACED = re.compile(r"(?:in|on|at|of|under|within|with|from) (?:the |an? )?(?P<phrase>.+)", re.IGNORECASE)
HOW = re.compile(r"^(?:either |(?:still|already|currently|now|an?|the) )+(?=\S)", re.IGNORECASE)
BY = re.compile(r"(?P<done>owned|assigned|managed|held) (?:by|to) (?P<who>.+)", re.IGNORECASE)
WHO = {"owned": "owner", "assigned": "assignee", "managed": "manager", "held": "holder"}
NO_STATE = re.compile(
    r"^(?:from|to|of|for|by|with|both|neither|held|valid|allowed|permitted|approved|forbidden|stay) |"
    r"\b(?:differs?|matche?s?|keys?|signatures?|approvals?)\b", re.IGNORECASE
)  # fmt: skip
RANKS = frozenset("tier plan segment stage status state region zone priority severity category class level type "
    "band bracket phase "
                  "queue grade currency tenant namespace".split())  # fmt: skip
NO_FIELD = frozenset("environment branch reason".split())
NO_PLACE = frozenset("place time order case line".split())


def field(said: Saying) -> Condition | None:
    """The value of a field; of the record itself what it is."""
    if said.sort == "belong" or (said.sort == "be" and not said.of.name):
        return in_field(said.rest if said.sort == "be" else f"in {said.rest}", said.of.of) or _is(said)
    if said.sort == "have" and not said.of.name:
        return field_had(said.rest, said.of.of)
    return _is(said) if said.sort in ("be", "measure") else None


def _is(said: Saying) -> Condition | None:
    of, text = said.of, said.rest
    if said.sort not in ("be", "measure") or not text:
        return None
    if not of.name and (there := THERE.fullmatch(said.predicate)):
        return Has(of=OWN if there["of"] in ("it", "them") else plain(there["of"]) or OWN, what=of.of)
    if of.name and text.casefold() in EMPTY | FULL:
        test = Has(of=of.of, what=of.name)
        return negated(test) if text.casefold() in EMPTY else test
    if text.casefold().startswith("neither "):
        parts = [_attribute(of, part) for part in NOR.split(text[len("neither ") :])]
        return EveryOf(of=tuple(negated(each) for each in parts if each)) if len(parts) > 1 and all(parts) else None
    return _attribute(of, text)


def _attribute(of: Of, text: str) -> Attribute | None:
    if NO_STATE.search(f"{text} ") or NO_STATE.search(of.name):
        return None
    if "," in text and not LISTED.fullmatch(text):
        return None
    lead = LEAD if of.name else HOW
    found = [_value(each, lead) for each in OR.split(lead.sub("", text)) if each]
    if not found or not all(found):
        return None
    if not of.name and any(len(each.split()) > 4 for each in found):
        return None
    return Attribute(of=of.of, name=of.name, values=tuple(dict.fromkeys(found)))


def _value(text: str, lead: re.Pattern[str]) -> str:
    """One value as it is said; empty where it could say more than a value."""
    said = lead.sub("", text.strip()).strip()
    if said.startswith('"') and said.endswith('"'):
        return said.strip('"')
    fits = VALUE.fullmatch(said) and not JUDGES.search(said) and own(AS.sub(" ", said))
    turns = (
        QUANTIFIED.search(re.sub(r"\d", "", said)) if " " in said else QUANTIFIED.fullmatch(re.sub(r"\d", "0", said))
    )
    if not PARTS.keys().isdisjoint(said.casefold().split()):
        return ""  # a share of something
    numeral = bool(re.fullmatch(r"[\d.,]+", said))
    return said if fits and (numeral or not turns) else ""


def in_field(text: str, of: str) -> Condition | None:
    """`in the gold tier`, `in the zone acme.com`, `with high priority`, `of priority 1`"""
    found = PLACED.fullmatch(text)
    return field_had(found["phrase"], of) if found else None


def field_had(phrase: str, of: str) -> Condition | None:
    """`gold tier`, `status closed`, `a status of closed`, of what has it."""
    words = re.sub(r"^(?:the|an?|its) ", "", phrase.strip()).split()
    if len(words) < 2 or phrase.casefold() in ATTRIBUTES:
        return None
    last = words[-1].casefold()
    for at in range(1, min(3, len(words))):
        name = " ".join(words[:at]).casefold()
        if not _field(words[at - 1]):
            continue
        value = " ".join(words[at:])
        value = re.sub(r"^(?:of|set to|is|as) ", "", value, flags=re.IGNORECASE)
        if test := _attribute(Of(of, name), value):
            return test
    for size in (2, 1) if last in RANKS else ():
        name, value = " ".join(words[-size:]).casefold(), " ".join(words[:-size])
        if value and (size == 1 or name in ATTRIBUTES) and (test := _attribute(Of(of, name), value)):
            return test
    return None


def _field(word: str) -> bool:
    return word.casefold() in FIELDS - NO_FIELD - NO_PLACE


def by_whom(said: Saying) -> Condition | None:
    """`is owned by Legal`: its owner."""
    found = BY.fullmatch(said.rest) if said.sort == "be" and not said.of.name else None
    who = plain(found["who"]) if found else ""
    return Attribute(of=said.of.of, name=WHO[found["done"].casefold()], values=(who,)) if found and who else None
