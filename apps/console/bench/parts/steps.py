"""Hosted agents: durable steps a second. Each step is a governed read, recorded with what it saw."""

import time
from collections.abc import Iterator

from apps.connectors.contract import JsonDict
from apps.console.bench import peers, processes
from apps.console.bench.figures import Figure, at_least, measured
from apps.console.bench.processes import Share
from apps.console.bench.room import Room
from apps.core import scope
from apps.runner import start, step

STEPS = 4
PROCESSES = 2


def run(room: Room) -> Iterator[Figure]:
    """Runs of four steps from their start to their end, by two processes; the peers do steps that do nothing."""
    homes = room.homes
    for home in homes:
        with scope.workspace(home.workspace):
            start.publish(home.agent, _definition(), by="operator")
    yield measured("steps", "steps/s", lambda: _sample(room), yard=room.yard, rounds=room.rounds, goal=at_least(0.2))
    if room.peers:
        yield from peers.measured(room)


def _sample(room: Room) -> float:
    homes = room.homes

    def work(place: int, until: float) -> Share:
        began, count = time.monotonic(), 0
        while time.monotonic() < until:
            home = homes[(PROCESSES * count // STEPS + place) % len(homes)]
            with scope.workspace(home.workspace):
                run = start.start(home.agent, asker=home.asker, case={"number": "ch_1"})
                while step.take(run.pk):
                    pass
                run.refresh_from_db()
            if run.state != "done" or run.steps_taken < STEPS:
                raise RuntimeError(f"The run ended {run.state} after {run.steps_taken} steps: {run.outcome}")
            count += STEPS
        return Share(count, time.monotonic() - began)

    return processes.rate(processes.side_by_side(work, processes=PROCESSES, seconds=room.seconds))


def _definition() -> JsonDict:
    """Four reads, each kept, then the end."""
    states: JsonDict = {
        f"read{number}": {
            "do": "read", "title": f"Look up {number}", "keep": f"seen{number}",
            "call": {"use": "target", "tool": "bench.look_up", "arguments": {"charge": "${case.number}"}},
            "then": f"read{number + 1}" if number < STEPS else "over",
        }
        for number in range(1, STEPS + 1)
    }  # fmt: skip
    return {
        "architecture": "state_machine", "prompt_version": "bench-1", "goal": "Look ${case.number} up",
        "connections": {"target": {"connector": "bench"}}, "start": "read1",
        "states": {**states, "over": {"do": "end", "state": "done", "say": "Looked."}},
    }  # fmt: skip
