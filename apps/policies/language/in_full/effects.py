"""Other words for must, may and never: is contingent on, is entitled to, will be rejected."""

import re

from apps.policies.language.in_full.said import Said
from apps.policies.language.in_full.wording import reworded

NEGATIVE = re.compile(
    r"\b(?:not|never|cannot|nobody|none|nothing|forbidden|prohibited|unless|only|except)\b|n't\b"
    r"|\bno (?!more|questions|further|prior|additional|approval|later|less)",
    re.IGNORECASE,
)


def in_known_words(said: Said) -> tuple[str, ...]:
    """The sentence with the words of effect that the grammar knows; what lets, only where nothing is denied."""
    if '"' in said.text:
        return ()
    text = reworded(reworded(reworded(said.text, "void"), "deny"), "ask")
    text = text if NEGATIVE.search(text) else reworded(text, "let")
    return (text,) if text != said.text else ()
