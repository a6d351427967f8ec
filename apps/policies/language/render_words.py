"""Names, lists, numbers and times as the canonical sentence writes them."""

from collections.abc import Iterable
from functools import cache

from apps.core.money import exponent
from apps.policies.language.lexicon import unmistakable
from apps.policies.rule import RELATION, Named, Op

OPS = {Op.OVER: "over", Op.UP_TO: "up to", Op.UNDER: "under", Op.AT_LEAST: "at least"}
COUNTED = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
           "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")  # fmt: skip
UNITS = ((31_536_000, "year"), (2_592_000, "month"), (604_800, "week"), (86_400, "day"), (3600, "hour"), (60, "minute"),
         (1, "second"))  # fmt: skip


def listed(parts: Iterable[str], word: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *most, last = parts
    return f"{', '.join(most)} {word} {last}" if most else last


def quotes(names: Iterable[str], word: str = "or") -> str:
    """Names that a sentence always writes in quotes."""
    return listed((f'"{name}"' for name in names), word)


@cache
def quoted(name: str, also: str = "VG") -> str:
    return name if unmistakable(name, also=also) else f'"{name}"'


def objects(names: Iterable[str], *, nouns: bool = False, created: bool = False) -> str:
    """`Case and Task`; in quotes what could be a deed instead: a further one of a list, or what to create it is."""
    first, *others = names
    return listed(
        (
            quoted(first, "VGN" if created else "VG"),
            *(quoted(name, "VGN" if nouns or created else "VG") for name in others),
        ),
        "and",
    )


def who(group: Named) -> str:
    """A group; a relation as it is said: the asker's manager."""
    return group.name if group.id.startswith(RELATION) else quoted(group.name)


def number_word(count: int) -> str:
    return COUNTED[count]


def money(amount: int, currency: str) -> str:
    """`1,250 USD`; cents only where there are some."""
    places = exponent(currency)
    whole, cents = divmod(amount, 10**places)
    return f"{whole:,}{f'.{cents:0{places}d}' if cents else ''} {currency}"


def decimal(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return f"{whole}" + (f".{rest:02d}".rstrip("0") if rest else "")


def counted(op: Op, number: int) -> str:
    return f"{'more than' if op == Op.OVER else OPS[op]} {number:,}"


def span(seconds: int) -> str:
    """`30 minutes`, in the largest unit that it is whole in."""
    for length, unit in UNITS:
        if seconds % length == 0:
            count = seconds // length
            return f"{count:,} {unit}{'' if count == 1 else 's'}"
    raise AssertionError(seconds)


def clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
