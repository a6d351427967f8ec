"""Checks that have passed or not: with a green pipeline, before the scan is clean, that failed both tests."""

import re

from apps.policies.language.circumstances.parts import (
    BE,
    DET,
    IT,
    JOIN,
    NOT,
    OPENS,
    Asked,
    Found,
    Reader,
    joined,
    name_of,
    reader,
)

SORTS = frozenset(
    "check checks screening screenings verification verifications scan scans assessment inspection validation test "
    "tests drill pipeline pipelines build builds match suite kyc callback backup lint ci diligence "
    "reconciliation".split()
)
NO_CHECKS = frozenset(  # what is verified itself: the grammar knows how
    "customer caller user requester requestor employee return signed".split()
) | {"account holder", "bank account"}
GOOD = (
    r"(?:clean|green|ok|okay|fine|successful|clear|passed|complete|completed|done|verified|confirmed|"
    r"satisfied|valid|in order|positive|performed|carried out|through|taken|made)"
)
BAD = (
    r"(?:red|failed|failing|broken|unsuccessful|incomplete|missing|outstanding|pending|unfinished|"
    r"open|lacking|invalid|unverified|(?:still )?running)"
)
HAVE = r"(?:has|have|had)"
DO = r"(?:do|does|did)"
SO = r"(?: all| both| already| since| now| fully| successfully)*"
PASSES = (
    r"(?:pass(?:ed|es)?|succeed(?:ed|s)?|clear(?:ed|s)?|(?:came|comes?) (?:back |out |up )?(?:clean|green|ok|okay|fine|"
    r"clear|successful)|(?:went|go|goes|gone) (?:through|well|green)|(?:complet|finish|end)(?:e|es|ed|"
    r"s)?(?: successfully| "
    r"without (?:errors?|findings|failures?|complaints?))?|turn(?:s|ed)? (?:out )?(?:clean|green|fine|ok))"
)
FAILS = (
    r"(?:fail(?:s|ed)?|br(?:oke|eaks?|oken)|turn(?:s|ed)? (?:out |up )?(?:red|bad|dirty|faulty)|(?:came|"
    r"comes?) (?:back |"
    r"out |up )?(?:red|with (?:findings|errors|failures)|faulty|dirty))"
)
FINDING = r"(?:reports?|reported|finds?|found|shows?|showed|raises?|raised|returns?|returned|ha[sd] reported|has found)"
FAULTS = (
    r"(?:(?:an?|any|some|critical|serious|open) )*(?:failures?|errors?|findings?|problems?|issues?|"
    r"vulnerabilities|faults?)"
)
PASSED = (
    rf"(?P<good>(?:{HAVE}|{DO})?{SO} ?{PASSES}(?: successfully)?|{BE}{SO}(?: been)? {GOOD}|shows? green|"
    rf"{FINDING} (?:success|no {FAULTS}|nothing))"
)
NOT_PASSED = (
    rf"(?P<bad>(?:{HAVE}|{DO}){NOT}(?P<all> all| both)? {PASSES}|{BE}{NOT}(?: been)? {GOOD}|"
    rf"{HAVE}{NOT} been {GOOD}|{HAVE}? ?{FAILS}|{FINDING} {FAULTS}|{BE}(?: still| yet)? {BAD})"
)
ADJ_GOOD = r"(?:passed|passing|green|clean|successful|completed|complete|positive|valid|satisfied)"
ADJ_BAD = r"(?:failed|failing|red|broken|unsuccessful|pending|outstanding|missing|incomplete|unfinished|open)"
CHECKS = rf"(?P<checks>{OPENS})"
BESIDES = re.compile(r" (?:of|on|for|against|over) (?:the|its|their|his|her|our|this|that|an?) [\w'-]+(?: [\w'-]+)?$")


def is_check(name: str, asked: Asked) -> bool:
    """Whether it is a check by its name, or by the sort of its last word."""
    last = name.casefold().split(" ")[-1]
    return name.casefold() not in NO_CHECKS and (last in SORTS or asked.known(name, "CHECK_NAME"))


def check(text: str, asked: Asked) -> str:
    """The name of one check; empty for anything else."""
    for name in (name_of(text), name_of(BESIDES.sub("", text))):
        if name and is_check(name, asked):
            return name
    return ""


def told(text: str, asked: Asked, *, good: bool, one_is_enough: bool = False) -> str:
    """The checks of a list, passed or not, all of them or one."""
    names = [check(part, asked) for part in JOIN.split(text)]
    if not all(names):
        return ""
    tests = [f'the check "{name}" has {"" if good else "not "}passed' for name in names]
    return joined(tests, every=not one_is_enough)


def _said(found: Found, asked: Asked) -> str:
    text, good = found["checks"], bool(found.groupdict().get("good"))
    either = bool(re.search(r"\bor\b", text))
    several = bool(JOIN.search(text))
    if found.groupdict().get("all") or (
        re.match(r"(?:all|both|every)\b", text) and re.search(r"not|n't", found.groupdict().get("bad") or "")
    ):
        return told(text, asked, good=False, one_is_enough=True)
    if not good and several and re.search(r"\b(?:not)\b|n't", found["bad"]) and not either:
        return ""  # none of them, or not all?
    return told(re.sub(r"^(?:both|either|all of|any of) ", "", text), asked, good=good, one_is_enough=either)


def _neither(found: Found, asked: Asked) -> str:
    return told(f"{found['one']} and {found['two']}", asked, good=bool(found.groupdict().get("bad")))


def _no(found: Found, asked: Asked) -> str:
    return told(found["checks"], asked, good=False)


def _with(found: Found, asked: Asked) -> str:
    good = not found.groupdict().get("bad")
    return told(found["checks"], asked, good=good, one_is_enough=bool(re.search(r"\bor\b", found["checks"])))


def _without(found: Found, asked: Asked) -> str:
    """Without a clean scan; without tests that pass: one of several is enough."""
    return told(found["checks"], asked, good=False, one_is_enough=True)


OBJECT_GOOD = (
    rf"(?:{HAVE} )?(?:already )?(?:passed|cleared|completed|undergone|gone through|got through|been through|"
    rf"come through|satisfied|pass(?:es)?|passing|clears?|clearing)"
)
OBJECT_BAD = (
    rf"(?:{HAVE} )?(?:failed|flunked|fails?|failing|not passed|not cleared)|(?:{HAVE}|{DO}){NOT} "
    r"(?:pass(?:ed)?|clear(?:ed)?|completed?|undergone|undergo|gone through|go through|come through|satisf(?:y|ied))|"
    r"not having passed|yet to pass"
)
READERS: tuple[Reader, ...] = (
    reader(rf"{CHECKS} (?:{PASSED}|{NOT_PASSED})", _said),
    reader(rf"neither (?P<one>{OPENS}) nor (?P<two>{OPENS}) (?:{PASSED}|(?P<bad>{HAVE}? ?{FAILS}))", _neither),
    reader(rf"no {CHECKS} {PASSED}", _no),
    reader(rf"(?:(?:{IT}|the [\w-]+) )?{OBJECT_GOOD} {CHECKS}", _with),
    reader(rf"(?:(?:{IT}|the [\w-]+) )?(?P<bad>{OBJECT_BAD}) {CHECKS}", _with),
    reader(rf"(?:with|having|{IT} (?:has|have)) {DET}(?:{ADJ_GOOD}|(?P<bad>{ADJ_BAD})) {CHECKS}", _with),
    reader(rf"(?:with|having) {CHECKS} (?:{ADJ_GOOD}|(?P<bad>{ADJ_BAD}))", _with),
    reader(rf"(?:without|lacking|{IT} lacks?) {DET}{ADJ_GOOD} {CHECKS}", _without),
    reader(rf"(?:without|lacking) {CHECKS} (?:{ADJ_GOOD}|(?:that|which) {PASSED})", _without),
    reader(
        (
            rf"(?:after|upon|on|following|given|subject to|conditional on) {DET}(?:{ADJ_GOOD}|(?P<bad>failed)) "
            rf"{CHECKS}"
        ),
        _with,
    ),
)
