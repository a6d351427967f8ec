"""Answers of recheck, reconcile and execute."""

from typing import Literal, TypeAlias

from apps.connectors.contract.values import Change, Frozen, JsonDict


class Same(Frozen):
    version: str = ""  # tier B: the record version to name in the request


class Moved(Frozen):
    """Somebody changed the record since. One change a place: before = at preview, after = now."""

    changes: tuple[Change, ...]


class Found(Frozen):
    """Our effect is there, found by our reference."""

    result: JsonDict


class NotThere(Frozen):
    """Looked, and it is surely not there."""


class Unclear(Frozen):
    """Cannot be told: shown to a person."""

    why: str


class Done(Frozen):
    """The target said yes. `result` holds record values as text; `reference` is the target's own request id."""

    result: JsonDict
    reference: str = ""
    differs: tuple[str, ...] = ()  # verification after a positive answer: rows that did not come true


class RefusedByTarget(Frozen):
    """A plain no; nothing happened."""

    why: str


class NotSent(Frozen):
    """Surely nothing reached the target. `because` is empty where that concerns this one request alone."""

    why: str
    retry_after_s: int = 0
    because: Literal["", "unreached", "asked to wait"] = ""


class InDoubt(Frozen):
    """Silence or a broken answer: it may have happened. `retry_after_s`: it asked us to wait all the same."""

    why: str
    retry_after_s: int = 0


Guarded: TypeAlias = Same | Moved | Unclear
Looked: TypeAlias = Found | NotThere | Unclear
Answer: TypeAlias = Done | RefusedByTarget | Moved | NotSent | InDoubt
