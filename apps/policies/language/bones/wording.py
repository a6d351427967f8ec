"""Other words for a condition, in those that the grammar knows."""

import re

SAME = tuple(
    (re.compile(words, re.IGNORECASE), said)
    for words, said in (
        (r"^of (?:the )?(?:kind|type|sort|category) (?=\w)", "of "),
        ((r"\b(?:longer|deeper|higher|greater|larger|bigger|heavier|older) than (?=(?:[$€£]|\d|one|two|three|half|"
         r"net))"), "more than "),
        (r"\b(?:shorter|lower|smaller|lighter) than (?=(?:[$€£]|\d|one|two|three|half|net))", "less than "),
        ((r"^(\d+|\w+) (hours?|days?|weeks?|months?|years?) (?:have passed |has passed )?(?:after|from|"
         r"since) (?:the )?([\w' -]+)$"),
         r'the age of "\3" is at least \1 \2'),
        ((r"^(?:at|on|upon) (?:the )?(?:written |express |explicit )?request (?:of|by|"
         r"from) (.+)$"), r'if it was asked for by "\1"'),
        ((r"^(if|when|where|once)? ?(?:an? |the )?(.+?) (?:has|have|had)? ?(?:asked for|requested) (?:it|this|them|"
         r"that)$"),
         r'\1 it was asked for by "\2"'),
    )
)  # fmt: skip


def worded(text: str) -> str:
    """In words that the grammar knows."""
    for words, said in SAME:
        text = words.sub(said, text)
    return text.strip()
