"""Two lists of sentences side by side: what stays, what goes, what comes. The order of sentences decides nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Line:
    """One sentence: before, after, or both where it stays as it is or is written anew."""

    before: str = ""
    after: str = ""
    number: int = 0  # its place, afterwards where it stays

    @property
    def kind(self) -> str:
        if self.before == self.after:
            return "same"
        return "new" if not self.before else "gone" if not self.after else "changed"


def lines(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """Every sentence of both, in the order of reading."""
    matcher = SequenceMatcher(a=list(before), b=list(after), autojunk=False)
    return [line for _, *span in matcher.get_opcodes() for line in _span(before, after, *span)]


def changes(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """Those that do not stay; one that only stands elsewhere does stay."""
    kept = set(before) & set(after)
    found = [line for line in lines(before, after) if line.kind != "same"]
    apart = (part for line in found for part in _apart(line, kept))
    return [line for line in apart if not kept & {line.before, line.after}]


def _apart(line: Line, kept: set[str]) -> Iterator[Line]:
    if line.kind == "changed" and kept & {line.before, line.after}:
        yield Line(before=line.before, number=line.number)
        yield Line(after=line.after, number=line.number)
    else:
        yield line


def _span(before: Sequence[str], after: Sequence[str], i: int, j: int, k: int, m: int) -> Iterator[Line]:
    for step in range(max(j - i, m - k)):
        old = before[i + step] if i + step < j else ""
        new = after[k + step] if k + step < m else ""
        yield Line(old, new, (k + step if new else i + step) + 1)
