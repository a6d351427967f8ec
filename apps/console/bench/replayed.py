"""A draft asked about a workspace's past at once, by several processes side by side, and nothing stored of it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.actions.backtests import cases
from apps.actions.backtests.desk import Desk
from apps.actions.backtests.start import OF
from apps.console.bench import processes
from apps.console.bench.processes import Share
from apps.core import scope
from apps.policies import tally
from apps.policies.tally import Tally

PATIENCE_S = 3_600


@dataclass(frozen=True)
class Sums(Share):
    """One process's part, with the tallies of what it asked."""

    tallies: Sequence[dict[str, Any]] = field(default=())


def at_once(workspace: UUID, sentences: Sequence[str], *, days: int, hands: int = 2) -> tuple[Tally, float]:
    """The sums over the last days, and the seconds that it took, from the first question to the last sum."""
    began, until = time.monotonic(), timezone.now()
    with scope.workspace(workspace), transaction.atomic():
        parts = list(cases.parts(workspace, until - timedelta(days=days), until, of=OF))
        desk = Desk.of(sentences, since=until - timedelta(days=days))
    hands = 1 if desk.running is not None else hands  # totals are told in order

    def work(place: int, _: float) -> Share:
        with scope.workspace(workspace):
            asked = [desk.asked(first, last)[0].stored for first, last, _ in parts[place::hands]]
        return Sums(len(asked), time.monotonic() - began, tallies=asked)

    shares = processes.side_by_side(work, processes=hands, seconds=PATIENCE_S, patience=PATIENCE_S)
    whole = tally.together((one for share in shares if isinstance(share, Sums) for one in share.tallies), desk.zone)
    return whole, time.monotonic() - began
