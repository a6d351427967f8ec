"""Several doings of one thing, each said of it: closing or reopening a ticket, the creation and removal of a tag."""

import re

from apps.policies.inflect import gerund
from apps.policies.language.in_full.said import Said
from apps.policies.language.verbs import names_a_doing

OF_SOMETHING = (
    "close reopen archive activate deactivate reactivate enable disable cancel replace assign reassign restart reboot "
    "release restore publish forward escalate terminate suspend revoke"
).split()
DOING = rf"(?:{'|'.join(OF_SOMETHING)})"
DOINGS = rf"(?:{'|'.join(map(gerund, OF_SOMETHING))})"
MAY = r"(?P<lead>.*?\b(?:may|can|not|never|don't|cannot) )"
LEAD = r"(?P<lead>(?:(?:if|when|for|on|in|at|during|outside|within|after|before|until|while|once)\b[^,;.]*, )?)"
STOPS = r"(?:and|or|needs?|requires?|must|may|can|is|are|without|unless|if|when|only|with)"
DET = r"(?:(?:an?|the|any|every|each) )?"
WHAT = rf"(?P<what>(?:(?!{STOPS}\b)[\w'-]+ ?){{1,6}}?)"
THEN = (
    r"(?P<then> (?:needs?|requires?|must|may|can|is|are|without|unless|until|if|when|only|with|automatically|freely)\b"
    r".*|\.?)$"
)
VERBS = re.compile(
    rf"^{MAY}(?P<each>(?:{DOING}|{DOING}(?:, [a-z-]+)*),? (?:and|or) [a-z-]+) "
    rf"{WHAT}{THEN}",
    re.IGNORECASE,
)
GERUNDS = re.compile(
    rf"^{LEAD}(?P<each>(?:{DOINGS}|{DOINGS}(?:, [a-z-]+ing)*),? (?:and|or) [a-z-]+ing) {WHAT}{THEN}",
    re.IGNORECASE,
)
NOUNS = re.compile(
    rf"^{LEAD}(?:both )?(?P<each>{DET}[a-z-]+(?:, {DET}[a-z-]+)*,? (?:and|or) {DET}[a-z-]+) of {WHAT}{THEN}",
    re.IGNORECASE,
)
JOINED = re.compile(r"(,? (?:and|or) |, )")


def each_of_it(said: Said) -> tuple[str, ...]:
    """The sentence with the thing behind each of the doings; nothing where one of them is no doing."""
    if '"' in said.text:
        return ()
    for words, of in ((VERBS, " "), (GERUNDS, " "), (NOUNS, " of ")):
        found = words.match(said.text)
        if not found:
            continue
        doings = JOINED.split(found["each"])
        if words is NOUNS and not all(_is_noun(doing.split(" ")[-1]) for doing in doings[::2]):
            continue
        each = "".join(f"{part}{of}{found['what']}" if at % 2 == 0 else part for at, part in enumerate(doings))
        return (f"{found['lead']}{each}{found['then']}",)
    return ()


def _is_noun(word: str) -> bool:
    return names_a_doing(word) and not word.endswith("ing")
