"""What a sentence speaks of, as later ones lean on it: its things, and what is done to them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from apps.policies.inflect import gerund, plural, singular
from apps.policies.language.bones.clause import parted
from apps.policies.language.verbs import verb_of
from apps.policies.rule import Effect

PRONOUN = re.compile(
    r"(?:it|they|them|this|these|those|that|one|ones|anything|everything|nothing|such)\b", re.IGNORECASE
)
NO_DOING = frozenset("allowed permitted approved signed forbidden prohibited needed required told informed".split())
NARROWS = re.compile(
    r" (?:of|for|to|from|in|on|at|with|without|by|over|above|below|under|between|exceeding|worth|older|younger|"
    r"that|which|who|whose|up|more|less|labelled|marked|tagged|outside|inside|during|containing|concerning)\b|, ",
    re.IGNORECASE,
)
DETERMINER = re.compile(r"^(?:an?|the|any|all|every|each|no|some) ", re.IGNORECASE)


class Antecedent(NamedTuple):
    text: str  # the whole sentence
    what: str  # as it stands there: "a file labelled confidential"
    verb: str  # "share", or nothing where the things are what is done
    effect: Effect

    @property
    def thing(self) -> str:
        """`file`: without its determiner and what narrows it behind."""
        return NARROWS.split(DETERMINER.sub("", self.what), maxsplit=1)[0]

    @property
    def head(self) -> str:
        return self.thing.split(" ")[-1]

    @property
    def done(self) -> str:
        """`sharing a file labelled confidential`"""
        return f"{gerund(self.verb)} {self.what}" if self.verb else self.what

    def again(self, what: str) -> str:
        """The whole sentence about something else; nothing where that cannot be put in its place."""
        begin = self.text.casefold().find(self.what.casefold())
        return f"{self.text[:begin]}{what}{self.text[begin + len(self.what) :]}" if begin >= 0 else ""

    def names(self, noun: str) -> bool:
        return singular(noun.casefold()) == singular(self.head.casefold())

    def several(self) -> str:
        return self.head if self.head != singular(self.head) else plural(self.head)


def antecedents(text: str) -> Iterator[Antecedent]:
    """Each thing that the sentence may speak of, the likeliest first."""
    seen: set[str] = set()
    for bones, _ in reversed(list(parted(text))):
        if PRONOUN.match(bones.what) or bones.what.casefold() in seen or not bones.what:
            continue
        seen.add(bones.what.casefold())
        done = bones.done if bones.done not in NO_DOING else ""
        yield Antecedent(text, bones.what, verb_of(done) if done else bones.verb, bones.effect)
