"""Limits as headlines and matrices word them: maximum refund per customer: $500; a customer may receive two a year."""

from apps.policies.language.in_full.said import Said
from apps.policies.language.in_full.wording import BE, ENDS, MODAL, WHATEVER, orders, reworded

MOST = r"(?:maximum|max\.?|highest|largest|greatest|top|upper)(?: (?:allowed|permitted|allowable|permissible|possible))?"
CAP = r"(?:limit|cap|ceiling|maximum|max\.?|allowance|quota|threshold)"
IS = r"(?: ?:| ?=| –| —| →| (?:is|are|shall be|must be|will be|stands at|is set at|is fixed at|amounts to)(?: limited to)?)"
PERIOD = r"(?:hour|day|week|month|quarter|year|calendar (?:day|week|month|year)|fiscal year|financial year|24 hours|run)"
PERIODLY = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter",
            "yearly": "year", "annual": "year"}  # fmt: skip
PER = rf"(?:(?:per|for each|for every|for any one|in any one|in any|in a|in one|within a|within any|in the same|each|every|a) )"
PERS = rf"(?P<per>(?: (?:per|a|each|every|for each|in any|in a|and) [\w' -]+?)*?)"
MONEY = r"(?:(?:[$€£]|[A-Z]{3} )?\d[\d,.]*(?: ?(?:k|m|million|thousand))?(?: ?(?:[A-Z]{3}|dollars|euros?|pounds|%|percent|per cent))?)"
NUMBER = r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)"
OFTEN = r"(?P<often>hourly|daily|weekly|monthly|quarterly|yearly|annual)"
PARTY = (
    r"(?P<party>customers?|clients?|vendors?|suppliers?|employees?|accounts?|users?|contacts?|members?|merchants?|payees?|"
    r"recipients?|partners?|contractors?|beneficiar(?:y|ies))"
)
GETS = r"(?:receive|get|be given|be granted|be issued|be credited|be offered|be paid|have|claim|be refunded|be sent|redeem)"
NO_MORE = r"(?:no more than|not more than|at most|up to|a maximum of|max(?:imum|\.)?|a total of|only)"
CAPS = orders(
    (rf"^(?:in|within|over|during|for) (?:any|a|one|each|every|the same) (?:single |given )?(?P<period>{PERIOD}),? "
     rf"(?P<rest>.+?){ENDS}", "{rest} per {period}"),
    (rf"^(?:per|for each|for every|for any one|for a single) (?P<party>[\w ]+?), (?P<rest>.+?){ENDS}", "{rest} per {party}"),
    (rf"^(?:the )?{OFTEN} {WHATEVER} {CAP}{PERS}{IS} (?P<limit>.+?){ENDS}", "{what}{per} may not exceed {limit} per {often}"),
    (rf"^(?:the )?{MOST} {WHATEVER}{PERS}{IS} (?P<limit>[^,;]+?){ENDS}", "{what} may not exceed {limit}{per}"),
    (rf"^(?:the )?{WHATEVER} {CAP}{PERS}{IS} (?P<limit>[^,;]+?){ENDS}", "{what} may not exceed {limit}{per}"),
    (rf"^(?:the )?{CAP}{IS} (?P<limit>{NUMBER} [^,;]+?){ENDS}", "No more than {limit}"),
    (rf"^(?:the )?{CAP} (?:for|on|of) {WHATEVER}{IS} (?P<limit>[^,;]+?){ENDS}", "{what} may not exceed {limit}"),
    (rf"^{WHATEVER}(?: ?:|,) (?:{MOST}|at most|no more than|not more than|up to) (?P<limit>[^,;]+?){ENDS}",
     "{what} may not exceed {limit}"),
    (rf"^{WHATEVER}: (?P<limit>{MONEY}) (?:{MOST}|limit|cap|tops){PERS}{ENDS}", "{what} may not exceed {limit}{per}"),
    (rf"^(?:the )?(?:minimum|min\.?|smallest|lowest)(?: (?:allowed|permitted))? {WHATEVER}{IS} (?P<limit>{MONEY}){ENDS}",
     "{what} under {limit} are forbidden"),
    (rf"^(?P<limit>{MONEY}) is the (?:most|maximum|limit|cap|ceiling) (?:that )?(?:for|on) {WHATEVER}{ENDS}",
     "{what} may not exceed {limit}"),
    (rf"^keep (?:all |any )?{WHATEVER} (?:under|below) (?P<limit>.+?){ENDS}", "{what} must be under {limit}"),
    (rf"^keep (?:all |any )?{WHATEVER} (?:within|to|at or below) (?P<limit>.+?){ENDS}", "{what} may not exceed {limit}"),
    (rf"^(?:a|any|each|every|one|(?:the )?same|no single) {PARTY} (?:may|can|must|shall|should|will)(?: only)? {GETS} "
     rf"{NO_MORE} (?P<limit>.+?){ENDS}", "No {party} may receive more than {limit}"),
    (rf"^(?:each|every|any|a) {PARTY} (?:is|are) (?:entitled|limited|restricted) to (?:{NO_MORE} )?(?P<limit>{NUMBER} .+?){ENDS}",
     "No {party} may receive more than {limit}"),
    (rf"^no (?:single )?{PARTY} (?:may|shall|should|is to|can|must|will)? ?(?:gets?|receives?|be given|be granted|be issued|be "
     rf"offered|be sent) more than (?P<limit>.+?){ENDS}", "No {party} may receive more than {limit}"),
    (rf"^(?P<most>no more than|not more than|at most|a maximum of) (?P<limit>{NUMBER} .+?) (?:may|can|shall|should|must|are to) be "
     rf"\w+(?:ed|en|ade|ent|un)(?P<rest> .+?)?{ENDS}", "No more than {limit}{rest}"),
    (rf"^\w+ing more than (?P<limit>{NUMBER} [^,;]+?) (?:is|are) (?:strictly )?(?:forbidden|prohibited|not (?:allowed|permitted))"
     rf"{ENDS}", "No more than {limit}"),
    (r" (?:may|must|can|shall|should)(?:not| not| never) be (?:larger|greater|bigger|higher|more|costlier) than ",
     " may not exceed "),
    (r" (?:may|must|can|shall|should)(?:not| not| never) (?:be worth|amount to|total|run to|come to|go beyond|be valued at|go above|"
     r"be for) (?:more than )?(?=[$€£\d]|[A-Z]{3} \d)", " may not exceed "),
    (rf"^under no circumstances may (?:a |an |any )?{WHATEVER} exceed ", "{what} may not exceed "),
    (r" (?:in|within|over|during) (?:a|any|any one|one|any given|each|the same) (?:single |given )?(?P<period>" + PERIOD + r")\b",
     " per {period}"),
)  # fmt: skip
LEADS = orders(
    (rf"^should (?:a |an |any |the )?{WHATEVER} (?P<over>exceed|be over|be above|be more than|be greater than|total more than|cost "
     r"more than|go over|go beyond) (?P<rest>.+)$", "If {what} exceeds {rest}"),
    (rf"^(?:if|when|where|whenever|once) (?:it is |they are )?(?P<limit>(?:over|above|under|below|up to|at least|more than|less "
     rf"than) {MONEY}),? (?P<what>[\w' -]+?) (?P<does>(?:{MODAL}|{BE}|needs?|requires?|goes?|may|can) .+)$",
     "{what} {limit} {does}"),
)  # fmt: skip


def as_limits(said: Said) -> tuple[str, ...]:
    """The sentence with its limit said as the grammar knows it."""
    if '"' in said.text:
        return ()
    text = reworded(reworded(said.text, LEADS), CAPS)
    for often, period in PERIODLY.items():
        text = text.replace(f" per {often}", f" per {period}")
    return (text,) if text != said.text else ()
