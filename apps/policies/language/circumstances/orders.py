"""Orders of words around a circumstance that part it from what it belongs to, in the plain one."""

import re
from collections.abc import Callable

Found = re.Match[str]
WORD = r"(?:the )?(?:words?|phrases?|terms?|names?|expressions?)"
TEXT = r"(?:the|its|their|any) (?:text|body|subject|subject line|message|wording|contents?)"
NEVER = r"(?:must|may|shall|should|can)(?: not| never)|cannot|can't|mustn't"


def _for_the_first_time(found: Found) -> str:
    """`the first time a refund is issued for a customer, Finance approves it`: of a refund for them the first time."""
    such, then = f"{found['what']} {found['to']} for the first time", found["then"]
    if then.startswith(("it ", "they ", "this ")):
        return f"{such} {then.partition(' ')[2]}"
    return f"for {such}, {re.sub(' (?:it|this|that)$', '', then)}"


def _order(words: str, told: str | Callable[[Found], str]) -> tuple[re.Pattern[str], str | Callable[[Found], str]]:
    return re.compile(words, re.IGNORECASE), told


ORDERS = (
    _order(r"^(?P<what>[^,;]+?) (?:means|implies|has the effect) that (?P<then>.+)$", r"with \g<what>, \g<then>"),
    _order(
        r"^(?:on )?the (?:very )?first time (?:that |when )?(?P<what>(?:an? |any |the )?[\w -]+?) "
        r"(?:(?:is|are|gets?) [\w-]+|goe?s?(?: out)?) (?P<to>(?:to|for|from|by|with) [^,]+?), (?P<then>.+)$",
        _for_the_first_time,
    ),
    _order(
        r"^only (?P<so>(?:if|when|with|after|once|while|where|without|during|on|at|for|to) .+?) (?P<may>may|can) "
        r"(?P<what>.+?) be (?P<done>.+)$",
        r"\g<what> \g<may> be \g<done> only \g<so>",
    ),
    _order(
        rf"^(?P<words>{WORD} \"[^\"]+\"(?:,? or \"[^\"]+\")*) (?P<never>{NEVER}) "
        r"(?:occur|appear|be used|be mentioned|stand|be contained) in (?P<what>[^,;]+)$",
        r"\g<what> \g<never> contain \g<words>",
    ),
    _order(rf"(?P<never>{NEVER}) (?:contain|include|mention|have) (?P<what>[^,;]+?) in {TEXT}$",
           r"\g<never> contain \g<what>"),
)  # fmt: skip


def in_plain_order(text: str) -> str:
    for words, told in ORDERS:
        text = words.sub(told, text)
    return text
