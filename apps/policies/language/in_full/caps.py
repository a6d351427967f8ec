"""Limits as headlines and matrices word them: maximum refund per customer: $500; a customer may receive two a year."""

import re

from apps.policies.language.in_full.gathered import gathered
from apps.policies.language.in_full.said import Said
from apps.policies.language.in_full.wording import reworded

PERIODLY = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annual": "year",
}
OFTEN = re.compile(rf" per ({'|'.join(PERIODLY)})\b", re.IGNORECASE)
CAPPED = re.compile(
    r"\b(?:exceed\w*|more than|at most|up to|limited to|capped at|max|maximum|over|above|beyond|in excess of)\b",
    re.IGNORECASE,
)


def as_limits(said: Said) -> tuple[str, ...]:
    """The sentence with its limit said as the grammar knows it."""
    if '"' in said.text:
        return ()
    text = said.text
    for sort in ("totals", "compared", "parties", "leads"):
        text = reworded(text, sort)
    text = gathered(text) if CAPPED.search(text) else text
    text = reworded(text, "caps")
    text = OFTEN.sub(lambda found: f" per {PERIODLY[found[1].casefold()]}", text)
    return (text,) if text != said.text else ()
