"""The operator's ways to pause: the command, and `psql` with nothing of this program."""

from io import StringIO
from uuid import UUID

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from psycopg import sql
from pytest_django.fixtures import Settings

from apps.audit import chain, log
from apps.core import ids, scope
from apps.core.postgres import embedded
from apps.workspaces import installation, pause
from apps.workspaces.models import Pause
from tests import make
from tests.actions.shop import Shop
from tests.harness import environment

APP = environment.place.url(embedded.APP, environment.MAIN)
KEPT = environment.place.url(embedded.SUPERUSER, environment.MAIN)


def by_psql(*said: str) -> UUID | None:
    """What `psql` would send, and nothing else: no program of ours runs."""
    with psycopg.connect(APP, autocommit=True) as database:
        [flag] = database.execute("SELECT countersign_pause(%s, %s, %s, %s)", [*said, "", ""][:4]).fetchone() or [None]
    return flag


def command(*said: str) -> str:
    out = StringIO()
    call_command("pause", *said, "--reason", "drill", stdout=out)
    return out.getvalue()


def test_one_statement_pauses_a_workspace_with_its_list_and_its_entry(shop: Shop) -> None:
    action = shop.claimed(started=True, over=False)
    assert by_psql("workspace", "harbour-pine", "It refunds “everything”.\n")
    [standing] = Pause.objects.all()
    assert [(one["action"], one["attempt"]) for one in standing.listed] == [(str(action.pk), 1)]
    [entry] = log.of(f"workspace:{shop.id.hex}")[-1:]
    assert (entry.kind, entry.facts["on the wire"]) == ("pause.set", [f"{ids.say('action', action.pk)}#1"])
    assert isinstance(chain.verify(shop.id), chain.Intact)
    assert by_psql("workspace", "harbour-pine", "again") is None


def test_each_kind_of_scope_is_named_as_people_know_it(shop: Shop) -> None:
    agent, stripe = ids.say("agent", shop.agent.pk), ids.say("connection", shop.connections["stripe"])
    assert by_psql("agent", agent, "why", "harbour-pine")
    assert by_psql("connection", stripe, "why", "harbour-pine")
    assert by_psql("tool", "mail.send", "why", "harbour-pine")
    assert [one.named for one in Pause.objects.order_by("id")] == [shop.agent.name, "Stripe", "mail.send"]
    tool = pause.tool_scope("mail.send", workspace=shop.id)
    assert Pause.objects.get(scope_kind="tool").scope_id == tool.id


@pytest.mark.parametrize(
    "said",
    [("agent", ids.say("agent", UUID(int=7)), "why", "harbour-pine"), ("workspace", "nowhere", "why"),
     ("tool", "mail.send", "why"), ("person", "leo", "why", "harbour-pine")],
)  # fmt: skip
def test_what_is_not_there_is_not_paused(shop: Shop, said: tuple[str, ...]) -> None:
    with pytest.raises(psycopg.Error, match=r"There is no|not of"):
        by_psql(*said)
    assert not Pause.objects.exists()


def test_the_command_says_how_long_it_took(shop: Shop) -> None:
    assert command("--workspace", "harbour-pine").startswith("Paused after ")
    assert command("--workspace", "harbour-pine") == "It is paused already.\n"
    with pytest.raises(CommandError, match="Say what to pause"):
        command()
    with pytest.raises(CommandError, match="resumed in the workspace"):
        command("--workspace", "harbour-pine", "--lift")


def test_the_command_pauses_where_every_connection_is_taken(shop: Shop, settings: Settings) -> None:
    settings.RESERVE_URL = KEPT
    with psycopg.connect(KEPT, autocommit=True) as server:
        limit = sql.SQL("ALTER DATABASE {} CONNECTION LIMIT {}")
        server.execute(limit.format(sql.Identifier(environment.MAIN), sql.Literal(0)))
        try:
            connections.close_all()
            with pytest.raises(psycopg.OperationalError, match="too many connections"):
                by_psql("workspace", "harbour-pine", "drill")
            assert command("--workspace", "harbour-pine").startswith("Paused after ")
        finally:
            server.execute(limit.format(sql.Identifier(environment.MAIN), sql.Literal(-1)))
    assert Pause.objects.count() == 1


def test_a_pause_of_the_installation_holds_in_every_workspace_and_each_log_says_so(shop: Shop) -> None:
    other = make.workspace("other").pk
    scopes = pause.scopes_of(workspace=other, agent=other, connection=None, tool="mail.send")
    assert command("--installation").startswith("Paused after ")
    for here in (shop.id, other):
        with scope.workspace(here):
            assert [entry.kind for entry in log.of(installation.SUBJECT)] == ["pause.set"]
            assert make.held(here, scopes)
            assert isinstance(chain.verify(here), chain.Intact)
    assert command("--installation", "--lift").startswith("Lifted.")
    with scope.workspace(other):
        assert not make.held(other, scopes)
        assert [entry.kind for entry in log.of(installation.SUBJECT)] == ["pause.set", "pause.lifted"]
        assert isinstance(chain.verify(other), chain.Intact)


def test_a_workspace_founded_under_a_pause_of_the_installation_starts_nothing_either(shop: Shop) -> None:
    installation.pause(by="operator", reason="drill")
    young = make.workspace("young").pk
    with scope.workspace(young):
        assert make.held(young, [pause.INSTALLATION])
    assert not installation.pause(by="operator", reason="again")
    assert installation.lift(by="operator", why="done")
    assert not installation.lift(by="operator", why="done")
