"""Amounts and per cents of a table, as words between others: from where and up to where each of its rows reaches."""

from dataclasses import dataclass, replace
from decimal import Decimal

from apps.policies.language.in_full.said import Said

SIGNS = ("SIGN_USD", "SIGN_EUR", "SIGN_GBP", "SIGN_KR")
OPS = {"OVER": "over", "UP_TO": "up to", "UNDER": "under", "AT_LEAST": "at least"}
TURNED = {"over": "up to", "up to": "over", "under": "at least", "at least": "under"}
RECORDS = "records"
RAISES = frozenset({"over", "at least"})
DASHES = frozenset({"-", "–", "—"})
TO = DASHES | {"to", "and"}
BEGINS = frozenset({"between", "from"})
UPWARDS = frozenset("upwards up onwards".split())
LOWER = frozenset("smaller lower lesser cheaper".split())
HIGHER = frozenset("larger higher bigger greater".split())
ONES = frozenset("one ones amount amounts sum sums value values".split())
OTHERS = frozenset({"all others", "others", "rest", "everything else", "anything else"})
ANY = frozenset({"any amount", "unlimited", "without limit", "unlimited amounts", "any value", "no limit"})


@dataclass(frozen=True)
class Figure:
    """`€10k`: its worth, and how it is written."""

    worth: Decimal
    text: str
    unit: str  # the currency, "%" or "" where none is said

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Bounds:
    """From where and up to where; an end that is not said is set by the rows around."""

    low: tuple[str, Figure] | None = None
    high: tuple[str, Figure] | None = None
    beyond: bool = False  # "above that": from where the row before ends
    below: bool = False  # "everything below"
    others: bool = False  # "all others": whatever the other rows leave
    case: str = ""  # in place of ends: "when the risk is high"

    @property
    def fits(self) -> bool:
        """Whether it has an end, and something between two; or none, as the others only add to it."""
        if self.case:
            return not self.low and not self.high
        if self.low and self.high:
            return self.low[1].worth < self.high[1].worth
        return bool(self.low or self.high) or self == Bounds()

    def ends(self) -> tuple[tuple[str, Figure], ...]:
        return tuple(end for end in (self.low, self.high) if end)

    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for _, figure in self.ends())

    def in_unit(self, unit: str) -> "Bounds":
        return replace(self, low=_end_in(self.low, unit), high=_end_in(self.high, unit))

    def of(self, what: str, effect: str) -> str:
        """A sentence about what lies between."""
        if any(figure.unit == RECORDS for figure in self.figures()):
            return f"{what} {effect} when {' and '.join(f'{op} {figure} change' for op, figure in self.ends())}"
        ends = " and ".join(f"{op} {figure}" for op, figure in self.ends())
        return " ".join(filter(None, (what, ends, effect, self.case)))


def bounds_at(said: Said, at: int) -> tuple[int, Bounds] | None:
    """The bounds that are said from here on, and where they end; None where none are."""
    if found := _phrase(said, at) or _risk(said, at):
        return found
    if said.word(at) in BEGINS or figure_at(said, at):
        return _range(said, at + (said.word(at) in BEGINS))
    op = _op(said, at)
    if not op or not (first := figure_at(said, at + 1)):
        return None
    end, figure = first
    begin = end + (said.word(end) in ("and", "but"))
    other = _op(said, begin)
    second = figure_at(said, begin + 1) if other and (other in RAISES) != (op in RAISES) else None
    ends = [(op, figure)] + ([(other, second[1])] if second else [])
    return second[0] if second else end, _of(ends)


def _op(said: Said, at: int) -> str:
    """`over`; `anything over` and `and above` as well, where an amount follows."""
    if said.can(at, ("_FROM_THERE", "_OR_ABOVE")) and said.word(at).endswith(("over", "above", "exceeding")):
        return "over"
    return next((op for kind, op in OPS.items() if said.can(at, (kind,))), "")


def figure_at(said: Said, at: int) -> tuple[int, Figure] | None:
    """`$5,000`, `5k EUR`, `15%`; nothing where a number is written as a word, which counts people."""
    begin, unit = (at + 1, _unit(said, at)) if _unit(said, at) else (at, "")
    if not said.can(begin, ("AMOUNT_NUMBER",)) or not said.word(begin)[:1].isdigit():
        return None
    worth, end = Decimal(str(said.tokens[begin].meaning("AMOUNT_NUMBER"))), begin + 1
    if said.can(end, ("SCALE",)):
        worth, end = worth * int(str(said.tokens[end].meaning("SCALE"))), end + 1
    if not unit and (behind := _unit(said, end)):
        unit, end = behind, end + 1
    elif not unit and (behind_them := _records(said, begin, end)):
        return behind_them, Figure(worth, f"{said.part(at, end)} {RECORDS}", RECORDS)
    return end, Figure(worth, said.part(at, end), unit)


def _records(said: Said, begin: int, end: int) -> int:
    """Where `10 seats` ends: records, or what the sentence names elsewhere; nothing where neither."""
    for at in (end, end + 1):
        name = said.word(at)
        again = any(said.word(n) == name for n in range(len(said)) if not begin <= n <= at)
        if name in ("records", "record", "items", "rows") or (at == end and name.endswith("s") and again):
            return at + 1
    return 0


def _unit(said: Said, at: int) -> str:
    if said.can(at, ("_PERCENT",)):
        return "%"
    return said.part(at, at + 1) if said.can(at, (*SIGNS, "CURRENCY")) else ""


def _phrase(said: Said, at: int) -> tuple[int, Bounds] | None:
    if said.can(at, ("_FROM_THERE",)):
        end = at + 1 + (said.word(at + 1) in ("that", "this", "it"))
        return (end, Bounds(beyond=True)) if not figure_at(said, end) else None
    words = " ".join(said.word(n) for n in (at, at + 1)).strip()
    if said.word(at) in ANY or words in ANY:
        return at + (1 if said.word(at) in ANY else 2), Bounds(beyond=True)
    if words in ("all other", "any other") and said.word(at + 2) in ONES:
        return at + 3, Bounds(others=True)
    if said.word(at) in OTHERS or words in OTHERS:
        return at + (1 if said.word(at) in OTHERS else 2), Bounds(others=True)
    if said.word(at) in LOWER or said.word(at) in HIGHER:
        return _ones(said, at + 1), Bounds(below=said.word(at) in LOWER, beyond=said.word(at) in HIGHER)
    if words in ("everything below", "anything below", "all below", "everything under", "anything under"):
        return None if figure_at(said, at + 2) else (at + 2, Bounds(below=True))
    return None


def _ones(said: Said, at: int) -> int:
    """Where `smaller ones` ends, and `any larger raise` where that was raised before."""
    before = {said.word(n)[:4] for n in range(at - 1) if len(said.word(n)) > 3}
    return at + (said.word(at) in ONES or said.word(at)[:4] in before)


def _risk(said: Said, at: int) -> tuple[int, Bounds] | None:
    """`low risk`, `high or critical risk`"""
    end = at
    while said.can(end, ("RISK_LEVEL",)) or (end > at and said.word(end) == "or"):
        end += 1
    levels = said.part(at, end)
    if said.can(end, ("RISKY",)):
        levels = f"{levels} {said.word(end).replace('-', ' ').removesuffix(' risk')}".strip()
    elif end == at or not said.can(end, ("_RISK",)):
        return None
    return end + 1, Bounds(case=f"when the risk is {levels}")


def _range(said: Said, at: int) -> tuple[int, Bounds] | None:
    """`5,000 to 25,000 USD`, `from 5,000 USD`, `5,000 USD or more`."""
    if not (first := figure_at(said, at)):
        return None
    end, low = first
    if said.word(end) in TO or said.can(end, ("UP_TO",)):
        second = figure_at(said, end + 1)
        if second:
            return second[0], _of([("at least", low), ("up to", second[1])])
    if (
        said.can(end, ("_OR_ABOVE",))
        or said.word(end) in UPWARDS
        or (said.word(end) == "on" and said.word(at - 1) == "from")
        or said.word(end) == "+"
    ):
        return end + 1, _of([("at least", low)])
    if said.can(end, ("_OR_BELOW",)):
        return end + 1, _of([("up to", low)])
    if said.word(end) in ("or", "and") and said.can(end + 1, ("MORE", "LESS")):
        return end + 2, _of([("at least" if said.can(end + 1, ("MORE",)) else "up to", low)])
    return (end, _of([("at least", low)])) if said.word(at - 1) == "from" else None


def _of(ends: list[tuple[str, Figure]]) -> Bounds:
    low = next((end for end in ends if end[0] in RAISES), None)
    high = next((end for end in ends if end[0] not in RAISES), None)
    return Bounds(low, high)


def _end_in(end: tuple[str, Figure] | None, unit: str) -> tuple[str, Figure] | None:
    if not end or end[1].unit:
        return end
    text = f"{end[1].text}%" if unit == "%" else f"{unit} {end[1].text}"
    text = f"{end[1].text} {RECORDS}" if unit == RECORDS else text
    return end[0], replace(end[1], text=text, unit=unit)


def settled(rows: list[Bounds], besides: frozenset[int]) -> list[Bounds]:
    """Each row with the ends that the others set; nothing where they do not fit together.

    `besides`: the rows that add to those before, and so end none of them.
    """
    units = {figure.unit for row in rows for figure in row.figures()} - {""}
    if len(units) > 1:
        return []
    rows = [row.in_unit(*units) if units else row for row in rows]
    rows = [_what_is_left(row, rows) if row.others else row for row in rows]
    if any(row.others for row in rows):
        return []
    found = [_settled(row, rows, besides) for row in rows]
    return found if all(each.fits for each in found) else []


def _what_is_left(row: Bounds, rows: list[Bounds]) -> Bounds:
    """Beyond the others where these begin at the bottom, below where they end at the top."""
    low = any(each.high and not each.low for each in rows)
    high = any(each.low and not each.high for each in rows)
    return row if low == high else replace(row, others=False, beyond=low, below=high)


def _settled(row: Bounds, rows: list[Bounds], besides: frozenset[int]) -> Bounds:
    if row.case or row == Bounds():
        return row
    lows = [other.low for at, other in enumerate(rows) if other.low and other is not row and at not in besides]
    highs = [other.high for other in rows if other.high and other is not row]
    low, high = row.low, row.high
    if not low and not row.below:
        under = [end for end in highs if high is None or end[1].worth < high[1].worth]
        low = _turned(max(under, key=_worth, default=None))
    if not high and not row.beyond:
        above = [end for end in lows if low is None or end[1].worth > low[1].worth]
        high = _turned(min(above, key=_worth, default=None))
    return replace(row, low=low, high=high)


def _worth(end: tuple[str, Figure]) -> Decimal:
    return end[1].worth


def _turned(end: tuple[str, Figure] | None) -> tuple[str, Figure] | None:
    return (TURNED[end[0]], end[1]) if end else None
