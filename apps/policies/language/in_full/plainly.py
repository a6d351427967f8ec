"""Other ways to say who signs, who asked, and who is told, in words that the grammar knows."""

from apps.policies.language.in_full.said import Said
from apps.policies.language.in_full.wording import reworded

SORTS = ("frames", "led", "who signs", "asked for", "told")


def plainly(said: Said) -> tuple[str, ...]:
    """The sentence in those words; what stands in quotes is as it is said."""
    text = said.text
    for sort in () if '"' in text else SORTS:
        text = reworded(text, sort)
    return (text,) if text != said.text else ()
