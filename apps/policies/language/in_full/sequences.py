"""Who signs first, who then, and who besides in some cases: put in the order in which rules are said."""

import re

from apps.policies.language.in_full.said import Said

MUST = r"(?:must|has to|have to|needs to|need to|should|shall|will|is to|are to)"
AGREED = r"(?:approved|signed off|signed|agreed|reviewed|confirmed|authori[sz]ed|consented)(?: it| them| this| on it)?"
AGREE = r"(?:approves?|signs?(?: off(?: on)?)?|reviews?|authori[sz]es?|confirms?|agrees? to|decides?)"
AS_WELL = r"(?:as well|too|also|in addition|additionally)"
SIGNED = r"(?:approved|signed(?: off)?|reviewed|authori[sz]ed|released|cleared|agreed|confirmed)"
CASE = r"(?:if|where|when|for|in case of|on|during|in) [^;.]+?"
ORDERS: tuple[tuple[str, str], ...] = (
    (rf"^(?:once|after|when) (?P<a>[^,;.]+?) (?:has|have) {AGREED}, (?P<b>[^,;.]+?) (?:{MUST} )?(?:also )?{AGREE} "
     r"(?P<what>[^,;.]+?)(?=\.?$)", r"\g<what> need \g<a>, then \g<b>"),
    (rf"^(?:once|after|when) (?P<a>[^,;.]+?) (?:has|have) {AGREED}, (?P<what>[^,;.]+?) (?:{MUST} be {SIGNED} by|needs?|"
     r"requires?|goe?s? to) (?P<b>[^,;.]+?)(?=\.?$)", r"\g<what> need \g<a>, then \g<b>"),
    (rf"^(?P<what>.+?) (?:is|are|{MUST} be) {SIGNED} in (?:two|three|several) (?:steps|stages|rounds)(?::| by) ",
     r"\g<what>: "),
    (rf"^(?P<a>[^,;.]+?) {MUST} {AGREE} (?P<what>[^;.]+?),? and (?P<b>[^,;.]+?) {AS_WELL},? (?P<case>{CASE})(?=\.?$)",
     r"\g<what> need \g<a>; \g<what> need \g<b> \g<case>"),
    (rf"^(?P<what>[^;.]+?) (?:{MUST} be|is|are) {SIGNED} by (?P<a>[^;.]+?),? and,? (?P<case>{CASE}), (?:also )?"
     rf"(?:by )?(?P<b>[^;.]+?)(?: {AS_WELL})?(?=\.?$)", r"\g<what> need \g<a>; \g<what> need \g<b> \g<case>"),
    (rf"^(?P<what>[^;.]+?) (?:requires?|needs?) (?P<a>[^;.]+?),? and,? (?P<case>{CASE}), (?:also )?(?:from |by )?"
     rf"(?P<b>[^;.]+?)(?: {AS_WELL})?(?=\.?$)", r"\g<what> need \g<a>; \g<what> need \g<b> \g<case>"),
    (rf" on (?:the )?recommendation of (?P<b>[^,;.]+?)(?=\.?$)", r" and \g<b>"),
    (r"(?P<cell>[:;,] [^:;.]+?) to (?:approve|sign(?: off)?|decide|authori[sz]e|agree)(?=[.;,]|$)", r"\g<cell>"),
    (r"(?<=[:.;] )(?:level|tier|band|stage|step) \d+\s*[:–—-]\s*", ""),
    (r"^(?:level|tier|band|stage|step) \d+\s*[:–—-]\s*", ""),
    (r"\b(?:level|tier|band|stage|step) \d+ (?=(?:up to|over|above|below|under|from|between|[<>≤≥$€£]))", ""),
    (r"^(?:any |all |every )?(?P<of>approvals?|sign-offs?|signatures?) (?:that (?:is|are) )?older than (?P<span>[\w ]+?) "
     r"(?:(?:must|have to|has to|need to) be renewed|(?:are|is|become) (?:void|invalid|no longer valid)|no longer counts?|"
     r"do(?:es)? not count|(?:must|have to) be obtained again)(?=\.?$)", r"\g<of> expire after \g<span>"),
    (r"^(?:approval|authori[sz]ation|signing|signature|delegation) (?:matrix|limits?|levels?|thresholds?|table|schedule|"
     r"requirements?|rules?) (?:for|of) (?P<what>[^:;.]+?): ", r"\g<what>: "),
    (rf",? who {MUST} (?:also )?(?:use|present|confirm (?:with|by)) (?:a |their )?(?P<key>[\w -]+?)(?=\.?$)",
     r", and confirm with \g<key>"),
    (rf", and even then (?P<who>[^,;.]+?) {MUST} {AGREE}(?: the \w+| it| them| this)?(?=\.?$)",
     r", and need \g<who>"),
)  # fmt: skip


def in_sequence(said: Said) -> tuple[str, ...]:
    """The sentence in that order; what stands in quotes is nobody's order of words."""
    if '"' in said.text:
        return ()
    text = said.text
    for words, order in ORDERS:
        text = re.sub(words, order, text, flags=re.IGNORECASE)
    return (text,) if text != said.text else ()
