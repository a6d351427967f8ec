"""When a text holds a value. Two readings: *surely*, for what loosens, and generously, for what tightens.

Numbers are compared as numbers (1,000.00 is 1000), addresses without regard to case (a plus-tag is part of an address),
everything else as words with their boundaries. What cannot be seen is left out of account where that tightens.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

NUMBER = re.compile(r"[-+]?\d(?:[\d.,'\u00a0\u202f ]*\d)?")
PADDED = re.compile(r"0\d")  # 00048213 is a name made of digits, not a number
IN_TEXT = re.compile(r"(?<![\w.,])(?<!\w-)\d(?:[\d.,'\u00a0\u202f]*\d)?(?![\w])")
CURRENCY = re.compile(r"(?:[$€£¥]|\b(?:USD|EUR|GBP|CHF|SEK|NOK|DKK|JPY|kr)\.?)\s*$", re.IGNORECASE)
AFTER = re.compile(r"^\s*(?:[$€£¥%]|(?:USD|EUR|GBP|CHF|SEK|NOK|DKK|JPY|kr|dollars?|euros?|pounds?)\b)", re.IGNORECASE)
LINK = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>\"']+", re.IGNORECASE)
ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b")  # as an IBAN is written
IDENTITY = re.compile(r"\b\d{3}-\d{2}-\d{4}\b|\b\d{6}[-+]\d{4}\b")  # as social security numbers are written
CARD = re.compile(r"\b\d(?:[ -]?\d){12,18}\b")
CODE = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])\w{5,}\b|\b[A-Za-z]{1,5}-\d{3,}\b|\b\d{6,}\b")
CARRIED = (LINK, ADDRESS, ACCOUNT, IDENTITY, CARD, CODE)
NEVER_WAIVED = (LINK, ACCOUNT, IDENTITY, CARD)
SMALL = 10  # a number below it says nothing by itself


def holds(text: str, value: str, *, surely: bool) -> bool:
    """Whether the text holds the value: as a number where it is one, else as words."""
    bare = value.strip()
    if not NUMBER.fullmatch(bare) or PADDED.match(bare):
        return _holds_words(text, value, surely=surely)
    return _holds_number(text, bare, surely=surely) or (not surely and _holds_words(text, value, surely=False))


def carried(text: str) -> tuple[str, ...]:
    """What stands in a text that somebody could act on: links, addresses, accounts, identity numbers, codes."""
    found: list[str] = []
    rest = text
    for kind in CARRIED:
        found += (one.group().rstrip(".,;:!?)") for one in kind.finditer(rest))
        rest = kind.sub(" ", rest)
    return tuple(dict.fromkeys(found))


def spelled(value: str) -> re.Pattern[str]:
    """The value as it may stand in a text that holds it: any blanks, any case."""
    return re.compile(r"\s+".join(map(re.escape, value.split())) or r"(?!)", re.IGNORECASE)


def is_link(value: object) -> bool:
    return isinstance(value, str) and LINK.fullmatch(value.strip()) is not None


def never_waived(value: str) -> bool:
    """Links, accounts, identity and card numbers: that somebody typed or stored them too waives nothing."""
    return any(kind.search(value) for kind in NEVER_WAIVED)


def _holds_words(text: str, value: str, *, surely: bool) -> bool:
    form = strict if surely else loose
    wanted = form(value)
    if not wanted or wanted not in (inside := form(text)):
        return False
    return re.search(rf"(?<![\w@%+])(?<!\w[.\-]){re.escape(wanted)}(?![\w@%])(?![.+\-]\w)", inside) is not None


def strict(text: str) -> str:
    """One blank between words. Case counts where digits make it a code, unless it is an address."""
    return " ".join(word if _is_code(word) else word.casefold() for word in text.split())


@lru_cache(maxsize=512)
def loose(text: str) -> str:
    """Compatible letters made one, what cannot be seen left out, no case, one blank between words."""
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(letter for letter in plain if unicodedata.category(letter) not in ("Cf", "Cc") or letter.isspace())
    return " ".join(seen.casefold().split())


def _is_code(word: str) -> bool:
    return any(letter.isdigit() for letter in word) and "@" not in word


def _holds_number(text: str, value: str, *, surely: bool) -> bool:
    wanted = readings(value)
    return any(_same(wanted, near, number, surely=surely) for number, near in numbers(text))


def _same(wanted: frozenset[Decimal], near: bool, number: str, *, surely: bool) -> bool:
    """Surely: one reading on both sides, and no small number that no currency stands beside."""
    read = readings(number)
    if not surely:
        return bool(wanted & read)
    return len(read) == 1 and read == wanted and (near or any(abs(one) >= SMALL for one in read))


def numbers(text: str) -> Iterator[tuple[str, bool]]:
    """The numbers of a text, and whether a currency stands beside each."""
    for found in IN_TEXT.finditer(text):
        before, after = text[max(0, found.start() - 8) : found.start()], text[found.end() : found.end() + 10]
        alone = not text.replace(found.group(), "", 1).strip()  # the whole value of a field
        yield found.group(), alone or bool(CURRENCY.search(before) or AFTER.search(after))


@lru_cache(maxsize=4096)
def readings(number: str) -> frozenset[Decimal]:
    """What a written number may mean: 1,000.00 is 1000; 1.000 may be one, or a thousand."""
    bare = re.sub(r"['\u00a0\u202f ]", "", number)
    if bare.count(",") and bare.count("."):
        decimal = max(",.", key=bare.rfind)
        return _read(bare.replace(",.".replace(decimal, ""), "").replace(decimal, "."))
    for mark in ",.":
        if bare.count(mark) > 1:
            return _read(bare.replace(mark, ""))
        if mark in bare:
            whole, _, part = bare.partition(mark)
            grouped = len(part) == 3 and whole.lstrip("+-") not in ("", "0")
            if mark == "," and grouped:
                return _read(bare.replace(",", ""))
            if grouped:
                return _read(bare) | _read(bare.replace(".", ""))
            return _read(bare.replace(",", "."))
    return _read(bare)


def _read(bare: str) -> frozenset[Decimal]:
    return frozenset((Decimal(bare).normalize(),))
