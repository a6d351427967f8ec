"""What every test stands on: a PostgreSQL of the tests' own, and rolled-back or fresh databases on it.

Plain `django_db` tests are rolled back. After tests that commit (`transaction=True`, live_server) all rows are put back
as the migrations left them, where Django would flush: the app's login may not.
"""

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import django
import psycopg
import pytest
from django.test import TransactionTestCase
from hypothesis import settings as examples
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from tests.harness import databases, environment, simulators
from tests.harness.components import REQUIRED

django.setup()  # only now, after harness.environment has laid out what settings read; conftests below import models

# The same examples in every run, so that red means changed code; RANDOM_EXAMPLES=1 looks for new ones.
examples.register_profile("here", deadline=None, derandomize="RANDOM_EXAMPLES" not in os.environ)
examples.load_profile("here")

LONG = tuple(
    f"tests/{name}"
    for name in (
        "faults/",
        "brokers/",
        "console/test_bench",
        "flows/",
        "runner/",
        "protocol/",
        "scale/",
        "isolation/",
        "pause/",
    )
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="everything that tests/isolation and tests/policies sample")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: databases.renew())
    with django_db_blocker.unblock(), databases.session():
        yield
    patch.undo()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones come first, so that no worker has them left when the others are through."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    del os.environ["DJANGO_SETTINGS_MODULE"]  # else a worker reads the settings before it has laid out its own


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where every component is there (.ci/run says so), a test that skips has not been run, and that is a failure."""
    report = yield
    if report.skipped and os.environ.get(REQUIRED):
        report.outcome, report.longrepr = "failed", f"skipped although {REQUIRED} is set: {report.longrepr}"
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        databases.stop()


@pytest.fixture
def test_env(transactional_db: None) -> dict[str, str]:
    """The environment for a process that a test starts: it finds this test's database and an empty queue."""
    with psycopg.connect(environment.place.url("cs_broker", environment.QUEUE), autocommit=True) as queue:
        queue.execute("SELECT pgmq.drop_queue(queue_name) FROM pgmq.list_queues()")
    return environment.for_processes()


@pytest.fixture
def foreign_database(django_db_setup: None) -> Iterator[Callable[[], str]]:
    """Makes empty databases that are not ours, on the test server, each with the login `foreigner`: their addresses."""
    made: list[str] = []

    def make() -> str:
        name, address = databases.foreign()
        made.append(name)
        return address

    yield make
    for name in made:
        databases.give_back(name)


@pytest.fixture(scope="session")
def _simulators(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with simulators.running(tmp_path_factory.mktemp("simulators")) as addresses:
        yield addresses


@pytest.fixture
def sandboxes(_simulators: dict[str, str], tmp_path: Path, settings: Settings) -> dict[str, str]:
    """The simulators run as after a first start, and this process knows where."""
    simulators.afresh(_simulators, tmp_path)
    settings.SANDBOXES = _simulators
    return _simulators
