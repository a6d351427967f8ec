"""Worker processes that do nothing but take up due work, forked from one that has all code loaded.

python -m apps.console.race.crew 16      one line with their ids, then they work until this process is ended
"""

import json
import os
import signal
import sys
import time
from types import FrameType

import django

IDLE_S = 0.02
MOST = 20  # what a worker takes at once under backlog


def main() -> None:
    django.setup()
    from django.db import DatabaseError, connections  # noqa: PLC0415  as below

    from apps.actions import execute  # noqa: PLC0415  models can only be imported after setup

    def work(place: int) -> None:
        """Half of them take one piece at a time, half of them many. A session that a pause ended is opened again."""
        parent = os.getppid()
        while os.getppid() == parent:
            try:
                if not execute.run_due(1 if place % 2 else MOST):
                    time.sleep(IDLE_S)
            except DatabaseError:
                connections.close_all()

    connections.close_all()
    children = [_fork(place, work) for place in range(int(sys.argv[1]))]
    signal.signal(signal.SIGTERM, lambda *_: _end(children))
    sys.stdout.write(json.dumps(children) + "\n")
    sys.stdout.flush()
    for child in children:
        os.waitpid(child, 0)


def _fork(place: int, work: "object") -> int:
    child = os.fork()
    if child == 0:
        try:
            work(place)  # type: ignore[operator]  # a function
        finally:
            os._exit(1)
    return child


def _end(children: list[int], _: FrameType | None = None) -> None:
    for child in children:
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
