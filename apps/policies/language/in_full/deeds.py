"""A deed said another way, in the plainest words for it: an agent refunds nothing, carrying out a restore, whoever …

Each form is closed words around open places (who, what, the verb); it gives the same clause again, and leaves what
stands behind it as it is.
"""

import re

from apps.policies.inflect import gerund
from apps.policies.language.in_full.given import GIVEN_TO
from apps.policies.language.in_full.said import Order, Said, across_numbers, within
from apps.policies.language.verbs import base

LEAD = r"^(?P<lead>(?:(?:if|when|where|for|on|in|at|during|outside|within|after|before|until|while|once)\b[^,;.]*, )?)"
DET = r"(?:an?|the|any|every|each|all|some|our|its|their)"
AGENT = rf"(?:(?:{DET} )?(?:ai )?(?:[a-z]+ )?(?:agents?|bots?|assistants?))"
IT = r"(?:(?:an?|the|any) (?:ai )?(?:agent|bot|assistant)|agents|it)"
NOBODY = r"(?:nobody|no one|no-one|no (?:employee|person|user|member of staff|staff member))"
PERSON = r"(?:anyone|anybody|any person|an? (?:agent|person|employee|user))"
ONE = (
    rf"(?:(?:whoever|{PERSON} (?:who|that))(?: (?:wants?|wishes|intends?|plans?|is about|is going|would like) to)?|"
    rf"{PERSON} (?:wishing|wanting|intending|planning|about|going) to)"
)
OUT = r"(?:leaves?|goe?s? (?:out of|outside))"
HOME = r"(?:the company|the organi[sz]ation|our company|the business|the house)"
AWAY = r"(?:(?P<away>goe?s? out|ships?|is sent out|are sent out)|(?:" + OUT + r") (?P<home>" + HOME + "))"
SO = r"(?:with|if|when|where|once|after|on|by|for|to|in|within|during|between|up to|from|under|below|over)"
FREELY = r"(?:without (?:any |prior |further )?(?:asking|approval|sign-?off|review|permission)|freely|by itself|alone)"
VERB = (
    r"(?P<verb>(?!(?:is|are|be|ha[sv]e?|do|does|needs?|requires?|must|may|can|cannot|shall|should|will|asks?|tells?|"
    r"informs?|notif\w+|alerts?|waits?|seeks?|obtains?|proposes?|drafts?|suggests?|recommends?|explains?|states?|says?|"
    r"acts?|works?|wants?|goe?s?|comes?|only|never|always|also|not|who|that|which|and|or|from|in|for|to|with|of|gets?|"
    r"receives?|keeps?|reports?|attach\w*|records?|documents?|gives?|as|at|on|by|without|under|over|itself|themselves|alone)\b)[a-z-]+)"
)
NOUN = r"(?!(?:by|to|of|for|with|from|in|on|than|as|at|over|under|if|when|unless|without)\b)[a-z-]+"
GERUND = (
    r"(?P<verb>(?!(?:meet|build|str|th|r|k|spr|morn|even|ceil|brief|pric|spend|rat|mean|beginn|hear|fund|hold)ing)"
    r"[a-z-]+ing)"
)
NEEDS = r"(?P<then>(?:needs?|requires?|is|are|must|may|can|shall|should) .+)"
NOUNS = {"execution": "executing", "performance": "performing", "issuance": "issuing", "initiation": "initiating",
         "placement": "placing"}  # fmt: skip
ACTION = r"(?:attempts?|requests?|acts?|process(?:es)?|tasks?|actions?|practice|steps?|decisions?)"
CARRY = r"(?:carr(?:y|ied|ying) out|conduct(?:ed|ing)?|undertak(?:e|en|ing)|effect(?:ed|ing)?|perform(?:ed|ing)?)"
NEITHER = rf"{LEAD}neither (?P<one>[^,;]+?) nor (?P<two>[^,;]+?) "


def _may(found: re.Match[str]) -> str:
    return f"{found['lead']}{found['who']} may {base(found['verb'])} {found['what']}"


def _may_only(found: re.Match[str]) -> str:
    return f"{found['lead']}{found['who']} may only {base(found['verb'])} {found['what']}"


def _must_not(found: re.Match[str]) -> str:
    return f"{found['lead']}agents must not {base(found['verb'])} {found['what']}"


def _doing(found: re.Match[str]) -> str:
    return f"{found['lead']}{gerund(base(found['verb']))} {within(found['what'])} {found['then']}"


def _sent(found: re.Match[str]) -> str:
    """`a letter goes out only after …`"""
    no = found["what"].casefold().startswith("no ")
    may = "may be" if no else "may only be"
    where = f" outside {found['home']}" if found["home"] else ""
    return f"{found['lead']}{found['what']} {may} sent{where} {found['then']}"


def _asks(found: re.Match[str]) -> str:
    return f"{found['lead']}{gerund(base(found['verb']))} {found['what']} needs approval from {found['then']}"


FORMS_SAID: tuple[tuple[str, Order], ...] = (
    (r"\b(roll|shut|back|pay|print|log|re)-(out|back|down|up|in|start|boot)(s?)\b", r"\1\2\3"),
    (rf"{LEAD}both (?=[^,;]+ and )", r"\g<lead>"),
    (rf"{LEAD}either (?=[^,;]+ or )", r"\g<lead>"),
    (rf"{NEITHER}(?:needs?|requires?) (?:any )?", r"\g<lead>\g<one> and \g<two> need no "),
    (rf"{NEITHER}(?:is|are) (?=(?:allowed|permitted|acceptable)\b)", r"\g<lead>\g<one> and \g<two> are not "),
    *GIVEN_TO,
    (rf"{LEAD}(?P<who>no {AGENT}|{NOBODY}) {VERB} (?P<what>[^;]+)$", _may),
    (rf"{LEAD}{AGENT} (?:(?:does|do|will) (?:not|never)|doesn't|don't|won't|never) {VERB} (?P<what>[^;]+)$", _must_not),
    (rf"{LEAD}{AGENT} (?:(?:may|can|must) )?{VERB} no (?!more|longer|later|fewer|less)(?P<what>[^;]+)$", _must_not),
    (rf"{LEAD}{AGENT} (?:may|can|must) (?:do|make) no (?!more|longer|later|fewer|less)",
     r"\g<lead>agents must not perform "),
    (rf"{LEAD}(?P<who>{AGENT}) only {VERB} (?P<what>[^;]+ {SO} .+)$", _may_only),
    (rf"{LEAD}(?P<who>{AGENT}) {VERB} (?P<what>[^;]+ (?:only {SO} .+|{FREELY}))$", _may),
    (rf"{LEAD}{ONE} {VERB} (?P<what>[^;]+?) (?P<then>(?:needs|requires|takes) .+)$", _doing),
    (rf"{LEAD}{ONE} {VERB} (?P<what>[^;]+?) must (?:first )?ask (?P<then>.+?)(?: first)?$", _asks),
    (rf"{LEAD}(?:{DET} )?{ACTION} to {VERB} (?P<what>[^;]+?) {NEEDS}$", _doing),
    (rf"{LEAD}(?:{DET} )?{ACTION} of (?={GERUND} )", r"\g<lead>"),
    (rf"{LEAD}(?:{DET} )?{GERUND} of (?=[a-z])", r"\g<lead>\g<verb> "),
    (rf"{LEAD}(?:{DET} )?(?P<noun>{'|'.join(NOUNS)}) of ",
     lambda found: f"{found['lead']}{NOUNS[found['noun'].casefold()]} "),
    (rf"{LEAD}(?P<what>(?:{DET} )?(?:{NOUN} ){{0,3}}{NOUN}) (?:(?:that|which) )?{IT} {VERB} {NEEDS}$",
     _doing),
    (rf"{LEAD}(?P<what>no [^;,]+?) {AWAY} (?P<then>(?:without|unless|until|before) .+)$", _sent),
    (rf"{LEAD}(?P<what>(?!no )[^;,]+?) {AWAY} (?:only )?(?P<then>(?:after|with(?! a copy)|once|if|when) .+)$", _sent),
    (rf"{LEAD}{CARRY} (?=(?:{DET} )?\w)", r"\g<lead>"),
    (rf" (?:is|are) only {CARRY}\b", " may only be made"),
    (rf"(?<=(?: is|are| be)) {CARRY}\b", " made"),
    (rf"(?<=(?:may|can|not|ver)) {CARRY} ", " perform "),
)  # fmt: skip
FORMS = tuple((re.compile(across_numbers(words), re.IGNORECASE), order) for words, order in FORMS_SAID)


def with_plain_deeds(said: Said) -> tuple[str, ...]:
    """The sentence with its deed in the plainest words."""
    plain = text = said.text.rstrip(". ")
    for words, order in FORMS if '"' not in text else ():
        text = words.sub(order, text)
    return (text[:1].upper() + text[1:],) if text != plain else ()
