"""A generated past is as if it had happened: verify finds nothing, and it lies in the partitions of its months."""

import psycopg
import pytest

from apps.actions.models import Action
from apps.actions.verify import GUARANTEES as OF_ACTIONS
from apps.approvals.verify import GUARANTEES as OF_REQUESTS
from apps.audit.verify import GUARANTEES as OF_LOG
from apps.audit.verify import Guarantee
from apps.billing.verify import GUARANTEES as OF_BUDGETS
from apps.console.history import lines, moulds
from apps.console.history.generate import Generated
from apps.core import scope
from tests.harness import environment
from tests.scale.conftest import ACTIONS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("guarantee", (*OF_LOG, *OF_ACTIONS, *OF_REQUESTS, *OF_BUDGETS))
def test_every_guarantee_holds_over_a_generated_past(past: Generated, guarantee: Guarantee) -> None:
    place = past.places[-1].workspace
    with scope.workspace(place):
        verdict = guarantee(place)
    assert verdict.holds, verdict.faults


def test_one_workspace_owns_a_fifth(past: Generated) -> None:
    with scope.workspace(past.places[0].workspace):
        first = Action.objects.count()
    assert ACTIONS <= past.actions < 1.05 * ACTIONS  # those that still wait come on top
    assert first == pytest.approx(ACTIONS / 5, rel=0.02)


def test_the_year_lies_in_the_partitions_of_its_months(past: Generated) -> None:
    assert _as_superuser("SELECT count(DISTINCT tableoid) FROM actions_action") >= 12


def test_states_and_tools_are_mixed(past: Generated) -> None:
    with scope.workspace(past.places[0].workspace):
        states = dict.fromkeys(Action.objects.values_list("state", flat=True))
        tools = dict.fromkeys(Action.objects.values_list("tool", flat=True))
    assert {"done", "denied", "rejected", "lapsed", "failed", "suggested", "stopped", "waiting"} == set(states)
    assert len(tools) >= 4


def test_row_security_is_forced_again_afterwards(past: Generated) -> None:
    forced = "SELECT count(*) FROM pg_class WHERE relname IN ('actions_action', 'audit_entry') AND relforcerowsecurity"
    assert _as_superuser(forced) == 2


def test_the_quick_forms_are_the_products_own() -> None:
    assert moulds.agrees()
    assert lines.quick_agrees()


def _as_superuser(question: str) -> int:
    with psycopg.connect(environment.place.superuser, dbname=environment.MAIN) as server:
        row = server.execute(question).fetchone()
    assert row
    return int(row[0])
