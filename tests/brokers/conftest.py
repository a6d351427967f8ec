"""A broker of each kind, started for these tests alone, and a worker that listens to it."""

import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from uuid import UUID

import pytest
from celery import Celery
from pytest_django.fixtures import Settings

from apps.actions import rules
from apps.actions.draft import Asked
from apps.actions.models import Action
from apps.console.faults import brokers, oracle, place, trial, world
from apps.console.faults.brokers import Broker
from apps.console.faults.crew import Crew
from apps.console.faults.place import LAG_S, QUICK
from apps.console.faults.trouble import make_noise
from apps.core import scope
from apps.core.doorbell import TASK
from apps.runs import record
from config.celery import QUEUE, transport
from tests.harness import environment
from tests.harness.components import component

PROGRAMS = {"pgmq": (), "rabbitmq": ("rabbitmq-server",), "redis": ("valkey-server", "redis-server")}


@dataclass
class Listening:
    """One broker, one worker, and a workspace whose connections lead to a real target.

    What this process itself rings for goes elsewhere, so nobody hears of it: a test says who is woken, and how.
    """

    broker: Broker
    crew: Crew
    place: world.Place
    ports: list[int]
    earlier: Counter[str]  # effects that the target had before this test

    @cached_property
    def app(self) -> Celery:
        made = Celery("bell", set_as_current=False)
        made.conf.update(**transport(self.broker.url), task_default_queue=QUEUE)
        return made

    def propose(self, count: int = 1) -> list[UUID]:
        run = record.open_run(self.place.agents[0], goal="A message", asker=self.place.asker)
        asked = Asked(self.place.agents[0], self.place.asker, run)
        made = [world.propose_one(asked, rules.in_force(), [world.wanted(self.place, "A")]) for _ in range(count)]
        return list(Action.objects.filter(proposal_id__in=[one.pk for one in made]).values_list("pk", flat=True))

    def ring(self, action: UUID) -> None:
        self.app.send_task(TASK, args=["action", str(action), str(self.place.id)], ignore_result=True)

    def make_noise(self, actions: list[UUID], seed: int) -> int:
        bells = [(action, self.place.id) for action in actions]
        return make_noise(self.app, random.Random(seed), bells)

    def effects(self) -> Counter[str]:
        """How often each action had its effect, by the targets' own books."""
        return oracle.counted(self.ports) - self.earlier

    def done(self, *, within_s: float = 30) -> None:
        """Everything is done once, within this time."""
        brokers.wait(lambda: not Action.objects.exclude(state="done").exists(), "Not done in time.", within_s=within_s)


@pytest.fixture(scope="session", params=PROGRAMS)
def running(request: pytest.FixtureRequest) -> Iterator[Broker]:
    """One server of each kind for all of these tests; RabbitMQ takes ten seconds to start."""
    if PROGRAMS[request.param]:
        component(*PROGRAMS[request.param])
    folder = Path(tempfile.mkdtemp(prefix="countersign-broker-"))
    folder.chmod(0o711)
    made = brokers.KINDS[request.param](folder / request.param)
    with ExitStack() as after:
        after.callback(place.clear, folder, request.param)
        after.callback(made.end)
        made.start()
        yield made


@pytest.fixture
def broker(running: Broker) -> Iterator[Broker]:
    """It runs, and holds no message of the test before."""
    yield running
    running.empty()


@pytest.fixture(scope="session")
def targets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """One target of each tier for all of these tests."""
    folder = tmp_path_factory.mktemp("targets")
    with ExitStack() as after:
        yield {tier: after.enter_context(place.target(folder, tier, 1, "none", LAG_S)) for tier in place.TIERS}


@pytest.fixture(scope="session")
def crew(running: Broker, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Crew]:
    """Whoever starts workers for this broker: they are forked off one process, which has everything in memory."""
    made = Crew(tmp_path_factory.mktemp("crew"), {**environment.for_processes(), **QUICK, "BROKER_URL": running.url})
    yield made
    made.end()


@pytest.fixture
def listening(
    broker: Broker, targets: dict[str, int], crew: Crew, test_env: dict[str, str], settings: Settings
) -> Iterator[Listening]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    trial.join()
    with ExitStack() as after:
        there = world.furnish(1, targets)
        after.callback(crew.dismiss)
        crew.hire("worker", 1)
        assert crew.wait(crew.hands[0])
        after.enter_context(scope.workspace(there.id))
        ports = list(targets.values())
        made = Listening(broker, crew, there, ports, oracle.counted(ports))
        after.callback(made.app.close)
        yield made
