"""The page of usage: a running period beside the last one, what it may come to, a chart, and where it goes."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from apps.agents.models import Agent
from apps.billing import budgets, rollup, spending
from apps.billing.models import Budget, Day, Fresh, Window
from apps.billing.spans import running
from apps.core import ids, scope
from apps.core.ids import uuid7
from apps.workspaces.models import User, Workspace
from tests import make
from tests.pages import drafts
from tests.pages.conftest import acme, browser, person

__all__ = ["acme", "browser", "person"]
Person = Callable[..., User]
Browser = Callable[[User], Client]
MID_APRIL = datetime(2026, 4, 18, 10, tzinfo=UTC)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch, acme: Workspace) -> Callable[[datetime], date]:
    """From here on it is that moment, as far as pages know."""

    def turned(moment: datetime) -> date:
        Workspace.objects.filter(pk=acme.pk).update(created_at=datetime(2025, 1, 1, tzinfo=UTC))
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return moment.date()

    return turned


@pytest.fixture
def lena(acme: Workspace, person: Person) -> User:
    return person("lena", "Support leads")


def use(workspace: Workspace, day: date, n: int, **said: Any) -> Day:
    known: dict[str, Any] = {"unit": "micro_usd", "times": 1}
    return Day.objects.create(id=uuid7(), workspace_id=workspace.pk, day=day, amount=n, **(known | said))


def shown(client: Client, workspace: Workspace, query: str = "") -> str:
    answer = client.get(f"/w/{workspace.slug}/usage/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_month_is_shown_beside_the_last_one_with_what_it_may_come_to(
    acme: Workspace, lena: User, browser: Browser, on: Callable[[datetime], date]
) -> None:
    today = on(MID_APRIL)
    for back in range(48):
        use(acme, today - timedelta(days=back), 10_000_000)
    page = shown(browser(lena), acme)
    for said in ("$180.00", "day 18 of 30", "about $300", "the average of the 17 days that are over",
                 "<dt>March</dt><dd>$300.00</dd>", "$170.00 by its day 18", "about $300 by 30 April"):  # fmt: skip
        assert said in page, said


def test_the_chart_says_the_same_to_whoever_does_not_see_it(
    acme: Workspace, lena: User, browser: Browser, on: Callable[[datetime], date]
) -> None:
    today = on(MID_APRIL)
    use(acme, today, 10_000_000), use(acme, today - timedelta(days=1), 2_500_000)
    page = shown(browser(lena), acme)
    assert re.search(
        r'<svg[^>]+role="img" aria-labelledby="course-title"><title id="course-title">April 2026: \$12.50', page
    )
    assert re.findall(r'<th scope="row">(\d+ April)</th>', page) == [f"{day} April" for day in range(1, 19)]
    assert "<script" not in page.partition('<svg class="chart')[2].partition("</svg>")[0]
    assert 'style="' not in page


def test_on_the_first_day_of_a_period_nothing_is_foretold(
    acme: Workspace, lena: User, browser: Browser, on: Callable[[datetime], date]
) -> None:
    today = on(datetime(2026, 4, 1, 10, tzinfo=UTC))
    use(acme, today, 10_000_000), use(acme, today - timedelta(days=1), 40_000_000)
    page = shown(browser(lena), acme)
    assert "once the first day is over" in page
    assert "about $" not in page


def test_a_rolling_month_is_compared_and_not_foretold(
    acme: Workspace, lena: User, browser: Browser, on: Callable[[datetime], date]
) -> None:
    today = on(MID_APRIL)
    use(acme, today - timedelta(days=29), 10_000_000), use(acme, today - timedelta(days=30), 40_000_000)
    page = shown(browser(lena), acme, "?period=30-days")
    assert "<dt>30 days before</dt><dd>$40.00</dd>" in page
    assert "these days are over" in page


def test_currencies_are_never_added_up(
    acme: Workspace, lena: User, browser: Browser, on: Callable[[datetime], date]
) -> None:
    today = on(MID_APRIL)
    for currency, n in (("USD", 100_00), ("SEK", 700_00)):
        use(acme, today, n, unit="money", currency=currency)
    page = shown(browser(lena), acme, "?of=money-SEK")
    assert "700.00 SEK today" in page
    assert "Money moved, USD" in page
    assert "800.00" not in page


@pytest.mark.parametrize("query", ["?of=money", "?of=money-<b>", "?of=gold&period=year&by=x", "?after=x"])
def test_an_address_that_says_nothing_known_shows_model_cost_this_month(
    acme: Workspace, lena: User, browser: Browser, query: str
) -> None:
    assert 'aria-current="true">Model cost</a>' in shown(browser(lena), acme, query)


def test_a_day_is_one_of_the_workspaces_own_before_and_after_the_roll_up(acme: Workspace) -> None:
    """At eleven in the evening of 31 March in UTC it is April in Auckland, and still the day before in New York."""
    at = datetime(2026, 3, 31, 23, tzinfo=UTC)
    for zone, day in (("Pacific/Auckland", date(2026, 4, 1)), ("America/New_York", date(2026, 3, 31))):
        Workspace.objects.filter(pk=acme.pk).update(time_zone=zone)
        Fresh.objects.create(id=uuid7(), workspace_id=acme.pk, unit="actions", amount=1, at=at)
        for _ in range(2):
            found = spending.spending(acme.pk, running("month", day))
            assert found.days == {("actions", ""): {day: 1}}
            rollup.roll_up()
        Day.objects.all().delete()


def test_today_is_todays_date_in_the_workspaces_zone(
    acme: Workspace, lena: User, browser: Browser, on: Callable[[datetime], date]
) -> None:
    on(datetime(2026, 3, 31, 23, tzinfo=UTC))
    Workspace.objects.filter(pk=acme.pk).update(time_zone="Pacific/Auckland")
    page = shown(browser(lena), acme)
    assert "April 2026, to now" in page
    assert "midnight in Pacific/Auckland" in page


def test_many_agents_are_cut_off_by_use_and_the_rest_is_named(
    acme: Workspace, lena: User, browser: Browser, on: Callable[[datetime], date]
) -> None:
    today = on(MID_APRIL)
    for number in range(53):
        bot = Agent.objects.create(workspace_id=acme.pk, owner=lena, name=f"Bot {number:02}<i>\u202e")
        use(acme, today, number + 1, unit="actions", agent_id=bot.pk)
    page = shown(browser(lena), acme, "?of=actions")
    assert ("Bot 52" in page, "Bot 03" in page, "Bot 02" in page) == (True, True, False)
    assert "3 more are in the CSV" in page
    assert "Everything else" in page
    assert "<i>\u202e" not in page


def test_a_budget_that_will_reach_its_cap_says_when(
    acme: Workspace, lena: User, browser: Browser, on: Callable[[datetime], date]
) -> None:
    today = on(MID_APRIL)
    found = budgets.set_up(workspace=acme.pk, by="operator", name="Model", scope=("workspace", acme.pk), unit="micro_usd",
                           period="month", cap=200_000_000)  # fmt: skip
    Budget.objects.update(created_at=datetime(2026, 1, 1, tzinfo=UTC))
    for back in range(18):
        use(acme, today - timedelta(days=back), 10_000_000)
    for month, used in ((3, 90_000_000), (timezone.now().month, 180_000_000)):
        Window.objects.create(workspace_id=acme.pk, budget_id=found.pk, starts_on=date(2026, month, 1), used=used)
    # The window that runs is found by the database's clock, which no test turns back.
    Window.objects.create(
        workspace_id=acme.pk,
        budget_id=found.pk,
        starts_on=datetime.now(ZoneInfo(acme.time_zone)).date().replace(day=1),
        used=180_000_000,
    )
    client = browser(lena)
    assert "reaches the cap on 20 April" in shown(client, acme)
    one = client.get(f"/w/{acme.slug}/usage/{ids.say('budget', found.pk)}/").content.decode()
    for said in ("about $300", "were it not for the cap", "At this pace this budget reaches the cap on 20 April",
                 "<dd>$90.00</dd>", "1 March to 31 March", "Cap $200.00"):  # fmt: skip
        assert said in one, said


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"period": "day"}, "a day is too short for one"),
        ({"period": "forever"}, "it has no end to reckon to"),
        ({"scope": ("person", uuid7()), "period": "month"}, "what a person asks for is not counted by day"),
        ({"period": "week"}, "is over"),
    ],
)
def test_a_budget_without_a_forecast_says_why(
    acme: Workspace, lena: User, browser: Browser, said: dict[str, Any], why: str
) -> None:
    known: dict[str, Any] = {"scope": ("workspace", acme.pk), "name": "Actions", "unit": "actions", "cap": 10}
    found = budgets.set_up(workspace=acme.pk, by="operator", **(known | said))
    page = browser(lena).get(f"/w/{acme.slug}/usage/{ids.say('budget', found.pk)}/").content.decode()
    assert why in page
    assert "Forecast" in page


def test_whoever_may_see_one_agent_alone_does_not_see_what_all_use(
    acme: Workspace, person: Person, browser: Browser
) -> None:
    nobody = browser(person("nora"))
    assert nobody.get(f"/w/{acme.slug}/usage/").status_code == 403
    assert nobody.get(f"/w/{acme.slug}/usage.csv").status_code == 403


def test_another_workspaces_use_is_not_counted(
    acme: Workspace, lena: User, browser: Browser, on: Callable[[datetime], date]
) -> None:
    today, other = on(MID_APRIL), make.workspace("northlight")
    with scope.workspace(other.pk):
        use(other, today, 77_000_000)
    page = shown(browser(lena), acme)
    assert "77.00" not in page
    assert "Nothing was used yet" in page


def test_the_page_asks_no_more_for_many_days_and_budgets(
    acme: Workspace, lena: User, browser: Browser, on: Callable[[datetime], date], django_assert_max_num_queries: Any
) -> None:
    today, bot = on(MID_APRIL), drafts.agent(acme, lena)
    for number in range(20):
        use(acme, today - timedelta(days=number), 5, agent_id=bot.pk)
        budgets.set_up(workspace=acme.pk, by="operator", name=f"B {number}", scope=("agent", bot.pk), unit="micro_usd",
                       period="week", cap=10)  # fmt: skip
    client = browser(lena)
    with django_assert_max_num_queries(40):
        shown(client, acme)
