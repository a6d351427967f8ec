"""Several processes doing one kind of work at the same time, as workers do."""

import multiprocessing
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from django.db import connections

PATIENCE_S = 120
_fork = multiprocessing.get_context("fork")


class Fell(RuntimeError):
    """One of the processes did not come to its end; what it met stands above."""


@dataclass(frozen=True)
class Share:
    """One process's part: how much it did, in how long, and how long each piece took where it was asked."""

    count: int
    seconds: float
    each: Sequence[float] = ()


Work = Callable[[int, float], Share]  # which process, and the moment (monotonic) at which it stops


def side_by_side(
    work: Work, *, processes: int, seconds: float, warm: Callable[[], Any] | None = None, patience: float = PATIENCE_S
) -> list[Share]:  # fmt: skip
    """Let that many processes start at once and work until the time is over or nothing is left."""
    connections.close_all()
    gate = _fork.Barrier(processes)
    doors = [_fork.Pipe(duplex=False) for _ in range(processes)]
    children = [
        _fork.Process(target=_child, args=(work, place, seconds, gate, out, warm))
        for place, (_, out) in enumerate(doors)
    ]
    for child in children:
        child.start()
    for _, out in doors:
        out.close()
    found = [_received(door, patience) for door, _ in doors]
    for child in children:
        child.join(PATIENCE_S)
        if child.is_alive():
            child.kill()
    shares = [one for one in found if one is not None]
    if len(shares) != processes:
        raise Fell(f"{processes - len(shares)} of {processes} processes fell.")
    return shares


def rate(shares: Sequence[Share]) -> float:
    """Pieces a second of all of them together: they ran at the same time, and the slowest says for how long."""
    return sum(one.count for one in shares) / max(one.seconds for one in shares)


def _child(
    work: Work, place: int, seconds: float, gate: Any, out: "Connection[Any, Any]", warm: Callable[[], Any] | None
) -> None:
    try:
        connections["default"].ensure_connection()
        if warm:
            warm()
        gate.wait(timeout=PATIENCE_S)
        out.send(work(place, time.monotonic() + seconds))
    except BaseException:  # noqa: BLE001  whatever it was, it is said, and the parent sees that nothing was sent
        traceback.print_exc(file=sys.stderr)
        gate.abort()
    finally:
        connections.close_all()
        out.close()
        sys.stderr.flush()
        os._exit(0)  # nothing of the parent's is tidied up twice


def _received(door: "Connection[Any, Any]", patience: float) -> Share | None:
    try:
        share = door.recv() if door.poll(patience) else None
        return share if isinstance(share, Share) else None
    except EOFError:
        return None
