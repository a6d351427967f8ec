"""Text → tokens: the longest phrase wins, and every character is accounted for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lark import Token

from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexicon import WORD, Lexicon, Meanings
from apps.policies.language.words import ARTICLES

LONGEST_TEXT = 1000
PIECE = re.compile(rf"""\s*(?P<piece>"[^"]*"|\d[\d,.]*\d|\d|us\$|{WORD}|\S)""", re.IGNORECASE)
NUMBER = re.compile(r"(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
STRAIGHT = str.maketrans("“”„’‘\u00a0\u202f", '"""\'\'  ')


class Kinds(str):
    """A token's type that equals each terminal it can be: the parser tries them all, the tree says which it was."""

    __slots__ = ("terminals",)
    terminals: frozenset[str]

    def __new__(cls, meanings: Meanings) -> "Kinds":
        kinds = super().__new__(cls, "|".join(sorted(meanings)) or "UNKNOWN")
        kinds.terminals = frozenset(meanings)
        return kinds

    def __eq__(self, other: object) -> bool:
        return other in self.terminals

    __hash__ = str.__hash__


@dataclass(frozen=True)
class Piece:
    start: int
    end: int
    text: str


class Spoken(Token):
    """A token that remembers all that its phrase can mean, and where it stood."""

    meanings: Meanings
    piece: Piece

    def meaning(self, terminal: str) -> object:
        return self.meanings[terminal]


def tokens(text: str, lexicon: Lexicon) -> list[Spoken]:
    """The tokens of a text. A word that nothing knows becomes a token of no kind, which no sentence accepts."""
    pieces = list(_pieces(text))
    found: list[Spoken] = []
    at = 0
    while at < len(pieces):
        token, used = _longest(pieces[at:], lexicon)
        found.append(token)
        at += used
    return found


def straight(text: str) -> str:
    """The text with plain quotes and spaces, each character where it was. Refuses what a reader cannot see."""
    plain = text.translate(STRAIGHT)
    for at, letter in enumerate(plain):
        if not letter.isprintable() and letter not in "\t\n\r":
            raise NotUnderstood("There is an invisible character here; delete it.", pointer=at)
    if len(plain) > LONGEST_TEXT:
        raise NotUnderstood(f"A sentence has at most {LONGEST_TEXT} characters; make it two.", pointer=LONGEST_TEXT)
    return plain


def _pieces(text: str) -> Iterator[Piece]:
    for match in PIECE.finditer(text):
        if match["piece"].casefold() not in ARTICLES:
            yield Piece(match.start("piece"), match.end("piece"), match["piece"])


def _longest(pieces: list[Piece], lexicon: Lexicon) -> tuple[Spoken, int]:
    folded = tuple(piece.text.casefold() for piece in pieces[: lexicon.longest])
    for count in range(len(folded), 0, -1):
        if meanings := lexicon.phrases.get(folded[:count]):
            return _spoken(meanings, pieces[0].start, pieces[count - 1].end, " ".join(folded[:count])), count
    first = pieces[0]
    return _spoken(_single(first.text, lexicon), first.start, first.end, first.text), 1


def _single(text: str, lexicon: Lexicon) -> Meanings:
    if text.startswith('"') and len(text) > 1:
        return lexicon.quoted.get(text[1:-1].casefold(), {}) | {"FIELD_NAME": text[1:-1]}
    if NUMBER.fullmatch(text):
        return _number(text.replace(",", ""))
    return {}


def _number(plain: str) -> Meanings:
    return {"AMOUNT_NUMBER": plain} | ({"NUMBER": int(plain)} if plain.isdigit() else {})


def _spoken(meanings: Meanings, start: int, end: int, text: str) -> Spoken:
    token = Spoken(Kinds(meanings), text, start_pos=start, end_pos=end)
    token.meanings = meanings
    token.piece = Piece(start, end, text)
    return token
