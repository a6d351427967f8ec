"""Other wordings, and what is said for them: the pieces and orders of orders.txt."""

import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

from apps.policies.inflect import gerund, singular
from apps.policies.language.in_full.said import across_numbers
from apps.policies.language.verbs import verb_of

PIECE = re.compile(r"<([A-Z_]+)>")
ORDER = re.compile(r'"(.*)" => "(.*)"')


def reworded(text: str, sort: str) -> str:
    """The text with each wording of this sort said in the known way, one after the other."""
    for words, order in _orders()[sort]:
        text = words.sub(partial(_said, order), text)
    return text


def _said(order: str, found: re.Match[str]) -> str:
    return order.format(**dict(_parts(found)))


def _parts(found: re.Match[str]) -> Iterator[tuple[str, str]]:
    """What stands in the text; the thing that it begins with, as it stands within."""
    for name, part in found.groupdict(default="").items():
        begins = name.startswith("what") and found.start(name) == 0 and part[1:2].islower()
        yield name, part[:1].lower() + part[1:] if begins else part
        if name == "done":
            yield "verb", verb_of(part)
            yield "doing", gerund(verb_of(part))
        elif name == "does":
            yield "verb", singular(part)
        elif name == "several":
            yield "one", singular(part)


def pattern(words: str) -> re.Pattern[str]:
    """A pattern of these pieces."""
    return _compiled(words, _said_orders()[0])


def _orders() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    return _said_orders()[1]


@cache
def _said_orders() -> tuple[dict[str, str], dict[str, list[tuple[re.Pattern[str], str]]]]:
    """The pieces, and the orders of each sort. Raises ValueError for a line that is neither, or a piece said twice."""
    pieces: dict[str, str] = {}
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for line in (Path(__file__).parent / "orders.txt").read_text().splitlines():
        name, _, pattern = line.partition(" := ")
        if not line or line.startswith("#"):
            continue
        if pattern and name in pieces:
            raise ValueError(f"{name} has a meaning already.")
        if pattern:
            pieces[name] = _filled(pattern, pieces)
        elif line.startswith("["):
            last = found.setdefault(line.strip("[]"), [])
        elif order := ORDER.fullmatch(line):
            last.append((_compiled(order[1], pieces), order[2]))
        else:
            raise ValueError(f"This is no order of words: {line}")
    return pieces, found


def _compiled(words: str, pieces: dict[str, str]) -> re.Pattern[str]:
    return re.compile(across_numbers(_filled(words, pieces)), re.IGNORECASE)


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    return PIECE.sub(lambda name: pieces[name[1]], pattern)
