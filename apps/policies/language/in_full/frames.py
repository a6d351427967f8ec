"""Other orders of the same words: by no one but Finance, are sent only after …, nobody except Finance may …"""

from apps.policies.language.in_full.said import Said, in_order

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
REQUIRED = r"(?:is|must be) (?:required|needed|obtained|given)"
ORDERS: tuple[tuple[str, str], ...] = (
    (rf"^{NOBODY} {BUT} (?P<who>.+?) (?P<may>may|can|is allowed to|is permitted to) ", r"Only \g<who> may "),
    (rf" (?:{MAY_NOT}) be {DONE} by {ANYBODY} {BUT} ", r" may only be \g<done> by "),
    (rf" {MAY} be {DONE} by (?:{NOBODY} {BUT}|{ONLY}) ", r" may only be \g<done> by "),
    (rf" {MAY} be {DONE} {ONLY} {SO}", r" may only be \g<done> "),
    (rf" {MAY} be {DONE} by (?P<who>[\w ]+?) (?:{ONLY}|alone)(?=\.?$)", r" may only be \g<done> by \g<who>"),
    (rf" without (?P<what>{GIVEN}) (?:is|are) {FORBIDDEN}(?=\.?$)", r" need \g<what>"),
    (rf" (?:is|are) (?:{ONLY} (?:possible|allowed|permitted)|(?:possible|allowed|permitted) {ONLY}) {SO}",
     " may only be made "),
    (rf" (?:is|are|get|gets) {DONE} {ONLY} {SO}", r" may only be \g<done> "),
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
    (r" has signed off on (?:it|them|this|these)(?=\.?$)", " has signed off"),
    (r" has (approved|confirmed|agreed to|authori[sz]ed|reviewed) (?:it|them|this|these)(?=\.?$)", r" has \1"),
)  # fmt: skip


def reordered(said: Said) -> tuple[str, ...]:
    """The sentence in the order that the grammar knows."""
    return in_order(said, ORDERS)
