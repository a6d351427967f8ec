"""Worker processes that do nothing but take up due work, forked from one that has all code loaded."""

import json
import os
import signal
import sys
import time

from django.db import DatabaseError, connections

from apps.actions import execute

IDLE_S = 0.02
MOST = 20  # what a worker takes at once under backlog


def muster(workers: int) -> None:
    """So many workers, until this process is ended. Says their ids in one line first."""
    connections.close_all()
    children = [_fork(place) for place in range(workers)]
    signal.signal(signal.SIGTERM, lambda *_: _end(children))
    sys.stdout.write(json.dumps(children) + "\n")
    sys.stdout.flush()
    for child in children:
        os.waitpid(child, 0)


def work(most: int) -> None:
    """Until the parent is gone. A session that a pause ended is opened again."""
    parent = os.getppid()
    while os.getppid() == parent:
        try:
            if not execute.run_due(most):
                time.sleep(IDLE_S)
        except DatabaseError:
            connections.close_all()


def _fork(place: int) -> int:
    """Half of them take one piece at a time, half of them many."""
    child = os.fork()
    if child == 0:
        try:
            work(1 if place % 2 else MOST)
        finally:
            os._exit(1)
    return child


def _end(children: list[int]) -> None:
    for child in children:
        os.kill(child, signal.SIGKILL)
