"""Figures as they are printed, and how a figure is measured: the yardstick right before, and right after."""

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from apps.console.bench.yardstick import Yardstick


@dataclass(frozen=True)
class Bound:
    """What a figure has to be: `ratio >= 0.08`. `of` names the field that is compared."""

    of: str
    op: str  # >= or <=
    value: float

    def __str__(self) -> str:
        return f"{self.of} {self.op} {self.value:g}"

    def holds(self, figure: "Figure") -> bool | None:
        measured = figure.ratio if self.of == "ratio" else figure.figure
        if measured is None:
            return None
        return measured >= self.value if self.op == ">=" else measured <= self.value


@dataclass(frozen=True)
class Figure:
    name: str
    figure: float
    unit: str
    yardstick: float | None = None  # the yardstick's own figure in the same minutes
    ratio: float | None = None  # to the yardstick, or to what `unit` says
    goal: Bound | None = None
    must: Bound | None = None
    runs: Sequence[float] = field(default=())

    @property
    def holds(self) -> bool | None:
        return self.must.holds(self) if self.must else None

    def line(self) -> str:
        said = {
            "name": self.name, "figure": short(self.figure), "unit": self.unit, "yardstick": short(self.yardstick),
            "ratio": short(self.ratio), "goal": str(self.goal) if self.goal else None,
            "must": str(self.must) if self.must else None, "holds": self.holds,
            "runs": [short(one) for one in self.runs],
        }  # fmt: skip
        return json.dumps(said)


def short(value: float | None) -> float | None:
    """Four digits that count."""
    return None if value is None else float(f"{value:.4g}")


def at_least(value: float, of: str = "ratio") -> Bound:
    return Bound(of, ">=", value)


def at_most(value: float, of: str = "ratio") -> Bound:
    return Bound(of, "<=", value)


def measured(
    name: str, unit: str, sample: Callable[[], float], *, yard: Yardstick, rounds: int, goal: Bound | None = None,
    must: Bound | None = None,
) -> Figure:  # fmt: skip
    """The median of some rounds, and the median of each round's ratio to the yardstick around it."""
    runs, yards, before = [], [], yard.tps()
    for _ in range(rounds):
        runs.append(sample())
        after = yard.tps()
        yards.append((before + after) / 2)
        before = after
    ratios = [run / beside for run, beside in zip(runs, yards, strict=True)]
    median = statistics.median
    return Figure(name, median(runs), unit, median(yards), median(ratios), goal, must, runs)


def percentile(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
