"""One governed action at a time: its arguments validated, policy asked, then claimed, started, sent and settled."""

import time
from collections.abc import Iterator, Sequence

from apps.actions import execute, rules
from apps.connectors import engine
from apps.connectors.contract import JsonDict
from apps.console.bench import backlog, connector, processes
from apps.console.bench.backlog import Ready
from apps.console.bench.figures import Figure, at_least, measured
from apps.console.bench.processes import Share
from apps.console.bench.room import Room
from apps.console.bench.world import Home
from apps.core import scope
from apps.policies import engine as policy
from apps.policies.compile import Compiled
from apps.policies.decision import Outcome
from apps.policies.question import Question, subject_of

GUESS = 900  # actions a second and process: that much is made ready
PROCESSES = (1, 2, 4)


def run(room: Room) -> Iterator[Figure]:
    """With one, two and four worker processes; the best of them is the figure that counts."""
    found = [_with(room, count) for count in PROCESSES]
    yield from found
    best = max(found, key=lambda one: one.ratio or 0)
    yield Figure(
        "action", best.figure, best.unit, best.yardstick, best.ratio, at_least(0.15), at_least(0.08), best.runs
    )
    yield measured("action.proposed_and_done", "actions/s", lambda: _whole(room), yard=room.yard, rounds=room.rounds)


def _with(room: Room, count: int) -> Figure:
    name = f"action.{count}_process{'es' if count > 1 else ''}"
    return measured(name, "actions/s", lambda: sample(room, count), yard=room.yard, rounds=room.rounds)


def sample(room: Room, count: int) -> float:
    """Actions a second of so many processes, each doing one after the other."""
    ready = backlog.fill(room.place, room.homes, int(GUESS * room.seconds * min(count, 2)))
    asked = _Asked(room.homes[0])
    shares = processes.side_by_side(
        lambda place, until: _work(ready[place::count], until, asked), processes=count, seconds=room.seconds
    )
    done = len(ready) - backlog.left()
    backlog.clear(room.place)
    if done != sum(one.count for one in shares):
        raise RuntimeError(f"{sum(one.count for one in shares)} actions were taken, {done} came to their end.")
    return processes.rate(shares)


def _work(ready: Sequence[Ready], until: float, asked: "_Asked") -> Share:
    began, count = time.monotonic(), 0
    for one in ready:
        if time.monotonic() > until:
            break
        asked.once()
        with scope.workspace(one.workspace):
            execute.run(one.action, one.workspace)
        count += 1
    return Share(count, time.monotonic() - began)


class _Asked:
    """Validating and deciding, as before each action: the rules are compiled once a version, as everywhere."""

    arguments: JsonDict
    compiled: Compiled
    question: Question

    def __init__(self, home: Home) -> None:
        self.arguments = {"charge": "ch_3PqX0bench", "amount": 4200}
        self.tool = engine.tool(connector.TOOL)
        with scope.workspace(home.workspace):
            self.compiled = rules.in_force().compiled
        facts = connector.facts(self.arguments)
        subject = subject_of(self.tool).model_dump()
        self.question = Question(**subject, risk=self.tool.risk, facts=facts, agent=home.agent.pk.hex)

    def once(self) -> None:
        engine.validate(self.tool, self.arguments)
        if policy.decide(self.compiled, self.question, rung="auto").outcome != Outcome.AUTO:
            raise RuntimeError("The bench's own policy asks somebody.")


def _whole(room: Room) -> float:
    """From the wish to the result: proposing, with its transaction, and executing. Two processes."""
    connector.register()
    homes = room.homes

    def work(place: int, until: float) -> Share:
        began, count = time.monotonic(), 0
        while time.monotonic() < until:
            home = homes[(2 * count + place) % len(homes)]
            made = backlog.proposed(home, f"whole-{place}-{time.time_ns()}")
            with scope.workspace(home.workspace):
                execute.run(backlog.action_of(made), home.workspace)
            count += 1
        return Share(count, time.monotonic() - began)

    return processes.rate(processes.side_by_side(work, processes=2, seconds=room.seconds))
