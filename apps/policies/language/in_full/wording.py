"""Parts of sentences that the wordings of effects and limits share, and how one is said for another."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

MODAL = r"(?:must|should|shall|will|ought to|has to|have to|needs? to|is to|are to)(?: always| first| also)?"
BE = rf"(?:{MODAL} be|is|are|gets?)"
CONSENT = (
    r"(?:approval|consent|sign-?off|permission|authori[sz]ation|agreement|blessing|okay|ok|go-ahead|clearance|"
    r"endorsement|assent|confirmation|concurrence|signature|green light|review)"
)
DECISION = r"(?:decision|determination|consideration|assessment|evaluation|adjudication|authori[sz]ation|clearance|vetting)"
AGREE = r"(?:approves?|signs? off(?: on)?|consents?(?: to)?|agrees?(?: to)?|authori[sz]es?|confirms?|okays?)"
SOMEBODY = r"(?P<who>(?!(?:it|they|this|that|agents?|the agent|the bot) )[\w'&/-]+(?: [\w'&/-]+){0,6}?)"
WHATEVER = r"(?P<what>[^,;:.]+?)"
ENDS = r"(?=\.?$)"
Orders: TypeAlias = Iterable[tuple[re.Pattern[str], str]]


def orders(*said: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(words, re.IGNORECASE), order) for words, order in said)


def reworded(text: str, known: Orders) -> str:
    """The text with each of these said in the other way, one after the other."""
    for words, order in known:
        text = words.sub(lambda found, order=order: order.format(**dict(_parts(found))), text)  # type: ignore[misc]
    return text


def _parts(found: re.Match[str]) -> Iterator[tuple[str, str]]:
    """What stands in the text; the thing that it begins with, as it stands within."""
    for name, part in found.groupdict(default="").items():
        begins = name.startswith("what") and found.start(name) == 0 and part[1:2].islower()
        yield name, part[:1].lower() + part[1:] if begins else part
