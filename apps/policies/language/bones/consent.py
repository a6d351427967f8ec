"""Who has to agree to what, however it is put: is a matter for the owner to approve, takes a lead, is up to Legal.

All words beside what is done and who signs are of one closed list, with one at least that hands the word to somebody.
"""

import re
from collections.abc import Iterator

from apps.policies.language.bones.pivots import Bones
from apps.policies.language.in_full.said import within
from apps.policies.language.open_names import BEFORE_HEADS, HEADS
from apps.policies.language.turning import NO
from apps.policies.language.words import WORDS
from apps.policies.rule import Effect

GLUE = frozenset(
    "is are be being gets get has have must shall needs need to requires require takes take goes go comes come passes "
    "sent submitted referred routed escalated handed put brought left up a an the matter question call for by from of "
    "with on approval approvals consent sign-off signoff signature permission authorisation authorization agreement "
    "go-ahead decision approved signed off reviewed authorised authorized agreed decided confirmed approve sign agree "
    "authorise authorize decide confirm obtain obtained given granted needed required necessary it them this these "
    "first always beforehand in hands rests rest lies lie say-so".split()
)
HANDS_OVER = re.compile(
    r"\b(?:approv\w+|sign(?:ed|-?off|ature)?|consent|permission|authori[sz]\w+|agree\w*|go-ahead|decision|decided?|"
    r"say-so|(?:is|are) up to|takes?|needs?|requires?|"
    r"(?:goe?s?|sent|submitted|referred|routed|escalated|handed|left|comes?) to|"
    r"(?:matter|question|call|decision) for|(?:rests?|lies?) with|in the hands of)\b",
    re.IGNORECASE,
)
THEM = frozenset("it they this these that those which who he she we you nobody everything".split())
PEOPLE = HEADS | frozenset(WORDS["MEMBER"]) | frozenset({"people", "person"})
BESIDES = BEFORE_HEADS | frozenset(
    "the a an one two three four five both each either at least another different and or of from in then".split()
)
AGREEMENT = re.compile(
    r"^(?:the |an? |any )?(?:approval|sign-?off|consent|decision|signature|permission)s? (?:on|of|for|over|about) ",
    re.IGNORECASE,
)


def handed_over(text: str) -> Iterator[Bones]:
    """Each way in which a sentence says nothing but that somebody has to agree to something."""
    if re.search(NO, text, re.IGNORECASE) or re.search(r"[;:]|,(?!\d)", text):
        return
    words = text.split()
    for begin in range(1, len(words)):
        end = _glued(words, begin)
        if end == len(words) or not HANDS_OVER.search(" ".join(words[begin:end])):
            continue
        behind = next(at for at in range(len(words), end, -1) if not _glue(words[at - 1]))
        what, who = " ".join(words[:begin]), " ".join(words[end:behind])
        if not _glue(words[begin - 1]) and words[0].casefold() not in THEM and _somebody(who):
            yield Bones(Effect.ASK, within(AGREEMENT.sub("", what)), signers=who.removesuffix("'s"))


def _glued(words: list[str], at: int) -> int:
    """Where the glue that begins here ends."""
    while at < len(words) and _glue(words[at]):
        at += 1
    return at


def _glue(word: str) -> bool:
    return word.casefold() in GLUE


def _somebody(who: str) -> bool:
    """Whether all of it is names and words for people, and its last word one of them."""
    words = who.removesuffix("'s").split()
    called = [word[:1].isupper() or word.casefold() in PEOPLE for word in words]
    return (
        bool(words)
        and called[-1]
        and all(so or word.isdigit() or word.casefold() in BESIDES for so, word in zip(called, words, strict=True))
    )
