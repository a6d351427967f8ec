"""Who signs first, who then, and who besides in some cases: put in the order in which rules are said."""

import re
from collections.abc import Callable

from apps.policies.language.in_full.said import Said, in_order
from apps.policies.language.open_deeds import done_by

MUST = r"(?:must|has to|have to|needs to|need to|should|shall|will|is to|are to)"
AGREED = (
    r"(?:(?:both|all|each) )?(?:approved|signed off|signed|agreed|reviewed|confirmed|authori[sz]ed|consented)"
    r"(?: it| them| this| to it| on it)?"
)
AGREE = r"(?:approves?|signs?(?: off(?: on)?)?|reviews?|authori[sz]es?|confirms?|agrees?(?: to)?|consents?|decides?)"
AS_WELL = r"(?:as well|too|also|in addition|additionally)"
SIGNED = r"(?:approved|signed(?: off)?|reviewed|authori[sz]ed|released|cleared|agreed|confirmed)"
CASE = r"(?:if|where|when|for|in case of|on|during|in) [^;.]+?"
LEVEL = r"(?:level|tier|band|stage|step) \d+"
TABLE = r"(?:matrix|limits?|levels?|thresholds?|table|schedule|requirements?|rules?)"
NO_LONGER = (
    r"(?:(?:must|have to|has to|need to) be renewed|(?:are|is|become) (?:void|invalid|no longer valid)|"
    r"no longer counts?|do(?:es)? not count|(?:must|have to) be obtained again)"
)
Order = tuple[str, str | Callable[[re.Match[str]], str]]


def _doing(found: re.Match[str]) -> str:
    """`what is sent to candidates` → sending what to candidates; the words as they stand where that is none."""
    doing, rest = done_by(found["done"].casefold()), found["rest"] or ""
    what = found["what"]
    what = what[0].lower() + what[1:] if what[1:2].islower() else what
    return f"{doing} {what}{rest} need approval from {found['who']}" if doing else found[0]


ORDERS: tuple[Order, ...] = (
    (rf"(?P<before>\b(?:approval|sign-?off|consent) of .+,? and,? {CASE},?) that of ", r"\g<before>, approval of "),
    (
        (
            rf"^(?:once|after|when) (?P<a>[^,;.]+?) (?:has|have) {AGREED}, (?P<b>[^,;.]+?) (?:{MUST} )?(?:also )?"
            rf"{AGREE} (?P<what>[^,;.]+?)(?=\.?$)"
        ),
        r"\g<what> need \g<a>, then \g<b>",
    ),
    (
        (
            rf"^(?:once|after|when) (?P<a>[^,;.]+?) (?:has|have) {AGREED}, (?P<what>[^,;.]+?) (?:{MUST} be {SIGNED} "
            r"by|needs?|requires?|goe?s? to) (?P<b>[^,;.]+?)(?=\.?$)"
        ),
        r"\g<what> need \g<a>, then \g<b>",
    ),
    (rf"^(?P<what>.+?) (?:is|are|{MUST} be) {SIGNED} in (?:two|three|several) (?:steps|stages|rounds)(?::| by) ",
     r"\g<what>: "),
    (
        (rf"^(?P<a>[^,;.]+?) {MUST} {AGREE} (?P<what>[^;.]+?),? and (?P<b>[^,;.]+?) {AS_WELL},? (?P<case>{CASE})"
        r"(?=\.?$)"),
        r"\g<what> need \g<a>; \g<what> need \g<b> \g<case>",
    ),
    (
        (
            rf"^(?P<what>[^;.]+?) (?:{MUST} be|is|are) {SIGNED} by (?P<a>[^;.]+?),? and,? (?P<case>{CASE}), (?:also )?"
            rf"(?:by )?(?P<b>[^;.]+?)(?: {AS_WELL})?(?=\.?$)"
        ),
        r"\g<what> need \g<a>; \g<what> need \g<b> \g<case>",
    ),
    (
        (
            rf"^(?P<what>[^;.]+?) (?:requires?|needs?) (?P<a>[^;.]+?),? and,? (?P<case>{CASE}), (?:also )?"
            rf"(?:from |by )?(?P<b>[^;.]+?)(?: {AS_WELL})?(?=\.?$)"
        ),
        r"\g<what> need \g<a>; \g<what> need \g<b> \g<case>",
    ),
    (
        (
            r"^(?P<what>[^,;.]+?) (?:is|are) (?P<done>\w+)(?P<rest> (?:to|in|into|from|on|for|with|by) [^,;.]+?)? "
            rf"only (?:after|once|when) (?P<who>[^,;.]+?) (?:has|have) {AGREED}(?=\.?$)"
        ),
        _doing,
    ),
    (
        (
            r"^before (?P<what>[^,;.]+?) (?:is|are) (?P<done>\w+)(?P<rest> [^,;.]+?)?, (?P<who>[^,;.]+?) "
            rf"{MUST} {AGREE}(?: it| this| them)?(?=\.?$)"
        ),
        _doing,
    ),
    (r"^the (?P<what>[^,;.]+?) is frozen(?P<rest>[^;.:]*?)(?:: no changes)?(?=\.?$)",
     r"changes to the \g<what> are forbidden\g<rest>"),
    (rf" {MUST} be preceded by (?=[\w -]+(?:check|verification|screening|approval|review|backup|test|scan)\b)",
     " need "),
    (rf", who {MUST} (?:approve|sign|review) (?:it|them) and (?:record|state|document|note) (?:why|the reason)(?=\.?$)",
     ", and ask for a reason"),
    (rf", who {MUST} (?:approve|sign|review) (?:it|them)(?=\.?$)", ""),
    (r" on (?:the )?recommendation of (?P<b>[^,;.]+?)(?=\.?$)", r" and \g<b>"),
    (r"(?P<cell>[:;,] [^:;.]+?) to (?:approve|sign(?: off)?|decide|authori[sz]e|agree)(?=[.;,]|$)", r"\g<cell>"),
    (rf"(?<=[:.;] ){LEVEL}\s*[:–—-]\s*", ""),
    (rf"^{LEVEL}\s*[:–—-]\s*", ""),
    (rf"\b{LEVEL} (?=(?:up to|over|above|below|under|from|between|[<>≤≥$€£]))", ""),
    (
        (
            r"^(?:any |all |every )?(?P<of>approvals?|sign-offs?|signatures?) (?:that (?:is|are) )?older than "
            rf"(?P<span>[\w ]+?) {NO_LONGER}(?=\.?$)"
        ),
        r"\g<of> expire after \g<span>",
    ),
    (rf"^(?:approval|authori[sz]ation|signing|signature|delegation) {TABLE} (?:for|of) (?P<what>[^:;.]+?): ",
     r"\g<what>: "),
    (rf",? who {MUST} (?:also )?(?:use|present|confirm (?:with|by)) (?:a |their )?(?P<key>[\w -]+?)(?=\.?$)",
     r", and confirm with \g<key>"),
    (rf", and even then (?P<who>[^,;.]+?) {MUST} {AGREE}(?: the \w+| it| them| this)?(?=\.?$)", r", and need \g<who>"),
)  # fmt: skip


def in_sequence(said: Said) -> tuple[str, ...]:
    """The sentence in that order."""
    return in_order(said, ORDERS)
