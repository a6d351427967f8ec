"""A text with a mark in place of everybody whom it names, and who each of them is."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from apps.policies.language.bones.who import Unit
from apps.policies.language.render_words import listed

MARK = re.compile(r"@(\d+)")


@dataclass(frozen=True)
class Who:
    """Somebody, or several in a row: all of them (and), any of them (or), one after the other (then)."""

    units: tuple[Unit, ...]
    how: str = ""

    def __str__(self) -> str:
        if self.how == "then":
            return ", then ".join(map(str, self.units))
        units = self.units
        if len(units) > 1 and all(len(unit.groups) == 1 and unit.count < 2 and not unit.least for unit in units):
            units = (Unit(tuple(unit.groups[0] for unit in units), 1, each=True),)
        return listed(map(str, units), "and")

    @property
    def people(self) -> int:
        return sum(unit.people for unit in self.units)

    @property
    def named(self) -> str:
        """The groups alone, where nobody is counted."""
        groups = [group for unit in self.units for group in unit.groups]
        plain = all(unit.groups and not unit.least and unit.count < 2 for unit in self.units)
        return " and ".join(groups) if plain and self.how in ("", "and") else ""


@dataclass
class Marked:
    """The text with its marks, and who each of them is."""

    text: str
    who: list[Who] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def plain(self, part: str) -> str:
        """A part of the text in the words of the sentence."""
        return MARK.sub(lambda mark: self.said[int(mark[1])], part)

    def add(self, who: Who, said: str) -> str:
        """The mark of somebody, who is said in these words."""
        self.who.append(who)
        self.said.append(said)
        return f"@{len(self.who) - 1}"

    def join(self, shape: re.Pattern[str], joined: Callable[[list[Who], str], Who | None]) -> None:
        """Each row of this shape as one."""
        at = 0
        while found := shape.search(self.text, at):
            marks = [int(mark.removeprefix("@")) for mark in found.groups() if mark and mark.startswith("@")]
            who = joined([self.who[mark] for mark in marks], found.group())
            at = found.start() + 1
            if who:
                mark = self.add(who, self.plain(found.group()))
                self.text = f"{self.text[: found.start()]}{mark}{self.text[found.end() :]}"
