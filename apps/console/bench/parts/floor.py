"""What the database alone can do here: the yardstick at several clients, and the least that an action could cost."""

import statistics
from collections.abc import Iterator

from apps.console.bench.figures import Figure, measured
from apps.console.bench.room import Room
from apps.console.bench.yardstick import CLIENTS, INSERT, TWO_COMMITS


def run(room: Room) -> Iterator[Figure]:
    """Durable INSERTs a second, one a transaction; then intent and result with entry, two commits."""
    for clients in (1, CLIENTS, 16):
        runs = [room.yard.tps(INSERT, clients=clients) for _ in range(room.rounds)]
        figure = statistics.median(runs)
        yield Figure(f"floor.insert_{clients}_clients", figure, "transactions/s", runs=runs)
    yield measured(
        "floor.two_commits", "actions/s", lambda: room.yard.tps(TWO_COMMITS), yard=room.yard, rounds=room.rounds
    )
