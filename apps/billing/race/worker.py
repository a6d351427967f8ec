"""One process of the race: reserves, settles and releases until its share is done. It may be killed any time."""

import sys
from random import Random
from uuid import UUID

from django.db import transaction

from apps.billing import budgets
from apps.billing.budgets import Used
from apps.billing.race.plan import MOST, Asked, ask, used
from apps.core import scope

IN_FLIGHT = 150


def run(workspace: UUID, *, worker: int, share: int, seed: int) -> None:
    """Says after each transaction how many it asked for and how many did not fit."""
    chance = Random(f"{seed} {worker}")  # noqa: S311  the race is to be repeatable
    open_ones: list[Asked] = []
    with scope.workspace(workspace):
        while share > 0:
            batch = [ask(chance, worker) for _ in range(min(share, chance.randint(1, MOST)))]
            open_ones += _reserve(workspace, batch)
            share -= len(batch)
            while len(open_ones) > IN_FLIGHT or (share <= 0 and open_ones):
                chance.shuffle(open_ones)
                ending, open_ones = open_ones[:MOST], open_ones[MOST:]
                end(workspace, ending, chance)


def _reserve(workspace: UUID, batch: list[Asked]) -> list[Asked]:
    with transaction.atomic():
        refused = budgets.reserve_many([one.need(workspace) for one in batch])
    sys.stdout.write(f"{len(batch)} {len(refused)}\n")
    sys.stdout.flush()
    return [one for one in batch if one.id not in refused]


def end(workspace: UUID, ending: list[Asked], chance: Random) -> None:
    """Some are settled with what they used, the others released."""
    settled = [one for one in ending if chance.random() < 0.6]
    released = [one.id for one in ending if one not in settled]
    with transaction.atomic():
        budgets.settle_many([Used(workspace, one.id, used(chance, one.amounts), one.scopes) for one in settled])
    with transaction.atomic():
        budgets.release_many(released)
