"""Where the values of an action came from, in words, with the step of the run that holds each."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.actions.cards.words import Notice, labelled
from apps.policies.provenance import Trace

SAID = {
    "person": "Said by whoever asked",
    "record": "From a record",
    "outside": "From outside text alone",
    "model": "Written by the model",
}


@dataclass(frozen=True)
class Origin:
    path: str
    words: str
    said: str
    step: int  # of the run; 0: what it began with
    href: str
    alone: bool  # it came from outside text alone


def told(traces: Iterable[Trace], run: str) -> tuple[Origin, ...]:
    """`run`: the address of the run's page."""
    return tuple(
        Origin(_path(one.path), one.words, SAID[one.origin], one.step, _href(run, one.step), one.origin == "outside")
        for one in traces
    )


def _href(run: str, step: int) -> str:
    return f"{run}?step={step}" if run and step else ""


def warned(traces: Iterable[Trace]) -> tuple[Notice, ...]:
    """One notice for all that came from outside text alone."""
    found = [f"{_path(one.path)}: “{one.words}”" for one in traces if one.origin == "outside"]
    if not found:
        return ()
    return (Notice("Came from outside text alone:", f"{'; '.join(dict.fromkeys(found))}.", "warn", "alert"),)


def _path(path: str) -> str:
    """`to.0` is To; `set.refund_amount` is Refund amount."""
    names = [part for part in path.split(".") if not part.isdigit()]
    return labelled(names[-1]) if names else path
