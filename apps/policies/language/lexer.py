"""Text → tokens: the longest phrase wins, and every character is accounted for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lark import Token

from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexicon import WORD, Lexicon, Meanings
from apps.policies.language.open_names import HEADS, anybody, open_name
from apps.policies.language.slips import slip
from apps.policies.language.teach import vague
from apps.policies.language.words import ARTICLES
from apps.policies.rule import RELATION, Named

LONGEST_TEXT = 1000
PIECE = re.compile(
    rf"""\s*(?P<piece>"[^"]*"|\w[\w./-]*\*[\w./*-]*|\d{{4}}-\d\d-\d\d|\d{{1,2}}:\d\d|\d{{1,2}}(?:st|nd|rd|th)\b|\d[\d,.]*\d|\d|us\$|\#[\w-]+|'s\b|{WORD}|\S)""",
    re.IGNORECASE,
)
SHORTENED = frozenset({"it's", "they're", "that's", "there's"})  # "IT's" is the department's
MEASURES = frozenset({"CURRENCY", "SCALE", "MONTH", "DAY", "NUMBER"})
NUMBER = re.compile(r"(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
EUROPEAN = re.compile(r"\d{1,3}(\.\d{3})+,\d\d|\d{1,3}(\.\d{3}){2,}|\d+,\d\d")  # 1.250,50
DATE = re.compile(r"\d{4}-\d\d-\d\d")
ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)", re.IGNORECASE)
TIME = re.compile(r"(\d{1,2}):(\d\d)")
STRAIGHT = str.maketrans("“”„’‘\u00a0\u202f", '"""\'\'  ')


Cuts: TypeAlias = dict[int, int]  # where in the text → how many words a phrase may have there


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
    words: int  # how many it is made of

    def meaning(self, terminal: str) -> object:
        return self.meanings[terminal]


def tokens(text: str, lexicon: Lexicon, cuts: Cuts | None = None) -> list[Spoken]:
    """The tokens of a text. A word that nothing knows becomes a token of no kind, which no sentence accepts.

    `cuts`: where a phrase may have so many words at most.
    """
    pieces = list(_pieces(text))
    found: list[Spoken] = []
    at = 0
    while at < len(pieces):
        token, used = _longest(pieces, at, lexicon, cuts or {})
        found.append(token)
        at += used
    return found


QUOTED = re.compile(r"""\"[^"]*\"|(?<!\S)'(?P<said>\w[^'"]*)'(?![\w'])""")  # 'all-staff'


def straight(text: str) -> str:
    """The text with plain quotes and spaces, each character where it was. Refuses what a reader cannot see."""
    plain = QUOTED.sub(lambda one: f'"{one["said"]}"' if one["said"] else one[0], text.translate(STRAIGHT))
    for at, letter in enumerate(plain):
        if not letter.isprintable() and letter not in "\t\n\r":
            raise NotUnderstood("There is an invisible character here; delete it.", pointer=at)
    if len(plain) > LONGEST_TEXT:
        raise NotUnderstood(f"A sentence has at most {LONGEST_TEXT} characters; make it two.", pointer=LONGEST_TEXT)
    return plain


def _pieces(text: str) -> Iterator[Piece]:
    for match in PIECE.finditer(text):
        start, piece = match.start("piece"), match["piece"]
        if piece.casefold() in SHORTENED and not piece.startswith("IT"):
            at = piece.index("'")
            yield Piece(start, start + at, piece[:at])
            start, piece = start + at, piece[at:]
        if piece.casefold() not in ARTICLES:
            yield Piece(start, start + len(piece), piece)


def _longest(pieces: list[Piece], at: int, lexicon: Lexicon, cuts: Cuts) -> tuple[Spoken, int]:
    """The longest known phrase from here; a longer name of people that nobody listed, where those may be named."""
    most = cuts.get(pieces[at].start, lexicon.longest)
    here = pieces[at : at + most]
    folded = tuple(piece.text.casefold() for piece in here)
    known = next((count for count in range(len(folded), 0, -1) if folded[:count] in lexicon.phrases), 0)
    if (
        lexicon.open
        and not _measures(lexicon.phrases.get(folded[:1], {}))
        and (named := _named(pieces, at, most, known, lexicon.phrases.get(folded[:known], {})))
        and (_by_relation(named[1]) or not _mistaken(folded[: named[0]], lexicon))
    ):
        count, meanings = named
        text = " ".join(piece.text for piece in pieces[at : at + count])
        listed = {kind: name for kind, name in lexicon.quoted.get(text.casefold(), {}).items() if kind == "GROUP"}
        meanings = meanings | listed | (lexicon.phrases.get(folded[:count], {}) if count == known else {})
        said = text.casefold() if count == known else text
        return _spoken(meanings, pieces[at].start, pieces[at + count - 1].end, said, count), count
    if known:
        return _spoken(
            _called(_with_single(lexicon, folded[:known]), here[0].text),
            here[0].start,
            here[known - 1].end,
            " ".join(folded[:known]),
            known,
        ), known
    first = pieces[at]
    return _spoken(_single(first.text, lexicon), first.start, first.end, first.text), 1


def _named(pieces: list[Piece], at: int, most: int, known: int, meanings: Meanings) -> tuple[int, Meanings] | None:
    """Somebody who is named from here; by a word that means something else as well, the group alone."""
    first = at == 0 or pieces[at - 1].text in (".", ";", ":")  # where a capital says nothing
    words = [piece.text for piece in pieces[at : at + min(most, 8)]]
    found = open_name(words, known, first=first, also=_function(meanings))
    return (known, {"GROUP": found[1]["GROUP"]}) if found and found[0] == known and known else found


def _function(meanings: Meanings) -> bool:
    """Whether a phrase is the noun of a deed, after which a group can be called that does it: Pricing, Billing."""
    known_thing = "OBJECT" in meanings or "CONNECTOR" in meanings
    return not known_thing and ("CHANGEABLE" in meanings or any(kind.startswith(("N_", "G_")) for kind in meanings))


def _mistaken(words: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a name that nobody listed is a slip for one that somebody did, or two known ones in a row."""
    if any(word not in lexicon.words and slip(word, lexicon.words) for word in words):
        return True
    halves = [(words[:at], words[at:]) for at in range(1, len(words))]
    row = any("GROUP" in lexicon.phrases.get(a, {}) and "GROUP" in lexicon.phrases.get(b, {}) for a, b in halves)
    return row and words[-1] not in HEADS


def _by_relation(meanings: Meanings) -> bool:
    """Whether somebody is named by somebody else, in a fixed shape of words: the sender's manager."""
    return str(getattr(meanings.get("GROUP"), "id", "")).startswith(RELATION)


def _measures(meanings: Meanings) -> bool:
    """Whether a word is a part of an amount or a date, so that no name of people begins with it."""
    return not MEASURES.isdisjoint(meanings)


def _called(meanings: Meanings, text: str) -> Meanings:
    """Without the group IT, where "it" is said."""
    named = text.casefold() != "it" or text.isupper()
    return meanings if named else {kind: said for kind, said in meanings.items() if kind != "GROUP"}


def _with_single(lexicon: Lexicon, words: tuple[str, ...]) -> Meanings:
    return lexicon.phrases[words] | (_unlisted(words[0]) if len(words) == 1 and words[0].isdigit() else {})


def _single(text: str, lexicon: Lexicon) -> Meanings:
    if text.startswith('"') and len(text) > 1:
        return _quoted(text[1:-1], lexicon)
    if EUROPEAN.fullmatch(text):
        return _number(text.replace(".", "").replace(",", "."), lexicon)
    if NUMBER.fullmatch(text):
        return _number(text.replace(",", ""), lexicon)
    if lexicon.open and text.startswith("#") and len(text) > 1:
        return _unlisted(text) | {"GROUP": Named(id=text, name=text)}
    if ordinal := ORDINAL.fullmatch(text):
        return {"ORDINAL": int(ordinal[1])}
    if DATE.fullmatch(text):
        return {"DATE": text}
    if time := TIME.fullmatch(text):
        minutes = int(time[1]) * 60 + int(time[2])
        return {"TIME": minutes} if int(time[1]) < 24 and int(time[2]) < 60 else {}
    return _unlisted(text)


def _unlisted(text: str) -> Meanings:
    """A word that nobody listed can say what a record is, or name its field; one without a measure cannot."""
    if "*" in text[1:] or (text.startswith("#") and len(text) > 1):
        return {"PLACE_NAME": text}
    return {"WORD": text} if re.fullmatch(WORD, text) and not vague(text) else {}


def _quoted(text: str, lexicon: Lexicon) -> Meanings:
    known = lexicon.quoted.get(text.casefold(), {})
    if not text.strip():
        return known
    free: Meanings = {"FIELD_NAME": text, "TEXT": text}
    if lexicon.open:
        free |= anybody(text) | ({} if known else {"OPEN_NAME": text})
    return free | known


def _number(plain: str, lexicon: Lexicon) -> Meanings:
    found: Meanings = {"AMOUNT_NUMBER": plain}
    if lexicon.currency:
        found["HOUSE_CURRENCY"] = lexicon.currency
    return found | ({"NUMBER": int(plain)} if plain.isdigit() else {})


def unknown(token: Spoken) -> Spoken:
    """The same word as one that nothing knows."""
    return _spoken({}, token.piece.start, token.piece.end, token.piece.text, token.words)


def _spoken(meanings: Meanings, start: int, end: int, text: str, words: int = 1) -> Spoken:
    token = Spoken(Kinds(meanings), text, start_pos=start, end_pos=end)
    token.meanings = meanings
    token.piece = Piece(start, end, text)
    token.words = words
    return token
