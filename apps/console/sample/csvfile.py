"""A CSV file with its lines and columns, as a person typed it. What cannot be read is told with its line."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Mistake:
    line: int
    column: str
    say: str  # what is wrong, and what to write

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.say}" if self.column else f"line {self.line}: {self.say}"


@dataclass(frozen=True)
class Row:
    line: int
    cells: dict[str, str]


@dataclass
class Sheet:
    """The rows that could be read, and what was wrong with the rest."""

    rows: list[Row] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def read(content: bytes, columns: Collection[str], optional: Collection[str]) -> Sheet:
    """The rows of the file by the names in its first line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = content[: why.start].count(b"\n") + 1
        return Sheet(mistakes=[Mistake(line, "", "this is not UTF-8 text; save the file as CSV in UTF-8")])
    sheet = Sheet()
    lines = _lines(text, sheet)
    _, first = next(lines, (1, []))
    names = [cell.strip().lower() for cell in first]
    sheet.mistakes += _of_names(names, columns, optional)
    if not sheet.mistakes:
        _fill(sheet, names, lines)
    return sheet


def _lines(text: str, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line that it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as why:
        say = f"this cannot be read ({why}); put texts with commas or quotes in double quotes, doubling those inside"
        sheet.mistakes.append(Mistake(line, "", say))


def _of_names(names: Sequence[str], columns: Collection[str], optional: Collection[str]) -> list[Mistake]:
    known = ", ".join(columns)
    if not any(names):
        return [Mistake(1, "", f"the names of the columns are missing: {known}")]
    if len(names) == 1 and ";" in names[0]:
        return [Mistake(1, "", "separate columns by commas, not by semicolons")]
    mistakes = [
        Mistake(1, name, f"there is no such column; there are {known}") for name in names if name not in columns
    ]
    mistakes += [Mistake(1, name, "this column is there twice") for name, times in Counter(names).items() if times > 1]
    missing = [name for name in columns if name not in names and name not in optional]
    return mistakes + [Mistake(1, name, "this column is missing; add it") for name in missing]


def _fill(sheet: Sheet, names: Sequence[str], lines: Iterator[tuple[int, list[str]]]) -> None:
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) == len(names):
            sheet.rows.append(Row(line, {name: cell.strip() for name, cell in zip(names, cells, strict=True)}))
        else:
            say = f"{len(cells)} values stand under {len(names)} columns; put texts with commas in double quotes"
            sheet.mistakes.append(Mistake(line, "", say))
