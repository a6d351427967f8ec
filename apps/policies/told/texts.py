"""Tests of the outgoing text: what can be recognised in it by its form alone."""

import re

from apps.policies.rule import Finds, Says
from apps.policies.told.asked import Asked, Told, known

FORMS = {
    "links": re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|net|org|io|example|dev|app|co|ly|me)\b(?!@)", re.IGNORECASE),
    "codes": re.compile(r"\b\d{4,8}\b|\b[A-Z0-9]{3,}-[A-Z0-9]{3,}\b"),
    "identity numbers": re.compile(
        r"\b\d{3}-\d{2}-\d{4}\b|\b\d{6}[- ]?\d{4}\b|\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b|\b\d{8}-?\d{4}\b"
    ),
    "bank details": re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b|\b\d{2}-\d{2}-\d{2}\b"),
    "secrets": re.compile(
        r"\b(?:sk|pk|rk)_(?:live|test)_\w+|\bAKIA[A-Z0-9]{16}\b|\bgh[pousr]_\w{20,}|\bxox[abpr]-[\w-]+"
        r"|-----BEGIN [A-Z ]*PRIVATE KEY"
        r"|\beyJ[\w-]{10,}\.[\w-]+\."
        r"|\b(?:password|passcode|passwd|pwd|secret|api[_ -]?key|token)(?:\s*[:=]|\s+is\b)\s*\S+",
        re.IGNORECASE,
    ),
}  # fmt: skip
CARD = re.compile(r"\b(?:\d[ -]?){13,19}\b")


def finds(test: Finds, asked: Asked) -> Told:
    text = asked.around.text
    return Told.UNKNOWN if text is None else known(any(_found(what, text) for what in test.what))


def says(test: Says, asked: Asked) -> Told:
    text = asked.around.text
    return Told.UNKNOWN if text is None else known(any(each.casefold() in text.casefold() for each in test.texts))


def _found(what: str, text: str) -> bool:
    if what == "card numbers":
        return any(_luhn(re.sub(r"\D", "", match.group())) for match in CARD.finditer(text))
    return bool(FORMS[what].search(text))


def _luhn(digits: str) -> bool:
    doubled = (int(d) * 2 if at % 2 else int(d) for at, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
