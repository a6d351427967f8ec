"""The calendar page: hours, freezes and checks as they stand, and forms for admins that propose to change them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.actions.models import Proposal
from apps.agents import checks
from apps.agents.models import Agent
from apps.workspaces import freezes
from apps.workspaces.freezes import Span
from apps.workspaces.models import User, Workspace
from tests.pages.conftest import at

Browser = Callable[[User], Client]
People = Callable[..., User]
HOURS = {"deed": "hours", "opens": "08:00", "closes": "16:30", "day": ["1", "2"]}
FREEZE = {"deed": "freeze", "name": "Code freeze", "begins": "2099-12-18 00:00", "ends": "2099-12-28T00:00"}


@pytest.fixture
def ada(acme: Workspace, person: People) -> User:
    ada = person("ada", "Admins")
    Agent.objects.create(workspace_id=acme.pk, name="Pipe <b>line", owner=ada)
    return ada


def test_an_admin_proposes_hours_a_freeze_and_a_reporter(acme: Workspace, ada: User, browser: Browser) -> None:
    report = {"deed": "report", "agent": str(Agent.objects.get().pk), "check": "Tests"}
    for form in (HOURS, FREEZE | {"places": "production, main"}, report):
        assert browser(ada).post(at(acme, "calendar/"), form).status_code == 302
    titles = list(Proposal.objects.order_by("id").values_list("title", flat=True))
    assert titles == [
        "Work from 08:00 to 16:30 on Monday and Tuesday",
        "Name the code freeze: 00:00 on 18 December 2099 to 00:00 on 28 December 2099, in main, production",
        "Let Pipe <b>line report whether tests passed",
    ]
    assert freezes.standing(timezone.now()) == []  # nobody has signed


def test_the_page_shows_what_stands_and_escapes_names(acme: Workspace, ada: User, browser: Browser) -> None:
    page = browser(ada).get(at(acme, "calendar/")).content.decode()
    assert "09:00 to 17:00 on Monday" in page
    assert "No freeze is in force" in page
    now, agent = timezone.now(), Agent.objects.get()
    span = Span("<i>code", now - timedelta(1), now + timedelta(1), ("<u>prod",))
    freezes.say(span, workspace=acme.pk, by="operator")
    checks.let_report(agent, "tests", by="operator")
    checks.report(agent, "tests", of="commit: <s>a1", passed=False, hours=1)
    page = browser(ada).get(at(acme, "calendar/")).content.decode()
    for text in ("&lt;i&gt;code", "&lt;u&gt;prod", "Pipe &lt;b&gt;line", "commit:&lt;s&gt;a1", "In force", "Failed"):
        assert text in page
    for tag in ("<i>code", "<u>prod", "<b>line", "<s>a1"):
        assert tag not in page


def test_a_freeze_that_stands_is_ended_by_what_its_row_says(acme: Workspace, ada: User, browser: Browser) -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    freezes.say(Span("code", now, now + timedelta(1), ("main",)), workspace=acme.pk, by="operator")
    [row] = browser(ada).get(at(acme, "calendar/")).context["freezes"]
    answer = browser(ada).post(at(acme, "calendar/"), row.form | {"deed": "thaw"})
    assert answer.status_code == 302
    assert Proposal.objects.get().title.startswith("End the code freeze")


@pytest.mark.parametrize(
    "wrong",
    [{}, {"deed": "x"}, HOURS | {"day": []}, HOURS | {"opens": ""}, HOURS | {"opens": "25:00"}, HOURS | {"day": ["9"]},
     FREEZE | {"name": "<b>"}, FREEZE | {"ends": "soon"}, FREEZE | {"ends": "2001-01-01T00:00"},
     {"deed": "report", "agent": "x", "check": "tests"}, {"deed": "no more", "agent": "", "check": "tests"}],
)  # fmt: skip
def test_a_form_that_says_nothing_possible_is_refused_on_the_page(
    acme: Workspace, ada: User, browser: Browser, wrong: dict[str, object]
) -> None:
    answer = browser(ada).post(at(acme, "calendar/"), wrong)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert not Proposal.objects.exists()


def test_who_may_not_configure_sees_no_form_and_is_refused(
    acme: Workspace, person: People, ada: User, browser: Browser
) -> None:
    wim = person("wim", "Auditors")
    page = browser(wim).get(at(acme, "calendar/")).content.decode()
    assert "may propose to change this" in page
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]
    assert browser(wim).post(at(acme, "calendar/"), HOURS).status_code == 403
    assert not Proposal.objects.exists()
