"""What has been moved so far: once a customer has received 300 USD this month, that bring the total above a limit."""

from apps.policies.inflect import singular
from apps.policies.language.circumstances.parts import NUMBER, OP, Asked, Found, Reader, op_of, reader

PERIOD = r"(?:hour|day|week|month|quarter|year|calendar (?:day|week|month|quarter|year)|fiscal year|financial year)"
PERIODLY = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter",
            "yearly": "year",
            "annual": "year", "today": "day"}  # fmt: skip
LY = r"(?:hourly|daily|weekly|monthly|quarterly|yearly|annual)"
WHEN = (
    rf"(?:(?:(?:in|of|for|within|during|over|per) )?(?:the|an?|this|that|the same|one|the current|any|any "
    rf"one|the whole)? ?(?P<period>{PERIOD})|(?P<today>today))"
)
NOW = (
    r"(?:(?:this|in the|in a|in one|within a|within the|within one|in the same|in the current|during the|"
    rf"over the|in any|per) (?P<period>{PERIOD})|(?P<today>today)|(?:within|in) (?P<span>\d+ (?:hour|day|"
    rf"week|month)s?))"
)
PARTY = (
    r"(?:an? |the |same |single |any |one |that |this |each |every |the same |a single |any one |its |"
    r"their )*(?P<party>[a-z-]+(?: [a-z-]+)??)"
)
MONEY = (
    r"(?P<money>(?:us\$|[$€£])\d[\d,.]*\d|(?:us\$|[$€£])\d|\d[\d,.]*(?: thousand| million)? (?:[a-z]{3}|"
    r"dollars|euros?|pounds)\b|[a-z]{3} \d[\d,.]*)"
)
ABOVE = rf"(?P<op>{OP}|to (?:{OP})|higher than|beyond)"
BRING = (
    r"(?:(?:would|will|could) )?(?:bring(?:s|ing)?|take(?:s|n)?|taking|push(?:es|ing)?|raises?|raising|lifts?|lifting|"
    r"drives?|driving|carr(?:y|ies)|makes?|increases?|increasing|sends?|moves?)"
)
NOUN = r"(?P<noun>[a-z-]+)"
OF = r"(?:of|for|to|per|from|by|with)"
TOTALS = (
    rf"{PARTY}'s?(?: (?:running|cumulative|overall|combined))*(?: {NOUN})? total(?: {WHEN})",
    rf"{PARTY}'s? (?P<ly>{LY})(?: {NOUN})? total",
    rf"(?:the )?(?P<ly>{LY})(?: {NOUN})? total {OF} {PARTY}",
    rf"(?:the )?total {OF} {PARTY} {WHEN}",
    rf"(?:the )?total(?: of)? {NOUN} {OF} {PARTY} {WHEN}",
    rf"{PARTY}'s? total(?: of)? {NOUN} {WHEN}",
    rf"{PARTY}'s? {NOUN} {WHEN}",
    rf"(?:the |its )?(?:running )?total {WHEN}(?P<party>)",
    rf"(?:the |its )?(?P<ly>{LY}) total(?P<party>)",
)
SUBJECT = r"(?:(?:that|which|it|they|this|the \w+) )?"
STAYS = (
    r"(?:(?:would |will )?(?:stays?|remains?|is|are|be|comes? to|reach(?:es)?|exceeds?|goes?|go|rises?|gets?|"
    r"do(?:es)? not exceed|lies?)(?: in total)?)"
)
GOT = (
    r"(?:has|have|had) (?:already )?(?:received|got|had|been (?:given|refunded|paid|credited|granted|sent)|spent|moved|"
    r"claimed|refunded|paid|taken|used)"
)


def _period(found: Found) -> str:
    said = found.groupdict()
    if said.get("ly"):
        return PERIODLY[said["ly"].casefold()]
    if said.get("span"):
        return str(said["span"]).casefold()
    return "day" if said.get("today") else str(said.get("period") or "").casefold().removeprefix("calendar ")


def _per(found: Found, asked: Asked) -> str:
    """` per "customer" per "month"`; empty where it is of other deeds, or nobody's."""
    said, party = found.groupdict(), found["party"].casefold()
    noun = said.get("noun") or ""
    if noun and not asked.mentions(noun) and noun not in ("amount", "spend", "spending", "sum"):
        return ""
    if party and not (asked.known(party, "PARTY", "RELATED", "OBJECT", "AGENT", "_AGENTS")):
        return ""
    per = f' per "{singular(party)}"' if party else ""
    return f'{per} per "{_period(found)}"' if _period(found) else ""


def _op(words: str) -> str:
    words = words.casefold().removeprefix("to ")
    return "over" if words in ("beyond", "higher than") else op_of(words)


def _brings(found: Found, asked: Asked) -> str:
    per = _per(found, asked)
    return f"with this one, the total{per} is {_op(found['op'])} {found['money']}" if per else ""


def _stays(found: Found, asked: Asked) -> str:
    per, verb = _per(found, asked), found["verb"].casefold()
    op = found["op"]
    said = (
        _op(op)
        if op
        else "at most"
        if "not exceed" in verb
        else "over"
        if "exceed" in verb
        else "at least"
        if "reach" in verb
        else ""
    )
    return f"with this one, the total{per} is {said} {found['money']}" if per and said else ""


def _received(found: Found, asked: Asked) -> str:
    per, op = _per(found, asked), _op(found["op"]) if found["op"] else "at least"
    return f"before this one, the total{per} is {op} {found['money']}" if per else ""


def _counted(found: Found, asked: Asked) -> str:
    per, op = _per(found, asked), _op(found["op"]) if found["op"] else "at least"
    return f"before this one, the count{per} is {op} {found['many']}" if per else ""


NTH = {"second": 1, "third": 2, "fourth": 3, "fifth": 4}


def _nth(found: Found, asked: Asked) -> str:
    """`third refund to the same customer within a month`: two or more were before it."""
    per = _per(found, asked._replace(after=found["noun"]))
    return (
        f"{found['noun']} when before this one, the count{per} is at least {NTH[found['nth'].casefold()]}"
        if per
        else ""
    )


def _more(found: Found, asked: Asked) -> str:
    per = _per(found, asked._replace(after=found["noun"]))
    return f"{found['noun']} when with this one, the count{per} is over {found['many']}" if per else ""


NOUNS: tuple[Reader, ...] = (  # what is done, with how often before
    reader(rf"(?P<nth>{'|'.join(NTH)}) {NOUN} (?:to|for|of|from|by) {PARTY} {NOW}", _nth),
    reader(rf"(?:more than|over) (?P<many>{NUMBER}) {NOUN} (?:to|for|of|from|by) {PARTY} {NOW}", _more),
)
READERS: tuple[Reader, ...] = (
    *(reader(rf"{SUBJECT}{BRING} {total} {ABOVE} {MONEY}", _brings) for total in TOTALS),
    *(
        reader(rf"{total} (?P<verb>{STAYS})(?: (?P<op>{OP}))? {MONEY}(?: in total| altogether)?", _stays)
        for total in TOTALS
    ),
    reader(rf"{PARTY} {GOT} (?:(?P<op>{OP}) )?{MONEY}(?: (?:in|of|worth of) {NOUN})?(?: already)? {NOW}", _received),
    reader(
        rf"(?:(?P<op>{OP}) )?{MONEY} (?:has|have|had) (?:already )?been {NOUN} (?:to|for|by) {PARTY} {NOW}", _received
    ),
    reader(rf"{PARTY} {GOT} (?:(?P<op>{OP}) )?(?P<many>{NUMBER}) {NOUN} {NOW}", _counted),
)
