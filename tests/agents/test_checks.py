"""Checks reported from outside: only by whom an admin allowed, only for a while, never for one's own actions."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from apps.agents import checks
from apps.agents.models import Agent, Report
from apps.audit import log
from apps.core import ids, scope
from apps.core.errors import Invalid, NotEntitled
from tests import make

pytestmark = pytest.mark.django_db

SHA = {"commit": {"A1B2"}}


@pytest.fixture
def agents() -> Iterator[tuple[Agent, Agent]]:
    """Who acts, and whose key may report `tests`."""
    acme = make.workspace()
    ada = make.person("ada", of=acme.pk, roles=["Admins"])
    with scope.workspace(acme.pk):
        deployer, ci = (
            Agent.objects.create(workspace_id=acme.pk, name=name, owner=ada) for name in ("Deployer", "Pipeline")
        )
        checks.let_report(ci, "tests", by="operator")
        yield deployer, ci


def report(agent: Agent, of: str = "commit: a1b2", *, passed: bool = True) -> Report:
    return checks.report(agent, "tests", of=of, passed=passed, hours=1)


def test_what_was_reported_is_told_of_that_thing_alone(agents: tuple[Agent, Agent]) -> None:
    deployer, ci = agents
    report(ci)
    assert checks.told(SHA, to=deployer, action="1") == {"tests": True}
    assert checks.told({"commit": {"c3d4"}}, to=deployer, action="1") == {}
    assert checks.told({"branch": {"A1B2"}}, to=deployer, action="1") == {}
    assert log.of(ids.say("agent", ci.pk))[-1].kind == "check.reported"


def test_who_may_not_report_is_refused_and_nobody_vouches_for_themselves(agents: tuple[Agent, Agent]) -> None:
    deployer, ci = agents
    with pytest.raises(NotEntitled, match="may not report the check tests"):
        report(deployer)
    report(ci)
    assert checks.told(SHA, to=ci, action="1") == {}


def test_the_last_word_counts_and_one_that_failed_for_somebody_has_failed(agents: tuple[Agent, Agent]) -> None:
    deployer, ci = agents
    report(ci)
    report(ci, passed=False)
    assert checks.told(SHA, to=deployer, action="1") == {"tests": False}
    other = Agent.objects.create(workspace_id=ci.workspace_id, name="Other", owner=ci.owner)
    checks.let_report(other, "tests", by="operator")
    report(other)
    assert checks.told(SHA, to=deployer, action="1") == {"tests": False}


def test_of_two_things_of_a_kind_both_must_have_passed(agents: tuple[Agent, Agent]) -> None:
    deployer, ci = agents
    report(ci)
    both = {"commit": {"a1b2", "c3d4"}}
    assert checks.told(both, to=deployer, action="1") == {}
    report(ci, of="commit: c3d4")
    assert checks.told(both, to=deployer, action="1") == {"tests": True}


def test_a_report_that_is_over_or_whose_reporter_was_ended_says_nothing(agents: tuple[Agent, Agent]) -> None:
    deployer, ci = agents
    made = report(ci)
    Report.objects.filter(pk=made.pk).update(until=timezone.now())
    assert checks.told(SHA, to=deployer, action="1") == {}
    report(ci)
    assert checks.end(ci, "tests", by="operator")
    assert (checks.told(SHA, to=deployer, action="1"), list(checks.names("check"))) == ({}, [("check", "tests")])


@pytest.mark.parametrize("of", ["a1b2", "commit:", ": a1b2"])
def test_a_report_says_of_what(agents: tuple[Agent, Agent], of: str) -> None:
    with pytest.raises(Invalid, match="its kind and its name"):
        report(agents[1], of=of)
