"""Text from outside, made safe to look at: what cannot be seen is named, what deceives the eye is flagged.

Pure: text in, pieces and flags out. The template tag `hostile` draws them.
"""

import re
import unicodedata
from dataclasses import dataclass

BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
HIDDEN = frozenset({"Cf", "Cc", "Co", "Cn", "Cs", "Zl", "Zp"})
PLAIN_BREAKS = frozenset("\n\t")
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
TOGETHER = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"})
SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "HEBREW", "ARABIC", "DEVANAGARI", "THAI",
                     "GEORGIAN", "COPTIC", "LISU", "MATHEMATICAL"}) | TOGETHER  # fmt: skip

WORD = re.compile(r"\w+")
HOST = re.compile(r"(?:https?://|@)([^\s/:?#<>\"']+)", re.IGNORECASE)
BLANKS = re.compile(r"[^\S\n]{40,}")
MARKS = 4


@dataclass(frozen=True)
class Piece:
    """A stretch of text as it stands, or one character that has to be named."""

    text: str
    code: str = ""  # "U+202E"
    name: str = ""  # "right-to-left override"


@dataclass(frozen=True)
class Inspected:
    pieces: tuple[Piece, ...]
    flags: tuple[str, ...]


def inspect(text: str) -> Inspected:
    """The text in pieces, and a sentence for each way in which it could deceive."""
    pieces = _pieces(text)
    return Inspected(pieces, tuple(_flags(text, pieces)))


def _pieces(text: str) -> tuple[Piece, ...]:
    found: list[Piece] = []
    plain: list[str] = []
    for character in text:
        if not _is_hidden(character):
            plain.append(character)
            continue
        if plain:
            found.append(Piece("".join(plain)))
            plain = []
        found.append(_named(character))
    if plain:
        found.append(Piece("".join(plain)))
    return tuple(found)


def _is_hidden(character: str) -> bool:
    if character in PLAIN_BREAKS:
        return False
    return unicodedata.category(character) in HIDDEN or character in BLANK_LETTERS or _is_selector(character)


def _is_selector(character: str) -> bool:
    point = ord(character)
    return 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF or 0x180B <= point <= 0x180F


def _named(character: str) -> Piece:
    name = unicodedata.name(character, "control or unassigned character").lower()
    return Piece(character, f"U+{ord(character):04X}", name)


def _flags(text: str, pieces: tuple[Piece, ...]) -> list[str]:
    hidden = [piece.text for piece in pieces if piece.code]
    tests = (
        (any(character in BIDI for character in hidden), "Direction marks can turn this text around."),
        (any(character not in BIDI for character in hidden), "Holds characters that cannot be seen."),
        (_looks_alike(text), "Holds characters that only look like ordinary ones."),
        (any(_is_mixed(word) for word in WORD.findall(text)), "Mixes alphabets within one word."),
        (any(not host.isascii() for host in HOST.findall(text)), "An address is not written in plain letters."),
        (_floods(text), "Marks are piled on one letter."),
        (bool(BLANKS.search(text)), "A long row of blanks may hide what follows."),
    )
    return [sentence for holds, sentence in tests if holds]


def _looks_alike(text: str) -> bool:
    """NFKC folds full-width, circled and mathematical letters; blanks and hidden characters have flags of their own."""
    seen = "".join(c for c in text if not _is_hidden(c) and not c.isspace())
    composed = unicodedata.normalize("NFC", seen)
    return unicodedata.normalize("NFKC", composed) != composed


def _is_mixed(word: str) -> bool:
    scripts = {_script(character) for character in word if character.isalpha()} - {""}
    return len(scripts) > 1 and not scripts <= TOGETHER


def _script(character: str) -> str:
    first = unicodedata.name(character, "").partition(" ")[0]
    return first if first in SCRIPTS else ""


def _floods(text: str) -> bool:
    row = 0
    for character in unicodedata.normalize("NFD", text):
        row = row + 1 if unicodedata.combining(character) else 0
        if row >= MARKS:
            return True
    return False
