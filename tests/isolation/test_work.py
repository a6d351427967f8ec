"""What works without a page: tasks, the doorbell's kinds, and commands. Each is met here without being listed."""

import inspect
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from itertools import product

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import connection

from apps.core import scope
from config.celery import app
from config.doorbell import KINDS
from tests.isolation import tables
from tests.isolation.ask import messages
from tests.isolation.ground import BELTS, Ground
from tests.isolation.test_matrix import listening

app.loader.import_default_modules()
TASKS = {name: task for name, task in sorted(app.tasks.items()) if not name.startswith("celery.")}


def told(name: str) -> list[str]:
    """What a task is told; one that is told nothing goes by the calendar."""
    given = inspect.signature(TASKS[name].run).parameters.values()
    return [one.name for one in given if one.kind is not one.VAR_POSITIONAL]


TOLD = [name for name in TASKS if told(name)]
COMMANDS = sorted(name for name, of in get_commands().items() if of.startswith("apps."))


def by_workspace(name: str) -> str:
    """The option that tells it one workspace, where it needs no more than that."""
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    named = [
        one for one in parser._actions if one.option_strings and "workspace" in (one.dest, str(one.metavar).lower())
    ]
    needed = [one.dest for one in parser._actions if one.required and one not in named]
    return named[0].option_strings[-1] if named and not needed else ""


# Commands of the operator, who stands above all workspaces: what each says, and why it may.
OF_THE_OPERATOR = {
    "backtest": "Forks processes that read the past of one workspace over their own connections, and prints sums.",
    "bench": "Measures in a database of its own.",
    "budget_race": "Reserves in a workspace of its own making.",
    "drill": "Pauses a scope of one workspace over its own connection, and prints how long that took.",
    "organisation": "The operator founds the seat of one organisation, for people whom they name.",
    "limit": "Says one organisation's limit, in its workspaces alone, and prints how many they are.",
    "faults": "Breaks an installation of its own making.",
    "faults_workers": "Forks the workers of such an installation.",
    "generate_history": "Makes workspaces of its own.",
    "log_key": "Prints public keys.",
    "policy": "Tries sentences on actions that it is handed, in no workspace at all.",
    "pause": "Stops work by ids, and says which it stopped.",
    "pause_race": "Pauses on a server of its own.",
    "tamper": "Tampers with logs on a server of its own.",
    "check_all": "Looks at the source alone.",
    "demo": "Plays in a workspace of its own, over the product's own doors.",
    "evidence": "Writes out, for the operator, the evidence of one action or the log of one workspace.",
    "flow": "Prints the picture of the states.",
    "load_cases": "Writes into the sample's operations database.",
    "partitions": "Makes empty partitions.",
    "reaper": "Works on ids and moments, and enters each workspace for its own work.",
    "up": "Starts the processes.",
    "verify": "Names each workspace's address and counts, never what stands in it.",
}
OF_ONE = [name for name in COMMANDS if by_workspace(name) and name not in OF_THE_OPERATOR]


@pytest.mark.parametrize("name", TASKS)
def test_a_task_is_told_ids_alone(name: str) -> None:
    assert set(told(name)) <= {"kind", "id", "workspace"}


@pytest.mark.parametrize("name", TOLD)
def test_a_task_that_names_anothers_thing_does_nothing(name: str, ground: Ground) -> None:
    wanted = told(name)
    before = dict(_digests(ground))
    with listening() as heard:
        for kind, thing in product(KINDS, ground.other.said.values()):
            said = {"kind": kind, "id": thing.rpartition("_")[2], "workspace": str(ground.own.workspace)}
            TASKS[name].run(**{one: said[one] for one in wanted})
    assert dict(_digests(ground)) == before
    assert not [line for line in heard.lines if ground.canary in line]
    assert not [words for words in messages() if ground.other.workspace.hex in words.replace("-", "")]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_speaks_of_one_workspace_or_says_why_of_all(name: str) -> None:
    assert name in OF_ONE or OF_THE_OPERATOR.get(name, "").endswith("."), f"{name} is in no cell: whom may it speak of?"


@pytest.mark.parametrize("belts", BELTS[:1], indirect=True)
def test_a_command_for_one_workspace_says_nothing_of_another(ground: Ground) -> None:
    for name in OF_ONE:
        said = StringIO()
        with suppress(CommandError):
            call_command(name, f"{by_workspace(name)}={ground.own.slug}", stdout=said, stderr=said)
        assert ground.canary not in said.getvalue(), name


def test_no_excuse_outlives_its_command() -> None:
    assert OF_THE_OPERATOR.keys() <= set(COMMANDS)


def _digests(ground: Ground) -> Iterator[tuple[str, str]]:
    """What stands in the other workspace, table by table."""
    with scope.workspace(ground.other.workspace), connection.cursor() as cursor:
        for table in tables.tenants(cursor):
            cursor.execute(
                f"SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') FROM {table} t WHERE workspace_id = %s",
                [ground.other.workspace],
            )
            yield table, cursor.fetchone()[0]
