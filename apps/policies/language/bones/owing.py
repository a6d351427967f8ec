"""What is owed besides, whatever is done: somebody is told, a reason is given, it waits, it is signed afterwards."""

from apps.policies.language.turning import AGENTS, CONSENT, DONE, IS, IT, MUST, NP, SIGN, SIGNED

REST = r"(?P<rest>(?: .+?)?)"
WHO = r"(?P<who>[^,]+?)"
GIVEN = r"(?P<given>[^,]+?)"
SPAN = r"(?P<span>[\w.-]+ (?:second|minute|hour|day|week)s?)"
ENDS = r"(?:,? (?:too|as well|first|immediately|at once|right away|straight away|afterwards|without delay))?"

ANYBODY = rf"(?:{AGENTS}|somebody|someone|anybody|anyone|a person|an employee)"
WHEN = r"(?:when(?:ever)?|if|once|as soon as|every time|each time|any time|before|after)"
ABOUT = r"(?:for|of|on|about|with|upon|regarding|concerning|before|after|in case of|whenever there (?:is|are)|at)"
HAPPENS = (
    rf"{WHEN} {ANYBODY} (?P<does>[a-z]+) {NP}",
    rf"{WHEN} {NP} (?:{IS}|gets?|has been|have been) {DONE}{REST}",
    rf"{ABOUT} {NP}",
)

TELL = r"(?:tell|inform|notify|alert|warn|brief|advise|copy in|copy|cc)"
TOLD = (
    r"(?:told|informed|notified|alerted|warned|briefed|advised|made aware|copied in|copied|cc'd|put in copy|"
    r"kept (?:informed|posted|up to date|in the loop))"
)
NOTE = r"(?:an? |the |short |brief )*(?:note|notice|notification|message|copy|heads-up|alert|word|summary|memo)"
LOOP = r"(?:in the loop|informed|posted|up to date|updated|in copy|abreast)"
TELLS = (
    rf"{TELL} {WHO}",
    rf"let {WHO} know",
    rf"(?:keep|put|bring) {WHO} (?:in(?:to)? the loop|{LOOP})",
    rf"{WHO} (?:{MUST} be|is|are|gets?) {TOLD}",
    rf"{WHO} (?:{MUST} )?(?:gets?|receives?|be sent) {NOTE}",
    rf"send {WHO} {NOTE}",
    rf"send {NOTE} to {WHO}",
    rf"{NOTE} goes to {WHO}",
    rf"{WHO} {MUST} (?:know|hear|learn)",
)
REPORTED = (
    rf"{NP} (?:{MUST} be|is|are) (?:reported|announced|communicated|made known|flagged|copied) to {WHO}",
    rf"(?:report|announce|flag|communicate) {NP} to {WHO}",
)

PERSON = (
    r"(?:the |an? |any |every |each )?(?:(?:ai )?agents?|bots?|assistants?|requesters?|requestors?|askers?|applicants?|"
    r"authors?|submitters?|initiators?|proposers?|person (?:who asks|asking|who asked(?: for it)?|requesting it))"
)
WHOEVER = (
    r"(?:whoever|anyone who|anybody who|everyone who|those who|(?:the |any |an )?(?:person|agent|bot|assistant) "
    r"(?:who|that))"
)
GIVES = (
    r"(?:gives?|states?|attach(?:es)?|provides?|adds?|includes?|names?|supply|supplies|submits?|cites?|quotes?|"
    r"records?|notes?|uploads?|documents?|mentions?|enters?|fills? in|hands? in|writes?(?: down)?|encloses?|"
    r"references?|specif(?:y|ies)|presents?|leaves?|brings?|puts? in)"
)
GIVES_TO = (rf"{PERSON} {MUST} {GIVES} {GIVEN}", rf"{PERSON} {GIVES} {GIVEN}",
            (rf"{GIVEN} {MUST} be (?:given|stated|attached|provided|supplied|entered|recorded|included|submitted|"
            r"uploaded|documented|named|quoted|cited|noted)"))  # fmt: skip
CARRIED = (
    rf"{WHOEVER} (?:asks for|requests|wants|applies for) {NP} {MUST} {GIVES} {GIVEN}",
    rf"{WHOEVER} (?P<does>[a-z]+) {NP} {MUST} {GIVES} {GIVEN}",
    (
        rf"{NP} {MUST} (?:come with|carry|contain|include|state|give|name|cite|quote|reference|mention|show|bear|be "
        rf"(?:accompanied|supported|backed|justified|documented|submitted|filed) (?:by|with)) {GIVEN}"
    ),
)

HOLD_NOUN = r"(?:hold|delay|pause|cooling-off period|cooling-off time|waiting period|waiting time|wait)"
UNTIL_IT = r"(?:,? before (?:it|they) (?:\w+ ?){1,4})?"
WAITS = (
    rf"(?:hold|delay|pause|park|queue|keep back) {NP} (?:back )?(?:for|by) {SPAN}{UNTIL_IT}",
    rf"{NP} (?:{MUST} )?(?:waits?|rests?|cools? (?:down|off)|pauses?)(?: for)? {SPAN}{UNTIL_IT}",
    (
        rf"{NP} (?:{MUST} be|is|are) (?:held(?: back)?|delayed|paused|parked|kept back|put on hold) (?:for|by) {SPAN}"
        rf"{UNTIL_IT}"
    ),
    rf"{NP} (?:(?:is|are) subject to|needs?|requires?|has|have) an? {HOLD_NOUN} of {SPAN}{UNTIL_IT}",
    rf"(?:there is )?an? {HOLD_NOUN} of {SPAN} (?:applies to|for|on|before) {NP}",
    (
        rf"{NP} (?:goes?|leaves?|runs?|(?:is|are) {DONE}) (?:out |live )?only {SPAN} after (?:it|they) "
        rf"(?:was|were|is|are|has been|have been) {SIGNED}"
    ),
)
OF_CONSENT = rf"(?:an? |the |any |every |each )?{CONSENT}s?(?: given)? (?:for|of|on|to) "
EXPIRES = (
    (
        rf"{OF_CONSENT}{NP} (?:{MUST} )?(?:expires?|lapses?|ends?|runs? out|becomes? (?:void|invalid)|(?:is|are) void) "
        rf"(?:after|within|in) {SPAN}"
    ),
    rf"{OF_CONSENT}{NP} (?:is|are|remains?|stays?) (?:only )?(?:valid|good) for (?:only )?{SPAN}",
    (
        rf"{NP} (?:that|which) (?:is|are|has|have) not (?:been )?{SIGNED} within {SPAN} "
        r"(?:expires?|lapses?|(?:is|are) void)"
    ),
)
KEY = r"(?:an? |the |their |his or her |its )?(?:hardware )?(?:security key|passkey|hardware key|hardware token)"
KEYED = (
    rf"{WHOEVER} (?:{SIGN}|{SIGN} to) {NP} {MUST} (?:use|touch|present|confirm(?: it)? with|authenticate with) {KEY}",
    rf"{NP} (?:{MUST} be|is|are) (?:{SIGNED}) (?:with|by|using) {KEY}",
)

AT_ONCE = r"(?:first|at once|immediately|right away|straight away|now|without delay|without waiting)"
SIGNERS = r"(?P<signers>[^,]+?)"
AFTERWARDS = r"(?: afterwards| later| after the fact| of it)?"
SIGNED_LATER = (
    rf"{SIGNERS} (?:{MUST} )?{SIGN}{IT}(?: afterwards)? within {SPAN}{AFTERWARDS}",
    rf"(?:it |they |this )?(?:{MUST} be|is|are) {SIGNED} by {SIGNERS}(?: afterwards)? within {SPAN}{AFTERWARDS}",
    (
        rf"(?:get|gets|obtain|collect|ask for) (?:the )?{CONSENT} (?:of|from) {SIGNERS}(?: afterwards)? within {SPAN}"
        rf"{AFTERWARDS}"
    ),
)
RUNS_FIRST = (
    rf"{NP} (?:may|can) (?:be {DONE}{REST}|run|go ahead|go out|proceed|happen) {AT_ONCE}",
    rf"{AGENTS} (?:may|can) (?P<verb>[a-z-]+) {NP} {AT_ONCE}",
)
LATER = tuple(
    rf"{first},? (?:and|but|if|provided|as long as|when)?,? ?{then}" for first in RUNS_FIRST for then in SIGNED_LATER
)


def _with_what_happens(*cores: str) -> tuple[str, ...]:
    """Each core before and behind what happens."""
    return (
        *(rf"{core}{ENDS} {happens}{ENDS}" for core in cores for happens in HAPPENS),
        *(rf"{happens},? {core}{ENDS}" for core in cores for happens in HAPPENS),
    )


OWED: dict[str, tuple[str, ...]] = {
    "For refunds, tell {who}.": (*_with_what_happens(*TELLS), *REPORTED),
    "For refunds, ask for {given}.": (*CARRIED, *_with_what_happens(*GIVES_TO)),
    "For refunds, hold for {span}.": WAITS,
    "For refunds, let approvals expire after {span}.": EXPIRES,
    "For refunds, confirm with a security key.": KEYED,
}
