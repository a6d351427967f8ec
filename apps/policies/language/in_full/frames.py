"""Other orders of the same words: by no one but Finance, are sent only after …, nobody except Finance may …"""

import re

from apps.policies.inflect import gerund, singular
from apps.policies.language.in_full.said import Order, Said, in_order
from apps.policies.language.in_full.wording import reworded

BUT = r"(?:but|except|other than|besides|apart from|outside)(?: for)?"
NOBODY = r"(?:nobody|no one|noone|none)"
ANYBODY = r"(?:anyone|anybody|any person|someone|somebody)"
MAY_NOT = r"(?:may|must|can|shall|should)(?:not| not| never)|can't|mustn't|may never|(?:are|is) (?:not|never) to"
MAY = r"(?:may|can|must|shall|should)"
ONLY = r"(?:only|exclusively|solely)"
SO = r"(?=(?:by|with|within|after|once|when|if|during|on|in|up|until|between|for|to) )"
DONE = r"(?P<done>\w+(?:ed|en|ade|ent|aid|old|ought|un|ut|et)(?: (?:off|out|up|down|back|over|in))?)"
BE = r"(?:is|are|gets?|(?:can|may) be)"
CONSENT = r"(?:approval|consent|sign-off|permission|authori[sz]ation|agreement)"
GIVEN = rf"(?:(?:[\w-]+'?s?'? )?{CONSENT}(?: (?:from|by|of) [\w' -]+?)?)"
AGREE = r"(?:approve|sign off(?: on)?|consent(?: to)?|agree(?: to)?|authori[sz]e|confirm)"
MUST = r"(?:must|has to|have to|needs to|need to|should|shall)"
FORBIDDEN = r"(?:strictly )?(?:forbidden|prohibited|banned|not (?:allowed|permitted|possible))"
AT_NO_TIME = r"(?:under no circumstances|at no time|in no case|on no account|never)"
HAPPENS = rf"(?:goes (?:through|out|ahead|live)|happens|proceeds|{BE} done|may proceed|(?:is|may be) carried out)"
OR_ENDS = r"(?= (?:without|unless|until|before)\b|\.?$)"
APPROVED = r"(?:has|have) (?:approved|signed|agreed|authori[sz]ed)"
REQUIRED = r"(?:is|must be) (?:required|needed|obtained|given)"
ORDERS: tuple[tuple[str, Order], ...] = (
    (rf"^{NOBODY} {BUT} (?P<who>.+?) (?P<may>may|can|is allowed to|is permitted to) ", r"Only \g<who> may "),
    (rf" (?:{MAY_NOT}) be {DONE} by {ANYBODY} {BUT} ", r" may only be \g<done> by "),
    (rf" {MAY} be {DONE} by (?:{NOBODY} {BUT}|{ONLY}) ", r" may only be \g<done> by "),
    (rf" {MAY} be {DONE} {ONLY} {SO}", r" may only be \g<done> "),
    (rf" {MAY} be {DONE} by (?P<who>[\w ]+?) (?:{ONLY}|alone)(?=\.?$)", r" may only be \g<done> by \g<who>"),
    (rf" without (?P<what>{GIVEN}) (?:is|are) {FORBIDDEN}(?=\.?$)", r" need \g<what>"),
    (rf" (?:is|are) (?:{ONLY} (?:possible|allowed|permitted)|(?:possible|allowed|permitted) {ONLY}) {SO}",
     " may only be made "),
    (rf" (?:is|are|get|gets) {DONE} {ONLY} {SO}", r" must only be \g<done> "),
    (rf"^{AT_NO_TIME} {MAY} (?P<what>.+?) be ", r"\g<what> may never be "),
    (rf"^before (?P<what>[^,;]+?) {BE} {DONE}, (?P<who>[^,;]+?) {MUST} {AGREE}(?: it| this| them)?(?=\.?$)",
     r"\g<what> may only be \g<done> with approval from \g<who>"),
    (rf"^(?P<who>[^,;]+?) {MUST} {AGREE}(?: it| this| them)? before (?P<what>.+?) {BE} {DONE}(?=\.?$)",
     r"\g<what> may only be \g<done> with approval from \g<who>"),
    (rf"^(?:the )?(?P<consent>{GIVEN}) {REQUIRED} before (?P<what>.+?) {BE} {DONE}(?=\.?$)",
     r"\g<what> may only be \g<done> with \g<consent>"),
    (rf"^(?P<who>[^,;]+?) {MUST} {AGREE} before (?P<what>\w+ing .+?)(?=\.?$)", r"\g<what> need approval from \g<who>"),
    (rf" (?P<need>needs?|requires?) (?P<who>[\w' -]+?) to {AGREE}(?: it| this| them)?(?=\.?$)",
     r" \g<need> approval from \g<who>"),
    (rf" {MUST} be {DONE} with (?:the )?(?={CONSENT} (?:of|from|by) )", r" may only be \g<done> with "),
    (r" (?:is|are) reserved (?:for|to) (?=[\w ]+\.?$)", " may only be made by "),
    (r" by (?:an? )?(?:members?|people|persons?|someone|somebody|staff) (?:of|in|from) (?:the )?", " by "),
    (r"(?P<but>except(?: for)?|exception of|save for|apart from|excluding) (?:the )?(?:objects?|channels?) (?=[#\w])",
     r"\g<but> "),
    (r"^(?P<lead>(?:[^;]*? )?)nothing (?:is|gets) (?=[a-z-]+(?:ed|en|ade|ent|aid|ut)\b)", r"\g<lead>nothing may be "),
    (rf"^nothing (?:that|which) (?P<verb>[a-z]+) (?P<what>[^,;.]+?) {HAPPENS}{OR_ENDS}",
     lambda found: f"No {gerund(singular(found['verb']))} {found['what']} may proceed"),
    (rf" may only (?P<do>(?:be )?[a-z-]+(?: (?:out|live|ahead))?) (?:once|after|when) (?=[^;.]* and [^;.]* {APPROVED})",
     r" may \g<do> only if "),
    (r" has signed off on (?:it|them|this|these)(?=\.?$)", " has signed off"),
    (r" has (approved|confirmed|agreed to|authori[sz]ed|reviewed) (?:it|them|this|these)(?=\.?$)", r" has \1"),
)  # fmt: skip


CHANGE = r"(?P<what>changes?|updates?|edits?|modifications?|alterations?|adjustments?|corrections?)"
MAY_BE = r"(?P<be>(?:is|are)(?: not| never)?|(?:may|must|can|shall|should)(?: not| never| only)? be|cannot be)"
GOES_ON = r"(?=\.?$|,| (?:unless|until|without|outside|during|if|when|while|except|before|after|only)\b)"
FIELD = (
    r"(?:(?:an?|the|any|every) (?P<of>[a-z]+)'s (?P<field>[a-z]+)|"
    r"the (?P<field_2>[a-z]+) of (?:an?|the|any) (?P<of_2>[a-z]+))"
)
SET = r"(?:set|changed|switched|turned|reset)"
VALUE = r"to (?P<value>[\w-]+)"
FILES = r"(?:files?|documents?|folders?|records?|reports?|dashboards?|pages?|recordings?)"
RESTRICTS = r"(?=[^.;]*\b(?:forbidden|prohibited|banned|refused|denied|needs?|requires?)\b(?! no\b))"
MADE_TO: tuple[tuple[str, Order], ...] = (
    (
        rf"\b{CHANGE} {MAY_BE} made (?P<to>(?:to|in|on) [^,;.]+?){GOES_ON}",
        lambda found: f"{found['what']} {found['to']} {_may(found['be'])} made",
    ),
    (rf"^{FIELD} (?:{MAY_NOT}) be {SET} {VALUE}{GOES_ON}", lambda found: f"Never update {_written(found)}"),
    (
        rf"^(?:never|do not|don't) (?:set|change|switch|turn|reset) {FIELD} {VALUE}{GOES_ON}",
        lambda found: f"Never update {_written(found)}",
    ),
    (
        rf"^(?:setting|changing|switching|turning) {FIELD} {VALUE} (?P<then>(?:needs|requires|is) [^,;.]+?)(?=\.?$)",
        lambda found: f"Updates to {_written(found, found['then'])}",
    ),
    (rf"(?P<link>\blinks?) to (?:(?:an?|any|the|our) )?{FILES}\b{RESTRICTS}", r"\g<link>"),
)


def _written(found: re.Match[str], then: str = "") -> str:
    """A value that is written to a field: the record, what shall happen, and when."""
    of, field = found["of"] or found["of_2"], found["field"] or found["field_2"]
    return f'{of} {then} when the field "{field}" changes and the "{field}" of the "{of}" is "{found["value"]}"'


def _may(be: str) -> str:
    return be if be.endswith("be") else "may not be" if "n" in be.split(" ", 1)[-1] else "may be"


def made_to(said: Said) -> tuple[str, ...]:
    """`no change is made to a database`: no change to a database, which may be one of its name."""
    return in_order(said, MADE_TO)


def reordered(said: Said) -> tuple[str, ...]:
    """The sentence in the order that the grammar knows."""
    if '"' in said.text:
        return ()
    text = reworded(said.text, "order")
    (ordered,) = in_order(Said(text, said.tokens), ORDERS) or (text,)
    return (ordered,) if ordered != said.text else ()
