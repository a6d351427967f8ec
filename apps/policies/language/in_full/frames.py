"""Other orders of the same words: by no one but Finance, are sent only after …, nobody except Finance may …"""

import re

from apps.policies.language.in_full.said import Said

BUT = r"(?:but|except|other than|besides|apart from|outside)(?: for)?"
NOBODY = r"(?:nobody|no one|noone|none)"
ANYBODY = r"(?:anyone|anybody|any person|someone|somebody)"
MAY_NOT = r"(?:may|must|can|shall|should)(?:not| not| never)|can't|mustn't|may never|(?:are|is) (?:not|never) to"
MAY = r"(?:may|can|must|shall|should)"
ONLY = r"(?:only|exclusively|solely)"
SO = r"(?=by |with |after |once |when |if |during |on |in )"
DONE = r"(?P<done>\w+(?:ed|en|ade|ent|aid|old|ought|un|ut|et)(?: (?:off|out|up|down|back|over|in))?)"
ORDERS: tuple[tuple[str, str], ...] = (
    (rf"^{NOBODY} {BUT} (?P<who>.+?) (?P<may>may|can|is allowed to|is permitted to) ", r"Only \g<who> may "),
    (rf" (?:{MAY_NOT}) be {DONE} by {ANYBODY} {BUT} ", r" may only be \g<done> by "),
    (rf" {MAY} be {DONE} by (?:{NOBODY} {BUT}|{ONLY}) ", r" may only be \g<done> by "),
    (rf" {MAY} be {DONE} {ONLY} {SO}", r" may only be \g<done> "),
    (rf" {MAY} be {DONE} by (?P<who>[\w ]+?) (?:{ONLY}|alone)(?=\.?$)", r" may only be \g<done> by \g<who>"),
    (rf" (?:is|are|get|gets) {DONE} {ONLY} {SO}", r" may only be \g<done> "),
    (r" (?:is|are) reserved (?:for|to) (?=[\w ]+\.?$)", " may only be made by "),
    (r" has signed off on (?:it|them|this|these)(?=\.?$)", " has signed off"),
    (r" has (approved|confirmed|agreed to|authori[sz]ed|reviewed) (?:it|them|this|these)(?=\.?$)", r" has \1"),
)  # fmt: skip


def reordered(said: Said) -> tuple[str, ...]:
    """The sentence in the order that the grammar knows; what stands in quotes is nobody's order of words."""
    if '"' in said.text:
        return ()
    text = said.text
    for words, order in ORDERS:
        text = re.sub(words, order, text, flags=re.IGNORECASE)
    return (text,) if text != said.text else ()
