"""What a later sentence leans on, said again in its place: it, such a change, the same applies to, weekly ones.

Only words of the sentence before are put in; what comes out is a sentence of its own, and is read as one.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from apps.policies.inflect import gerund, singular
from apps.policies.language.bones.antecedent import Antecedent
from apps.policies.language.turning import FORBIDDEN, MUST, NEED, SIGN, SIGNED

ADDS = re.compile(
    r"^(?:and|but|however|yet|also|in addition|additionally|moreover|furthermore|besides|likewise|similarly|while|"
    r"whereas|then|equally|nevertheless|still|by contrast|on the other hand),? ", re.IGNORECASE
)  # fmt: skip
AS_WELL = re.compile(
    r",? (?:as well|too|in addition|additionally|besides|on top(?: of that)?|in turn|likewise|either|instead)(?= |"
    r",|$)|"
    r"(?<=s) also(?= )|(?<=t) also(?= )|(?<=d) also(?= )", re.IGNORECASE
)  # fmt: skip
NEITHER = re.compile(
    r"^(?:neither|nor) (?P<may>may|must|can|shall|should|are|is) (?P<it>it|they|this|these) ", re.IGNORECASE
)
MODAL = (
    rf"(?:(?:may|can|must|shall|should|cannot|will)\b|{NEED}|{MUST}|{FORBIDDEN}|is|are|goe?s?|waits?|takes?|has|have)"
)
SUBJECT = re.compile(
    rf"^(?:it|they|this|that|these|those|the former|both|all of (?:them|these|those))(?: too| also)? "
    rf"(?P<said>{MODAL}\b.*)$",
    re.IGNORECASE,
)
SAME = re.compile(
    r"^(?:the |this |exactly the )?(?:same|rule|this|that|it)(?: rule| thing)?(?: also| equally| too)? "
    r"(?:applies|goes|holds|is true|is valid|is so|counts)(?: equally| as well| too| also)? (?:to|for|of|with) "
    r"(?P<what>(?:[^,;.]|[,.](?=\d))+)$",
    re.IGNORECASE,
)
SO_ARE = re.compile(r"^(?:so (?:is|are|do|does|may|must)|nor (?:may|is|are)|neither (?:may|is|are)) "
    r"(?P<what>(?:[^,;.]|[,.](?=\d))+)$",
                    re.IGNORECASE)  # fmt: skip
CASE = re.compile(
    r"^(?:in (?:that|this|such an?|such|these|those) (?:case|event|situation)s?|if so|when (?:this|that|it) happens|"
    r"whenever (?:this|that|it) happens|there),? (?P<said>.+)$", re.IGNORECASE
)  # fmt: skip
SUCH = re.compile(r"\b(?:such(?: an?)?|(?:any|each|every) such|this|that|these|those|the|said) (?P<noun>[a-z-]+)\b",
                  re.IGNORECASE)  # fmt: skip
GENERAL = frozenset("change action case request deed event operation step move thing item transaction".split())
OBJECT = re.compile(
    r"\b(?P<verb>[a-z-]+ing|of|about|for|approve|sign|before|on|to) (?P<one>it|them|one|this|these|those|any of "
    r"(?:them|these))\b"
    r"(?! (?:person|people|approv\w+|sign\w+|of)\b)", re.IGNORECASE
)  # fmt: skip
ONES = re.compile(
    r"^(?:(?P<any>for|the|an?|any|all|every|each) )?(?P<kind>(?!(?:no|the|such|[a-z]+ing)\b)[a-z][\w-]*(?: (?:or|"
    r"and) [\w-]+)?) (?:ones?)\b(?P<said>.*)$",
    re.IGNORECASE,
)
THOSE = re.compile(r"^(?:for )?(?:those|ones|one|that) (?P<said>(?!who\b|people\b)[a-z].*)$", re.IGNORECASE)
ONLY_ASKS = re.compile(
    rf"^,? ?(?:{NEED}|{FORBIDDEN}|(?:is|are|{MUST} be) {SIGNED}|goe?s? to|(?:may|can) (?:run|"
    rf"go))\b"
)
LEFT = re.compile(
    r"\b(?:it|they|them|these|those|such|same|ones|former|latter|otherwise|else|others?)\b", re.IGNORECASE
)  # fmt: skip
IF_IT = re.compile(r"\b(?:if|when|where|once|unless|as soon as) (?:it|they|these)\b", re.IGNORECASE)
LED_BY_IT = re.compile(
    rf"^(?P<when>(?:if|when|whenever|where|once|unless|as soon as|during|outside|at|on|in) .+?),? (?:it|they|these) "
    rf"(?P<said>{MODAL}\b[^,;:.]*)$", re.IGNORECASE
)  # fmt: skip
BY = re.compile(r"^(?P<what>(?:[^,;.]|[,.](?=\d))+) by (?P<who>[^,;.]+)$", re.IGNORECASE)
SO_DOES = re.compile(r"^so (?:does|do|is|are|must|may) (?P<what>[^,;.]+)$", re.IGNORECASE)
ITS_OWN = re.compile(r"\b(?:one|it|them)$")
DOING = re.compile(r"^[a-z]+ing ", re.IGNORECASE)
SO_MANY = re.compile(
    r"^(?P<when>(?:if|when|where|outside|during|at|on|in|for|above|over|from) [^;:]+?, )?(?P<many>one|two|three|"
    r"four|five)"
    r"(?: (?:people|persons?|approvals?|approvers?|signatures?|of them|must|have to))*(?: (?:do|does|are needed|"
    r"are required|"
    r"sign|approve))?(?P<behind> (?:if|when|where|outside|during|at|on|in|for|above|over|from|otherwise)\b[^;:]*)?$",
    re.IGNORECASE,
)  # fmt: skip
KIND = re.compile(r"\b(?:it is|they are) (?:an? )?(?P<kind>[\w-]+(?: [\w-]+)?) (?P<noun>[\w-]+)$", re.IGNORECASE)
TIME = re.compile(
    r"\b(?:during|outside|within|on|at|in) (?P<time>[a-z -]+?(?:hours|weekends?|weekdays?|days?|"
    r"nights?))\b"
)
THEM = re.compile(r"\b(?:them|these|those|that|those hours|these hours)$")
FROM = re.compile(r"\bfrom (?:the )?[A-Z][\w &'-]*?(?= (?:approves?|signs?|during|if|when|on|at|in|must|for)\b|$)")
SIGNS = re.compile(
    rf"^(?P<when>(?:if|when|where|whenever|once|during|outside|at|on|in) [^;:.]+?, )?(?P<who>(?!if\b|"
    rf"when\b)[^,;:.]+?) (?:{MUST} )?(?:{SIGN}|sign)"
    r"(?: (?:it|them|this))?(?P<behind> (?:if|when|where|whenever|during|outside|at|on|in) [^;:.]+)?$", re.IGNORECASE
)  # fmt: skip
BE_SIGNED = re.compile(rf" (?:is|are|{MUST} be) {SIGNED}(?= by )", re.IGNORECASE)
STANDS = re.compile(rf" (?:{MODAL})\b")


class Fuller(NamedTuple):
    text: str
    keeps: bool = False  # whether it holds under the conditions of the sentence before, which it does not say itself


def in_full(text: str, before: Antecedent) -> Iterator[Fuller]:
    """The sentence with what it leans on said again, in each way that it can be meant."""
    plain = NEITHER.sub(r"\g<it> \g<may> not ", AS_WELL.sub("", ADDS.sub("", text.strip())))
    for way in (_same, _case, _if_it, _by, _so_many, _unsaid, _ones, _subject, _such, _object):
        for said in way(plain, before):
            if said.text and not LEFT.search(IF_IT.sub("", said.text)):
                yield said


def _same(text: str, before: Antecedent) -> Iterator[Fuller]:
    found = SAME.match(text) or SO_DOES.match(text)
    if found and not (before.verb and found["what"].split(" ")[0].endswith("ing")):
        yield Fuller(before.again(ITS_OWN.sub(DOING.sub("", before.what), found["what"])))


def _case(text: str, before: Antecedent) -> Iterator[Fuller]:
    if found := CASE.match(text):
        yield Fuller(f"for {before.done}, {found['said']}", keeps=True)
        yield Fuller(f"{found['said']} of {before.done}", keeps=True)


def _if_it(text: str, before: Antecedent) -> Iterator[Fuller]:
    """`if it is over 50,000 USD it needs the CFO`"""
    if found := LED_BY_IT.match(text):
        yield Fuller(f"{before.done} {found['said']} {_of_a_kind(found['when'], before)}")


def _by(text: str, before: Antecedent) -> Iterator[Fuller]:
    """`invoices of at least 50,000 GBP by the CFO`: signed as those before."""
    found, signed = BY.match(text), BE_SIGNED.search(before.text)
    if found and signed and not STANDS.search(text):
        yield Fuller(f"{found['what']}{signed.group()} by {found['who']}")


def _so_many(text: str, before: Antecedent) -> Iterator[Fuller]:
    """`if it is urgent, two do`, `and two outside them`: of those of whom the sentence before says how many."""
    found = SO_MANY.match(text)
    if not found or not (found["when"] or found["behind"]):
        return
    when = (found["when"] or found["behind"]).strip(" ,")
    if time := TIME.search(before.text):
        when = THEM.sub(time["time"], when)
    who = FROM.search(before.text)
    people = "person" if found["many"].casefold() == "one" else "people"
    yield Fuller(
        f"{before.done} need {found['many']} {people}{f' {who.group()}' if who else ''} {_of_a_kind(when, before)}"
    )


def _of_a_kind(when: str, before: Antecedent) -> str:
    """`it is an emergency deployment`, where deployments are spoken of: of that kind."""
    found = KIND.search(when)
    named = found and before.names(found["noun"])
    return f"{when[: found.start()]}it is of the kind {found['kind']}" if found and named else when


def _unsaid(text: str, before: Antecedent) -> Iterator[Fuller]:
    """`above 30 percent, the CFO must approve as well`: what it already was about."""
    if found := SIGNS.match(text):
        when, behind = found["when"] or "", found["behind"] or ""
        yield Fuller(f"{when}{before.done} need {found['who']}{behind}")


def _ones(text: str, before: Antecedent) -> Iterator[Fuller]:
    """`weekly ones need SRE`: deleting weekly backups; `those above 500 USD need …`"""
    if found := ONES.match(text):
        yield _of_them(f"{found['kind']} {before.several()}", found["said"], before)
    elif (found := THOSE.match(text)) and (cut := STANDS.search(found["said"])):
        yield _of_them(f"{before.several()} {found['said'][: cut.start()]}", found["said"][cut.start() :], before)


def _of_them(what: str, said: str, before: Antecedent) -> Fuller:
    verb = before.verb if ONLY_ASKS.match(said) else ""
    return Fuller(f"{gerund(verb)} {what}{said}" if verb else f"{what}{said}", keeps=True)


def _subject(text: str, before: Antecedent) -> Iterator[Fuller]:
    """`it may not be exported either`: the thing; `it needs the CFO as well`: what is done to it."""
    if found := SUBJECT.match(text):
        yield Fuller(f"{before.done if ONLY_ASKS.match(found['said']) else before.what} {found['said']}")


def _such(text: str, before: Antecedent) -> Iterator[Fuller]:
    for found in SUCH.finditer(text):
        noun = found["noun"].casefold()
        if before.names(noun) or singular(noun) in GENERAL or (before.verb and gerund(before.verb) == noun):
            what = before.what if before.names(noun) else before.done
            yield Fuller(f"{text[: found.start()]}{what}{text[found.end() :]}")
            return


def _object(text: str, before: Antecedent) -> Iterator[Fuller]:
    """`changing them needs Support`, `tell Finance about it`"""
    if found := OBJECT.search(text):
        what = before.what if found["verb"].casefold().endswith("ing") else before.done
        yield Fuller(f"{text[: found.start('one')]}{what}{text[found.end('one') :]}")
