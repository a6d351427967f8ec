"""What is done, said in a clause: before a port is opened, ask Security → opening a port needs Security."""

import re

from apps.policies.inflect import gerund, singular
from apps.policies.language.in_full.consents import APPROVES
from apps.policies.language.in_full.said import Said, across_numbers
from apps.policies.language.teach import vague
from apps.policies.language.verbs import verb_of

MUST = r"(?:must|has to|have to|needs? to|shall|should|will|is to|are to)"
SIGNS = APPROVES.replace("?:approves?", "?:signs? (?:it|them|this) off|reviews?|confirms?|checks?|approves?")
IT = r"(?: (?:it|them|this|that|these|to it|on it))?(?: first| beforehand)?"
TOLD = r"(?:told|notified|informed|alerted|made aware)"
WHO = r"(?P<who>[^,;:.]+?)"
NEED = r"(?:needs?|requires?|must have|must get)"
CONSENT = r"(?:approval|consent|sign-?off|permission)"
DOER = r"(?:it|this|that|they|(?:an?|the|any) agent|agents|you|we|one)"
MAINS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:then )?{words}", re.IGNORECASE), order)
    for words, order in (
        (
            rf"(?:always |first )?(?:ask|consult|check with|get (?:the )?{CONSENT} (?:from|of|by)) {WHO}(?: first)?",
            "{doing} need {who}",
        ),
        (
            rf"(?:(?:the|an?) )?{CONSENT} (?:from|of|by) {WHO} (?:is|must be) (?:required|needed|obtained)",
            "{doing} need {who}",
        ),
        (rf"{DOER} {NEED}(?: (?:the )?{CONSENT} (?:of|from))? {WHO}", "{doing} need {who}"),
        (
            (
                rf"(?:it|this|that|they) (?:{MUST} be|is|are) (?:approved|signed(?: off)?|reviewed|authori[sz]ed) by "
                rf"{WHO}"
            ),
            "{doing} need {who}",
        ),
        (rf"{WHO} (?:{MUST} )?(?:first |both |each )*{SIGNS}{IT}", "{doing} need {who}"),
        (rf"(?:tell|notify|inform|alert) {WHO}", "Tell {who} about {doing}"),
        (rf"{WHO} (?:{MUST} be|is|are) {TOLD}(?: about it| of it)?", "Tell {who} about {doing}"),
    )
)
EACH = r"(?:whenever|every time(?: that)?|each time(?: that)?|any time(?: that)?|before)"
LED = re.compile(
    across_numbers(rf"^(?P<lead>{EACH}|when|if|in order to|to) (?P<clause>[^,;:.]+), (?P<main>[^;.]+?)\.?$"),
    re.IGNORECASE,
)
TRAILED = re.compile(
    across_numbers(rf"^(?P<main>[^,;:.]+?),? (?P<lead>{EACH}|when|if) (?P<clause>[^,;:.]+?)\.?$"), re.IGNORECASE
)
NP = r"(?:(?:any|every|each|some) (?=\w))?(?P<np>[^,;:.]+?)"
PASSIVE = re.compile(
    rf"{across_numbers(NP)} (?:is|are|gets?|(?:is|are) (?:to be|being|about to be)|(?:can|may|must) be) "
    r"(?P<done>[a-z-]+(?:ed|en|ade|ent|aid|old|ought|un|ut|et)(?: (?:off|out|up|down|back|over|away))?)"
    r"(?P<rest>(?: .+)?)"
)
ACTIVE = re.compile(
    r"(?:(?:an?|the|any|some) (?:\w+ )?(?:agents?|bots?|assistants?)|agents|somebody|someone|anybody|"
    r"anyone|we|you)(?: (?:wants? to|is about to|tries to|(?:may|can|must) first))? (?P<verb>[a-z-]+) (?P<what>.+)",
    re.IGNORECASE,
)
LEAVES = re.compile(
    rf"{NP} (?:leaves?|goes? out of|goes? outside) "
    r"(?P<where>the company|the organi[sz]ation|the business|our (?:own )?domains?|our company|us)"
)
RUNS = re.compile(rf"{NP} (?:runs?|starts?)(?P<rest>(?: (?:in|on|against|at|for|with) .+)?)")
GOES = re.compile(
    rf"{NP} (?:goes? (?:out|live|ahead|through)|ships?|takes? effect|happens?|proceeds?)(?P<rest>(?: .+)?)"
)
COUNTED = re.compile(
    r"(?:an amount of )?(?:more than|over|above|at least|no less than|less than|under|up to) (?:[A-Z]{3} |[$€£])?\d"
)  # an amount is in no state; something is done to it: when more than 250 USD is refunded
ANYBODYS = re.compile(r"\b(?:somebody|someone|anybody|anyone|a user|a person|an employee)'s (?=\w)", re.IGNORECASE)
NO_DOING = frozenset(
    "asks wants requests needs has is was says reports complains gets receives belongs works thinks feels seems tries "
    "fails knows finds sees".split()
)
SO = frozenset(  # how something is, whoever made it so
    "locked blocked protected tagged labelled labeled marked flagged disputed suspended sanctioned restricted "
    "encrypted involved affected concerned required needed expired located based opted infected compromised".split()
)
STANDS = frozenset(  # what it may be, or what may have been done before
    "approved signed verified confirmed paid closed archived opened completed finished linked registered listed known "
    "shared used owned rejected denied refused enabled disabled assigned connected published requested ordered "
    "asked received damaged broken lost stolen found missing wrong called named based made given".split()
)
EVENTS = frozenset(
    "granted given added created deleted removed changed sent refunded raised lowered increased reduced cancelled "
    "canceled extended restarted renamed moved transferred exported merged rotated deployed".split()
)
INDEFINITE = re.compile(r"(?:an?|any|some|another|more|new|multiple|several|[a-z]+s) ", re.IGNORECASE)
PRONOUN = re.compile(r"(?:it|they|this|that|these|there|nobody|no one|nothing|something)\b", re.IGNORECASE)


def as_doings(said: Said) -> tuple[str, ...]:
    """What shall happen when something is done, said of that doing; nothing where it is said how it is."""
    if '"' in said.text:
        return ()
    for shape in (LED, TRAILED):
        if (found := shape.match(said.text)) and (text := _main(found)):
            return (text[:1].upper() + text[1:],)
    return ()


def _main(found: re.Match[str]) -> str:
    doing = _doing(found["clause"], found["lead"].casefold())
    for words, order in MAINS if doing else ():
        main = words.fullmatch(found["main"])
        if main and not PRONOUN.match(main["who"]):
            return order.format(doing=doing, who=main["who"])
    return ""


def _doing(clause: str, lead: str) -> str:
    """`an agent restarts a server` → restarting a server."""
    if PRONOUN.match(clause):
        return ""
    if lead.endswith("to"):
        verb, _, what = clause.partition(" ")
        return f"{gerund(verb)} {what}" if what and verb.isalpha() and verb.islower() else ""
    if found := ACTIVE.fullmatch(clause):
        return f"{gerund(singular(found['verb']))} {ANYBODYS.sub('', found['what'])}" if _does(found["verb"]) else ""
    if found := LEAVES.fullmatch(clause):
        return f"sending {found['np']} outside {found['where'].replace('us', 'the company')}"
    if found := GOES.fullmatch(clause):
        return f"{found['np']}{found['rest']}"
    if found := RUNS.fullmatch(clause):
        return f"running {found['np']}{found['rest']}"
    if not (found := PASSIVE.fullmatch(clause)) or found["done"] in SO or vague(found["done"]):
        return ""
    if lead in ("when", "if") and not COUNTED.match(clause) and not _happens(clause, found["done"]):
        return ""  # a branch that is protected is so; whether that is done to it cannot be told
    return f"{gerund(verb_of(found['done']))} {found['np']}{found['rest']}"


def _happens(clause: str, done: str) -> bool:
    """Whether a clause with "when" says that something is done, and not how it is."""
    return done in EVENTS or (done not in STANDS and bool(INDEFINITE.match(clause)))


def _does(verb: str) -> bool:
    return verb.islower() and verb not in NO_DOING
