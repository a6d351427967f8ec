"""A text of several sentences, each said in full by itself where it has no meaning as it stands."""

import re
from contextlib import suppress

from apps.policies.language.errors import NotUnderstood
from apps.policies.language.in_full import in_full
from apps.policies.language.lexicon import Lexicon
from apps.policies.language.parser import Stuck
from apps.policies.language.reading import read, read_openly

NO_END = r"(?<![.\s]\w)(?<!\bArt)(?<!\bNo)(?<!\bmax)(?<!\bmin)(?<!\bincl)"  # what ends in a full stop and no sentence
ENDS = re.compile(rf"""{NO_END}[.;]\s+(?=["“(]?[A-Z#\d])""")
MOST = 4


def each_in_full(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The sentences in a row; nothing where there is only one, or none can be said more fully."""
    parts = [part.strip() for part in ENDS.split(text.strip().rstrip("."))]
    if not 1 < len(parts) <= MOST:
        return ()
    said = [_in_full(part, lexicon) for part in parts]
    return ("; ".join(said),) if said != parts else ()


def _in_full(part: str, lexicon: Lexicon) -> str:
    """What is read of it first; itself where nothing is, for it may lean on the sentence before."""
    ways = [part, *in_full(part, lexicon)]
    for fuller in ways:
        with suppress(Stuck, NotUnderstood):
            read(fuller, lexicon)
            return fuller
    return next((fuller for fuller in ways if read_openly(fuller, lexicon)), part)
