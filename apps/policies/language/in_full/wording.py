"""Other wordings, and what is said for them: the pieces and orders of orders.txt."""

import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

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


@cache
def _orders() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    pieces: dict[str, str] = {}
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for line in (Path(__file__).parent / "orders.txt").read_text().splitlines():
        name, _, pattern = line.partition(" := ")
        if pattern and not line.startswith("#"):
            pieces[name] = _filled(pattern, pieces)
        elif line.startswith("["):
            last = found.setdefault(line.strip("[]"), [])
        elif order := ORDER.fullmatch(line):
            last.append((re.compile(_filled(order[1], pieces), re.IGNORECASE), order[2]))
    return found


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    return PIECE.sub(lambda name: pieces[name[1]], pattern)
