"""Where a sentence parts: before it the conditions that lead, in its middle what shall happen, behind it the rest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.policies.language.bones.conditions import NAMING
from apps.policies.language.bones.consent import handed_over
from apps.policies.language.bones.framed import framed
from apps.policies.language.bones.pivots import PIVOTS, Bones
from apps.policies.language.lexicon import Lexicon
from apps.policies.rule import Effect

LEADS = re.compile(
    r"(?:if|when|whenever|where|wherever|as long as|so long as|once|while|during|outside|unless|for|in case|"
    r"in the case of|"
    r"without|between|from|on|in|within|until|after|before|at)\b", re.IGNORECASE
)  # fmt: skip
TAILS = re.compile(
    r"[,;]? (?P<how>(?:this|it|that) does not apply (?:to|for|if|when)|unless|except (?:if|when|where|in case)|"
    r"except(?: for| in| on| to| by| with)?|other than|apart from|excluding|with the exception of|if|when|whenever|"
    r"where|as long as|so long as|provided(?: that)?|on condition that|once|while|until|in case) (?P<what>.+)$",
    re.IGNORECASE,
)
EXCEPTIONS = ("unless", "until", *NAMING)


@dataclass(frozen=True)
class Piece:
    """One condition in words; `so` is false for an exception."""

    text: str
    so: bool = True
    lead: str = ""  # the word that it stands behind


def parted(text: str, lexicon: Lexicon | None = None) -> Iterator[tuple[Bones, tuple[Piece, ...]]]:
    """Each way in which a pivot parts a sentence, and the conditions before and behind."""
    for lead, main in _led(text):
        for core, tails in _tailed(main):
            effects: set[Effect] = set()
            yield from ((bones, (*lead, *tails)) for bones in (framed(core, lexicon) if lexicon else ()))
            for pivot in PIVOTS:
                if (bones := pivot.found(core)) and (bones.effect is not Effect.AUTO or effects <= {Effect.AUTO}):
                    effects.add(bones.effect)
                    yield bones, (*lead, *tails)
            yield from ((bones, (*lead, *tails)) for bones in handed_over(core) if not effects)


def _led(text: str) -> Iterator[tuple[tuple[Piece, ...], str]]:
    yield (), text
    if word := LEADS.match(text):
        for comma in re.finditer(r", ", text):
            said = text[word.end() : comma.start()].strip()
            how = word.group().casefold()
            yield (Piece(said, so=not how.startswith(EXCEPTIONS), lead=how),), text[comma.end() :]


def _tailed(text: str) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """The core, and the condition behind it; the exception of a condition belongs to it."""
    yield text, ()
    for found in list(TAILS.finditer(text))[:1]:
        how = found["how"].casefold()
        if text[: found.start()].casefold().endswith((" only", "only")):
            continue
        yield text[: found.start()].rstrip(","), (Piece(found["what"], so=not how.startswith(EXCEPTIONS), lead=how),)
