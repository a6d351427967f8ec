"""Words that say nothing of their own: at any time, by the agent itself, always."""

import re

from apps.policies.language.in_full.said import Said
from apps.policies.language.words import WORDS

SAID_BESIDES = sorted({*WORDS["ASIDE"], *WORDS["NO_MATTER"]} - {"ever"}, key=len, reverse=True)
SAYING_NOTHING = "|".join(map(re.escape, SAID_BESIDES))
GOES_ON = r"(?![\w'-])(?! (?:asked|acting|working|used|run|of|for|in|from|on|with|that|who|which|other|named|called)\b)"
ASIDE = re.compile(rf"""("[^"]*")|,?\s*(?<![\w-])(?:{SAYING_NOTHING}){GOES_ON}(?:,(?= ))?""", re.IGNORECASE)
OF_WHATEVER = re.compile(
    r",? (?:whatever|regardless of|irrespective of|no matter|independent(?:ly)? of) (?:the|their|its|your|his|her) "
    r"[a-z]+(?: [a-z]+)?(?: [a-z]+)?(?=[.;,]|$)"
)
LAST = re.compile(r",?\s+first(?=\.?\s*$)", re.IGNORECASE)
NOT_ALWAYS = re.compile(
    r"\b(?:not|no|need not|without)\b.*\b(?:always|every|all)\b|n't\b.*\b(?:always|every|all)\b", re.IGNORECASE
)


def without_asides(said: Said) -> tuple[str, ...]:
    """The sentence without them; "not always" is more than an aside."""
    if NOT_ALWAYS.search(said.text):
        return ()
    text = said.text if '"' in said.text else OF_WHATEVER.sub("", said.text)
    bare = LAST.sub("", ASIDE.sub(lambda found: found[1] or "", text)).strip()
    return (bare,) if bare != said.text and bare.strip(".") else ()
