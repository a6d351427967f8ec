"""To whom it goes: to someone outside our domains, addressed only to colleagues, to more than ten recipients."""

from apps.policies.language.circumstances.parts import MANY, Asked, Found, Reader, limit_of, reader, turned

OURS = (
    r"(?:our|the company's|your|its|the)(?: own)? (?:e-?mail )?(?:domains?|company|organi[sz]ation|business|firm|group)"
)
OUT = (
    rf"(?:outside(?: of)? {OURS}|external(?: to (?:us|the company|our company))?|not (?:in|inside|within) "
    rf"{OURS}|beyond {OURS})"
)
IN = rf"(?:(?:inside|within|in|from|of|on|at) {OURS}|internal)"
PEOPLE = (
    r"(?:(?:an?|any|the|one|some|all|at least one|one or more|our|other) )*(?:someone|somebody|anyone|"
    r"anybody|people|persons?|recipients?|"
    r"addressees?|(?:e-?mail )?address(?:es)?|part(?:y|ies)|contacts?|mailbox(?:es)?|domains?|users?|"
    r"individuals?|guests?)"
)
OUTSIDERS = (
    rf"(?:{PEOPLE} (?:(?:who|that|which) (?:is|are) |located |based )?{OUT}|(?:(?:an?|any|the|some|one) "
    rf")?(?:external|outside) {PEOPLE}|(?:an? )?outsiders?|"
    rf"(?:a )?third part(?:y|ies)|{OUT})"
)
INSIDERS = (
    rf"(?:{PEOPLE} (?:(?:who|that|which) (?:is|are) )?{IN}|(?:an? |the |our )?internal {PEOPLE}|(?:our |own "
    rf")*(?:colleagues|co-?workers|employees|staff|people)|{IN}|"
    r"ourselves|our own domains?|our domains?)"
)
SENT = (
    r"(?:sent|addressed|directed|bound|going|mailed|written|emailed|forwarded|posted|delivered|destined|headed|copied)"
)
ADDRESS = r"(?P<name>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
DOMAIN = r"@?(?P<name>(?:[a-z0-9-]+\.)+[a-z]{2,})"
AT_DOMAIN = rf"(?:(?:an?|any|the|some) )?(?:{DOMAIN}(?: (?:e-?mail )?(?:addresses|address|mailbox|domain|account))?)"
OF_DOMAIN = rf"{PEOPLE} (?:at|in|of|under|from|with|ending in|on)(?: the domain)? {DOMAIN}"
GOES = (
    rf"(?:(?:(?:that|which|it|they) )?(?:goes|go|is (?:being )?{SENT}|are (?:being )?{SENT}|is|are|will go|"
    rf"would go)|{SENT})"
)
ONLY = r"(?:only|solely|exclusively|entirely|purely|just)"
LEAVES = r"(?:(?:that|which|it|they) )?(?:leaves?|leaving|goes? outside|going outside)"
INCLUDE = r"(?:includes?|including|contains?|counts?|has|have|with|having)"
HEADS = r"(?P<heads>recipients?|people|persons|addressees?|addresses|email addresses|mailboxes)"


def _outside(_found: Found, _asked: Asked) -> str:
    return "a recipient is outside our domains"


def _inside(found: Found, _asked: Asked) -> str:
    test = "every recipient is inside our domains"
    return turned(test) if found.groupdict().get("not") else test


def _many(found: Found, _asked: Asked) -> str:
    return f'the "recipients" is {limit_of(found)}'


def _addressed(found: Found, asked: Asked) -> str:
    """To one address, or those of one domain; where that is ours, the grammar has its own word for it."""
    name = found["name"]
    return "" if _ours(name, asked) else f'it goes to one of the "{name}"'


def _all_ours(found: Found, asked: Asked) -> str:
    return "every recipient is inside our domains" if _ours(found["name"], asked) else ""


def _ours(name: str, asked: Asked) -> bool:
    return asked.known(f"outside {name}", "_OUTSIDE")


READERS: tuple[Reader, ...] = (
    reader(rf"(?:{GOES} )?to {ADDRESS}", _addressed),
    reader(rf"(?:{GOES} )?to {AT_DOMAIN}", _addressed),
    reader(rf"(?:{GOES} )?to {OF_DOMAIN}", _addressed),
    reader(rf"(?:the |its )?recipients {INCLUDE} {AT_DOMAIN}", _addressed),
    reader(rf"(?:every|each|all)(?: of the)? recipients? (?:has|have|is|are)(?: at| in| on)? {AT_DOMAIN}", _all_ours),
    reader(rf"(?:{GOES} )?to {OUTSIDERS}", _outside),
    reader(
        (
            rf"(?:{GOES} )?to {PEOPLE} (?:other than|except|but|"
            rf"besides|(?:who|that) (?:is|are) not) {INSIDERS}"
        ),
        _outside,
    ),
    reader(rf"{GOES} {OUT}", _outside),
    reader(rf"{LEAVES} {OURS}", _outside),
    reader(
        rf"(?:with|having|(?:that|which) (?:has|have)) {OUTSIDERS}(?: among (?:its|the) recipients| in copy)?", _outside
    ),
    reader(rf"(?:the |its )?recipients {INCLUDE} {OUTSIDERS}", _outside),
    reader(rf"(?:any|one|a|at least one|some)(?: of (?:the|its))? recipients? (?:is|are|sits?) {OUT}", _outside),
    reader(rf"(?:the|its) (?:recipient|addressee) (?:is|sits) {OUT}", _outside),
    reader(rf"(?:somebody|someone|anybody|anyone) {OUT} (?:is|are) (?:among the recipients|in copy|copied)", _outside),
    reader(rf"(?:{GOES} )?(?P<not>not )?(?:{ONLY} to|to {ONLY}) {INSIDERS}(?: {ONLY})?", _inside),
    reader(rf"{GOES} to {INSIDERS} {ONLY}", _inside),
    reader(
        (
            rf"(?:(?:all|every|each)(?: of)?|(?:the|its) recipients (?:is|are) all|(?:the|its) recipients all (?:is|"
            rf"are))(?: the| its)?(?: recipients?)? ?(?:(?:is|are|sits?) )?(?:{IN}|colleagues|employees)"
        ),
        _inside,
    ),
    reader(rf"(?:the |its )?recipients (?:are|is) (?:all|only|exclusively) {INSIDERS}", _inside),
    reader(
        (
            rf"(?:(?:{GOES} )?to|with|having|for|(?:that|which|it|they) (?:reach(?:es)?|has|have)|reaching) {MANY} "
            rf"(?:different |separate )?{HEADS}(?: at once| in one go)?"
        ),
        _many,
    ),
    reader(rf"(?:there are|(?:the|its) recipients (?:number|are)) {MANY}(?: recipients)?", _many),
)
