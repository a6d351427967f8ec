"""What somebody gets, said of the thing: no contractor is granted a licence → no licence may be granted to …"""

import re

from apps.policies.language.in_full.said import Order, within

LEAD = r"^(?P<lead>(?:(?:for|on|in|at|during|outside|within|until|while)\b[^,;.]*, )?)"
WHEN = r"^(?P<lead>(?:when|whenever|if|before|each time|every time|any time) )"
DONE = r"given|granted|assigned|offered|issued|paid|lent|awarded|provided with|handed|sent|shown|promised"
IS = rf"(?:(?:is|are) (?P<done>{DONE})|gets?|receives?|obtains?)"
MAY = r"(?:may|can|must|shall|should)"
BE = rf"(?:be (?P<be>{DONE})|get|receive|obtain)"
NOT = rf"(?:(?:do|does) not|don't|doesn't|{MAY} (?:not|never)|cannot)"
NO_GIFT = (  # what is got in another sense: signed, consent, to somebody, more than so much
    r"(?!(?:[$€£\d]|more|less|fewer|not|over|under|above|below|up|at|another|\w+ed|to|by|from|in|on|for|with|only|"
    r"without|unless|until|before|except|if|when|once|after|as|of|out|off|down|back|away|through|via|within|"
    r"automatically|freely|review\w*|(?:(?:the|an?|prior|written) (?:\w+ )?)?"
    r"(?:approval|consent|sign-?off|permission|authori[sz]ation|review))\b)"
)
WHAT = rf"{NO_GIFT}(?P<what>[^,;]+?)"
BEHIND = r"(?P<behind>(?:,? (?:unless|without|until|before|except|only|if|when|where|once|after|provided|with) .+)?)$"
WHO = r"(?P<who>(?:(?:an?|the|any|every|each) )?(?:[\w'-]+ ){0,3}?[\w'-]+)"
NO_WHO = r"no(?P<who>body|[ -]one| [\w'-]+(?: [\w'-]+){0,2}?)"
ACCESS = re.compile(r"\b(?:access|rights?|permissions?|privileges?|roles?|licen[cs]es?)\b", re.IGNORECASE)
ANYBODY = re.compile(
    r"(?:(?:an?|the|any|every|each) )?(?:customers?|users?|employees?|persons?|people|one|body|agents?|staff)",
    re.IGNORECASE,
)


def _granted(found: re.Match[str], lead: str, modal: str = "may be") -> str:
    parts, who = found.groupdict(), re.sub(r"^(?:any|every|each) ", "a ", within(found["who"].strip(" -")))
    usual = "granted" if ACCESS.search(found["what"]) else "given"
    done = (parts.get("done") or parts.get("be") or usual).removesuffix(" with")
    to = "" if ANYBODY.fullmatch(who) else f" to {who}"
    return f"{found['lead']}{lead}{found['what']} {modal} {done}{to}{found['behind']}"


def _none(found: re.Match[str]) -> str:
    return _granted(found, "no ").replace("no a ", "no ", 1).replace("no any ", "no ", 1)


def _some(found: re.Match[str]) -> str:
    return _granted(found, "", "may only be" if found["only"] else "may be")


def _if(found: re.Match[str]) -> str:
    return _granted(found, "", "is")


GIVEN_TO: tuple[tuple[str, Order], ...] = (
    (rf"{WHEN}{WHO} {IS} {WHAT}(?P<behind>, [^,;]+)$", _if),
    (rf"{LEAD}{NO_WHO} (?:{IS}|{MAY} {BE}) {WHAT}{BEHIND}", _none),
    (rf"{LEAD}{WHO} {NOT} {BE} {WHAT}{BEHIND}", _none),
    (rf"{LEAD}{WHO} (?:is|are) (?:not|never) (?P<done>{DONE}) {WHAT}{BEHIND}", _none),
    (rf"{LEAD}{WHO} (?:{IS}|{MAY} {BE}) no {WHAT}{BEHIND}", _none),
    (rf"{LEAD}{WHO} (?:may|can) (?P<only>only )?{BE} {WHAT}{BEHIND}", _some),
    (rf"{LEAD}{WHO} {IS} {WHAT}(?P<behind>,? (?:only|without|unless|until) .+)$", _if),
)
