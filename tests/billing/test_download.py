"""Usage as a file: whole, bounded, in the workspace's own days, and nothing in it is a formula."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from apps.agents.models import Agent
from apps.billing import rollup
from apps.billing.models import Fresh
from apps.console.spreadsheet import safe
from apps.core import scope
from apps.core.ids import uuid7
from apps.workspaces.models import User, Workspace
from tests import make
from tests.billing.test_usage import lena, use
from tests.pages.conftest import acme, browser, person

__all__ = ["acme", "browser", "lena", "person"]
Browser = Callable[[User], Client]


def rows(client: Client, workspace: Workspace, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/w/{workspace.slug}/usage.csv{query}")
    assert answer.streaming
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith(f'attachment; filename="usage-{workspace.slug}-')
    with scope.workspace():  # it is sent when the door has closed
        text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_line_of_the_roll_up_is_one_of_the_file(acme: Workspace, lena: User, browser: Browser) -> None:
    bot = Agent.objects.create(workspace_id=acme.pk, owner=lena, name='Zürich, "the" bot')
    day = timezone.localdate() - timedelta(days=20)
    use(acme, day, 12_500, agent_id=bot.pk), use(acme, day, 184_50, unit="money", currency="USD", category="refunds")
    use(acme, day - timedelta(days=30), 7, unit="actions")
    cost, money = sorted(
        rows(browser(lena), acme, f"?from={day}&to={day + timedelta(days=10)}"), key=lambda one: one["unit"]
    )
    assert cost == {
        "day": f"{day}", "time_zone": "Europe/Copenhagen", "agent": 'Zürich, "the" bot', "agent_id": str(bot.pk), "unit": "Model cost",
        "connection": "Over no connection", "connection_id": "", "currency": "USD", "category": "", "amount": "0.012500",
        "times": "1",
    }  # fmt: skip
    assert (money["agent"], money["amount"], money["currency"], money["category"]) == (
        "No agent",
        "184.50",
        "USD",
        "refunds",
    )


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", "|calc"]
)
def test_no_name_becomes_a_formula(acme: Workspace, lena: User, browser: Browser, name: str) -> None:
    bot = Agent.objects.create(workspace_id=acme.pk, owner=lena, name=name)
    use(
        acme,
        timezone.localdate(timezone=ZoneInfo(acme.time_zone)),
        1,
        agent_id=bot.pk,
        unit="money",
        currency="USD",
        category=name,
    )
    (row,) = rows(browser(lena), acme)
    assert row["agent"] == row["category"] == f"'{name}"


@given(st.text())
def test_a_cell_never_begins_as_a_formula_does(text: str) -> None:
    assert not safe(text).strip().startswith(("=", "+", "-", "@", "\t"))
    assert safe(text).endswith(text)


def test_what_is_not_yet_rolled_up_is_in_it_once_and_on_its_own_day(
    acme: Workspace, lena: User, browser: Browser
) -> None:
    Workspace.objects.filter(pk=acme.pk).update(time_zone="Pacific/Auckland")
    Fresh.objects.create(
        id=uuid7(), workspace_id=acme.pk, unit="actions", amount=3, at=datetime(2026, 3, 31, 23, tzinfo=UTC)
    )
    for _ in range(2):
        (row,) = rows(browser(lena), acme, "?from=2026-03-25&to=2026-04-05")
        assert (row["day"], row["time_zone"], row["amount"]) == ("2026-04-01", "Pacific/Auckland", "3")
        rollup.roll_up()


def test_a_long_file_has_each_of_its_days_once(acme: Workspace, lena: User, browser: Browser) -> None:
    for number in range(40):
        use(acme, date(2026, 1, 1) + timedelta(days=number), number)
    found = rows(browser(lena), acme, "?from=2026-01-02&to=2026-02-08")
    assert [row["day"] for row in found] == [f"{date(2026, 1, 2) + timedelta(days=n)}" for n in range(38)]


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("?from=2020-01-01&to=2022-01-01", "A file holds 366 days at most"),
        ("?from=2026-02-01&to=2026-01-01", "A file begins on a day that has come"),
        ("?from=9999-01-01&to=9999-12-31", "A file begins on a day that has come"),
        ("?from=yesterday", "Write a day as 2026-04-18"),
        ("?from=2026-02-30", "Write a day as 2026-04-18"),
    ],
)
def test_what_is_no_stretch_of_days_is_refused_on_the_page(
    acme: Workspace, lena: User, browser: Browser, query: str, why: str
) -> None:
    answer = browser(lena).get(f"/w/{acme.slug}/usage.csv{query}")
    assert answer.status_code == 409
    assert why in answer.content.decode()


def test_the_file_holds_nothing_of_another_workspace(acme: Workspace, lena: User, browser: Browser) -> None:
    other = make.workspace("northlight")
    with scope.workspace(other.pk):
        use(other, timezone.localdate(), 1)
    assert rows(browser(lena), acme) == []
    assert browser(lena).get(f"/w/{other.slug}/usage.csv").status_code == 404
