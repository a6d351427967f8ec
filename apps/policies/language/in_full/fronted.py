"""The order in which a sentence says its parts: a condition between commas, a heading, whose signature comes first."""

from apps.policies.inflect import gerund
from apps.policies.language.in_full.said import Order, Said, in_order
from apps.policies.language.turning import CONSENT, FORBIDDEN, MUST, NEED, SIGN, SIGNED
from apps.policies.language.verbs import verb_of

MODAL = rf"(?:{NEED}|{MUST}|{FORBIDDEN}|(?:may|can|shall|should)(?: not| never)?|cannot|is|are|goe?s?)\b"
WHEN = r"(?:if|when|whenever|where|wherever|once|unless|as long as|so long as|provided that|as soon as|in case)"
THEY = r"(?:it|they|this|these|that)"
PLACED = r"(?:at|on|in|during|outside|between|from|within|after|before|by|until|to|for|with)"
WHAT = rf"(?P<what>(?:(?! {MODAL})[^,;:.])+)"
LIST = r"(?P<list>[^;:.]+)"
WHO = r"(?P<who>[^;:.]+?)"
ALL = (
    r"(?:these|those|they|all(?: of)?(?: this| these| them)?|each(?: of (?:these|them))?|both(?: of them)?|"
    r"any of (?:these|them))"
)
DONE = r"(?P<done>[a-z]+(?:ed|en|ade|ent|aid|old|ought|un|ut|et)(?: (?:out|off|up|down|back|over))?)"
IN_ORDER = r"(?: in (?:this|that) (?:order|sequence)| one after the other)"
LETS_ALONE = rf"(?:(?:allowed|permitted|possible) )?without (?:{CONSENT}|asking)"
ITS = r"(?:its|the|their|what|how|which|his|her)"
DEPENDS = rf"depends? on {ITS} [^,;:.]+?"
ORDERS: tuple[tuple[str, Order], ...] = (
    ((rf"^(?:who|which (?:person|people|team|group)) (?:{MUST} |has to )?(?:{SIGN}|sign) (?:an? |the |any |every )?"
     rf"(?P<what>[^,;:.]+?) {DEPENDS}: "), r"\g<what>: "),
    ((rf"^the (?:approvers?|signers?|approvals?|sign-offs?|signatures?|{CONSENT})(?: needed| required)? (?:of|for) "
     rf"(?:an? |the |any |every )?(?P<what>[^,;:.]+?) {DEPENDS}: "), r"\g<what>: "),
    ((rf"^(?:an? |the |any |every )?(?P<what>[^,;:.]+?) (?:is|are) {SIGNED} (?:according to|depending on|by) {ITS} "
     rf"[^,;:.]+?: "),
     r"\g<what>: "),
    (rf"\b(?P<need>{NEED}) (?:nobody|no one|noone)(?:'s {CONSENT})?\b", r"\g<need> no approval"),
    (rf"^(?:needed|required|necessary) for (?:every |any |each |all |an? )?(?P<what>[^,;:.]+): {WHO}(?=\.?$)",
     r"\g<what> need \g<who>"),
    (r"^(?P<when>(?:if|when|where) [^;:.]+), then (?=\w)", r"\g<when>, "),
    ((rf"^(?P<may>(?!.*\b(?:not|never|only|without|no)\b.*[;.,])[^.;]*\b(?:may|can)\b[^.;]*)[.;,] (?:and )?(?:no "
     rf"{CONSENT} (?:is|are) "
     r"(?:needed|required|necessary)(?: for (?:this|that|it))?|(?:nobody|no one) (?:needs|has) to (?:approve|sign|"
     r"agree to)"
     r"(?: it| this| that| them)?)(?=\.?$)"), r"\g<may> without approval"),
    (rf"\b(?:nobody's|no one's) {CONSENT}\b", r"no approval"),
    ((r"\b(?:by|upon|with) (?:the )?(?:prior |written |express |explicit )?(?:agreement|consent|permission|assent) "
     r"of (?=\w)"),
     r"with the approval of "),
    (rf"^{WHAT}, (?P<when>{WHEN}) {THEY} (?P<so>[^,;:.]+), (?P<then>{MODAL}.+)$", (r"\g<when> \g<what> \g<so>, it "
     r"\g<then>")),
    (rf"^{WHAT}, (?P<when>(?:{WHEN}|{PLACED}) [^,;:.]+), (?P<then>{MODAL}.+)$", r"\g<when>, \g<what> \g<then>"),
    (rf"^{WHAT} (?P<may>{MODAL}), (?P<when>(?:{WHEN}|{PLACED}) [^,;:.]+), (?P<then>[^,;:.]+)(?=\.?$)",
     r"\g<when>, \g<what> \g<may> \g<then>"),
    ((r"^(?:in (?:the |any )?(?:case|event) of|when it comes to|as (?:regards|for)|with regard to|with respect to|"
     r"regarding|"
     r"concerning|in respect of) (?P<what>[^,;:.]+), "), r"for \g<what>, "),
    (rf"^(?:what|whatever|all that|everything(?: that)?) {WHO} (?:{MUST} )?(?:{SIGN}|sign): {LIST}(?=\.?$)",
     r"\g<list> need \g<who>"),
    (rf"^what (?P<then>{MODAL}[^;:.]*): {LIST}(?=\.?$)", r"\g<list> \g<then>"),
    ((rf"^(?:the following|these)(?: (?:things|actions|deeds|cases|steps|operations))? (?P<then>{MODAL}[^;:.]*): "
     rf"{LIST}(?=\.?$)"),
     r"\g<list> \g<then>"),
    (rf"^{LIST}: {ALL} (?!(?:{MUST} )?(?:{SIGN}|sign)\b)(?P<then>{MODAL}[^;:.]*)(?=\.?$)", r"\g<list> \g<then>"),
    ((rf"^(?:strictly )?(?:not (?:allowed|permitted)|never allowed|forbidden|prohibited|off[- ]limits|never)"
     rf"(?: (?:is|are):?|:) {LIST}(?=\.?$)"),
     r"\g<list> are forbidden"),
    (rf"^{LETS_ALONE}(?: (?:is|are))?: {LIST}(?=\.?$)", r"\g<list> need no approval"),
    ((rf"^(?:first )?{WHO}: (?P<what>[^,;:.]+) (?:is|are|{MUST} be) {SIGNED}(?:{IN_ORDER}| by (?:both|all)(?: of "
     rf"them)?)+(?=\.?$)"),
     r"\g<what> need \g<who>"),
    ((rf"^(?:first )?{WHO}: (?:both|all|all of them|they)(?: both)? (?:{MUST} )?(?:{SIGN}|sign) (?:when|whenever|if) "
     rf"(?P<what>[^,;:.]+?) (?:is|are|gets?) {DONE}(?P<rest>(?: [^,;:.]+)?)(?=\.?$)"),
     lambda found: f"{gerund(verb_of(found['done']))} {found['what']}{found['rest']} need {found['who']}"),
    ((rf"^(?:only )?(?P<how>with (?:the )?(?:[a-z]+ )?{CONSENT} (?:of|from|by) [^,;:.]+?),? (?:and (?:not|only "
     rf"then|in no other way)|but "
     r"not)(?: otherwise| without it)?, (?P<what>[^,;:.]+?) (?:may|can) be (?P<done>[^,;:.]+)(?=\.?$)"),
     r"\g<what> may only be \g<done> \g<how>"),
    ((rf"^only (?P<how>(?:{PLACED}|{WHEN}|up to) [^;:.]+?),? (?:may|can) (?P<what>[^,;:.]+?) be "
     rf"(?P<done>[^,;:.]+)(?=\.?$)"),
     r"\g<what> may only be \g<done> \g<how>"),
    ((rf"^(?P<many>(?:more than|over|at least|up to|fewer than|less than) [\d,]+ [a-z -]+?)(?: at once| in one go| "
     rf"at a time)?: {WHO} "
     rf"(?:{MUST} )?(?:{SIGN}|sign) (?:the|any|every|each|an?) (?P<deed>[a-z-]+)(?=\.?$)"), (r"\g<deed>s of "
     r"\g<many> need \g<who>")),
    (r"^(?:never|at no time|not once) (?:may|can|must|shall) (?:an? |any |the )?(?P<what>[^,;:.]+?) be ",
     r"\g<what> may never be "),
)  # fmt: skip


def fronted(said: Said) -> tuple[str, ...]:
    """The sentence in the order that the grammar knows; nothing where it stands in it."""
    return tuple(f"{text[:1].upper()}{text[1:]}" for text in in_order(said, ORDERS))
