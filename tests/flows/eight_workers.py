"""Eight worker processes at once: each takes up one piece of due work. They are forked from one, which has all code loaded."""

import os
import sys
from collections.abc import Callable

import django

WORKERS = 8


def main() -> int:
    """The number of workers that broke."""
    django.setup()
    from apps.actions import execute  # noqa: PLC0415  models can only be imported after setup

    children = [fork(lambda: execute.run_due(1)) for _ in range(WORKERS)]
    sys.stdout.write("forked\n")
    sys.stdout.flush()
    return sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0 for child in children)


def fork(work: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return child


if __name__ == "__main__":
    raise SystemExit(main())
