"""Whether words of one's own can stand in a rule as they are said."""

from apps.policies.language.open_deeds import JOINS, NAMES_IN_LY

WITHIN = frozenset("a an the of in on for to with by at from into via through under off out up down back".split())
JOINING = JOINS - WITHIN
IN_LY = NAMES_IN_LY | frozenset("daily weekly monthly quarterly yearly early".split())
BESIDES = frozenset(
    "well really truly please everybody everyone somebody someone anybody anyone agrees agree somehow anyhow things "
    "thing stuff anything everything something nothing one ones two three four five six seven eight nine ten".split()
)


def own(text: str) -> bool:
    """None of the words joins, compares, turns or judges: each such word would be lost in a name."""
    said = text.casefold().replace("'s", "").split()
    return bool(said) and '"' not in text and not any(map(_joins, said))


def _joins(word: str) -> bool:
    return word in JOINING or word in BESIDES or (word.endswith("ly") and word not in IN_LY)
