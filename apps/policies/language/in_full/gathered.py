"""For whom and in which period a limit counts, wherever that is said: put right behind the limit.

`At most 5,000 USD may be paid to any one vendor in a month` → at most 5,000 USD per vendor per month may be paid.
"""

import re

from apps.policies.language.in_full.wording import pattern

LEADS = re.compile(r"(?:if|when|whenever|once|unless|where|should|after|before)\b", re.IGNORECASE)
ENDS = re.compile(
    r";|\.(?=\s*$)|,(?!\d)|,? (?:unless|if|when|where|except|without|until|before|after|once|while|provided|"
    r"needs?|requires?)\b"
)
MONEY = pattern(r"<SUM>(?: (?:in|of|worth of) [a-z][a-z -]*?(?= <MAY_DO>\b| (?:per|to|for|from|by|on|with) |$))?")
COUNT = pattern(r"(?:<NO_MORE>|more than|over|exceed) <NUMBER> (?=[a-z])")
PERIOD = pattern(r"<IN_ONE> (?P<name><PERIOD>)(?=[,;.\s]|$)")
PARTY = pattern(r" (?:to|for|from|by|with|out of|of|on|at|against) <ANY_ONE> (?P<name><ONE_OF_THEM>)")
GETS = pattern(r"(?<=[a-z]s) (?:that |which )?<DETERMINER> (?P<name><ONE_OF_THEM>) <HAS>(?= )")
OWNER = pattern(r"^<DETERMINER> (?P<name>(?!day\b|week\b|month\b|year\b)[a-z-]+(?: [a-z-]+)?)'s (?=[a-z]+s\b)")
AND_PERIOD = pattern(r" per (?P<name>[a-z][a-z -]*?) and (?:per |a )?(?=<PERIOD>\b)")


def gathered(text: str) -> str:
    """The text with its period and its party behind the limit; as it stands where it names two of a kind."""
    if LEADS.match(text):
        return text
    end = next((found.start() for found in ENDS.finditer(text)), len(text))
    head, tail = text[:end], text[end:]
    head = AND_PERIOD.sub(r" per \g<name> per ", head)
    head, period = _taken(head, PERIOD)
    party = ""
    for words in (PARTY, GETS, OWNER):
        if not party:
            head, party = _taken(head, words)
    said = "".join(f" per {name}" for name in (party, period) if name)
    return f"{_behind(head, said)}{tail}"


def _taken(head: str, words: re.Pattern[str]) -> tuple[str, str]:
    """The text without what is found, and its name; both as they stand where there is none or a second one."""
    found = list(words.finditer(head))
    if len(found) != 1:
        return head, ""
    return f"{head[: found[0].start()]}{head[found[0].end() :]}", found[0]["name"].casefold()


def _behind(head: str, said: str) -> str:
    sums = list(MONEY.finditer(head))
    at = sums[0].end() if len(sums) == 1 else len(head)
    return f"{head[:at]}{said}{head[at:]}"
