"""Calls to targets, side by side in threads that are kept: to hand over and to take back costs little beside them."""

import os
import time
from collections.abc import Callable
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
            _errands().put((errand, copy_context(), self._answers))

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


def _work(errands: "SimpleQueue[tuple[Call, Context, Answers]]") -> None:
    while True:
        errand, context, answers = errands.get()
        # Whatever it is: who waits for the answer of a thread that ended waits for ever.
        _run(partial(_closing, errand), context, answers, held=BaseException)


def _closing(errand: Call) -> Any:
    """A thread gives back the database connection that a proof may have opened."""
    try:
        return errand()
    finally:
        connections.close_all()


@cache
def _errands() -> "SimpleQueue[tuple[Call, Context, Answers]]":
    errands: SimpleQueue[tuple[Call, Context, Answers]] = SimpleQueue()
    for number in range(AT_MOST):
        Thread(target=_work, args=(errands,), name=f"outside-{number}", daemon=True).start()
    return errands


os.register_at_fork(after_in_child=_errands.cache_clear)  # a child has none of its parent's threads
