"""Words that say nothing of their own: at any time, by the agent itself, always."""

import re

from apps.policies.language.in_full.said import Said
from apps.policies.language.words import WORDS

SAID_BESIDES = sorted({*WORDS["ASIDE"], *WORDS["NO_MATTER"]} - {"ever"}, key=len, reverse=True)
SAYING_NOTHING = "|".join(map(re.escape, SAID_BESIDES))
ASIDE = re.compile(rf"""("[^"]*")|,?\s*(?<![\w-])(?:{SAYING_NOTHING})(?![\w-])(?:,(?= ))?""", re.IGNORECASE)
LAST = re.compile(r",?\s+first(?=\.?\s*$)", re.IGNORECASE)


def without_asides(said: Said) -> tuple[str, ...]:
    bare = LAST.sub("", ASIDE.sub(lambda found: found[1] or "", said.text)).strip()
    return (bare,) if bare != said.text and bare.strip(".") else ()
