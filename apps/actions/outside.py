"""Calls to targets, side by side in threads that are kept: to hand over and to take back costs little beside them.

Who takes a call up wakes another thread before he makes it, where there are more. So calls that wait for their targets
are out side by side, and what is answered at once is done by one thread in a row, without a change of threads for each.
"""

import os
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context, copy_context
from functools import cache, partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeAlias, TypeVar

from django.db import connections

AT_MOST = 20  # actions side by side in one worker process
TOGETHER_S = 0.05  # how long answers are gathered before what is there is settled

T = TypeVar("T")
Answers: TypeAlias = "SimpleQueue[tuple[Any, BaseException | None]]"
Call: TypeAlias = Callable[[], Any]
Errand: TypeAlias = tuple[Call, Context, Answers]


class Outside(Generic[T]):
    """Calls that are out. One alone is made here and now. A call that breaks takes no other with it."""

    def __init__(self, *, alone: bool) -> None:
        self.alone = alone
        self.out = 0  # how many have not come back
        self.broken: BaseException | None = None
        self._answers: Answers = SimpleQueue()

    def ask(self, call: Callable[..., T], *values: Any, **named: Any) -> None:
        self.out += 1
        errand = partial(call, *values, **named)
        if self.alone:
            _run(errand, copy_context(), self._answers, held=Exception)
        else:
            _hands().take((errand, copy_context(), self._answers))

    def back(self) -> list[T]:
        """What came back, all of it where that takes no longer than a moment."""
        until, found = time.monotonic() + TOGETHER_S, []
        while self.out:
            try:
                answer, why = self._answers.get(timeout=max(0.0, until - time.monotonic()))
            except Empty:
                break
            self.out -= 1
            if why is None:
                found.append(answer)
            else:
                self.broken = self.broken or why
        return found


def _run(errand: Call, context: Context, answers: Answers, *, held: type[BaseException]) -> None:
    """What comes of it; what of it is `held` is raised when the rest is settled."""
    try:
        answers.put((context.run(errand), None))
    except held as why:
        answers.put((None, why))


class _Hands:
    """Threads that wait for calls."""

    def __init__(self) -> None:
        self._errands: deque[Errand] = deque()
        self._woken: SimpleQueue[None] = SimpleQueue()
        for number in range(AT_MOST):
            Thread(target=self._work, name=f"outside-{number}", daemon=True).start()

    def take(self, errand: Errand) -> None:
        self._errands.append(errand)
        self._wake()

    def _wake(self) -> None:
        """One thread, unless one is being woken: it has not looked yet, and sees what has come meanwhile."""
        if self._woken.empty():
            self._woken.put(None)

    def _work(self) -> None:
        while True:
            self._woken.get()
            with suppress(IndexError):  # nothing is left, or others were quicker
                while True:
                    self._one(self._errands.popleft())
            with suppress(Exception):  # a proof may have opened a connection to the database
                connections.close_all()

    def _one(self, errand: Errand) -> None:
        if self._errands:
            self._wake()
        # Whatever it is: who waits for the answer of a thread that ended waits for ever.
        _run(*errand, held=BaseException)


_hands = cache(_Hands)
os.register_at_fork(after_in_child=_hands.cache_clear)  # a child has none of its parent's threads
