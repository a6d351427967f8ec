"""The sample workspace: complete, made once, and made whole after an interruption anywhere."""

import stat
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth import authenticate
from psycopg import sql
from pytest_django.fixtures import Settings

from apps.agents import keys
from apps.agents.models import AgentKey
from apps.audit import chain
from apps.billing.models import Budget
from apps.connectors import engine
from apps.connectors.connect import opened
from apps.connectors.models import Connection
from apps.console.sample import agent, ensure, operations, people, policy
from apps.core import scope
from apps.policies.models import InForce
from apps.workspaces.access import roles_of
from apps.workspaces.models import Member, User
from tests.harness import environment
from tests.harness.environment import WORKER, place

BOOKS = "postgresql://operations:secret@127.0.0.1:5432/harbour_operations"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def furnish(folder: Path) -> None:
    workspace = ensure.founded()
    with scope.workspace(workspace):
        ensure.furnish(workspace, folder, BOOKS)


def test_everybody_can_sign_in_with_the_password_that_is_written_down(tmp_path: Path) -> None:
    furnish(tmp_path)
    for login in people.logins(tmp_path):
        assert authenticate(None, username=login.email, password=login.password), login.who
    assert stat.S_IMODE((tmp_path / people.FILE).stat().st_mode) == 0o600


def test_people_have_their_roles(tmp_path: Path) -> None:
    furnish(tmp_path)
    leo = User.objects.get(email="leo@harbour-pine.example")
    with scope.workspace(ensure.founded()):
        assert roles_of(leo.pk, ensure.founded()) == {"Askers", "Support leads"}


def test_the_policy_s_seven_sentences_stand_as_they_were_written(tmp_path: Path) -> None:
    furnish(tmp_path)
    with scope.workspace(ensure.founded()):
        assert tuple(InForce.objects.get().version.sentences) == policy.SENTENCES


def test_made_twice_nothing_is_doubled_and_no_password_changes(tmp_path: Path) -> None:
    furnish(tmp_path)
    written, key = people.logins(tmp_path), agent.key(tmp_path)
    furnish(tmp_path)
    assert (people.logins(tmp_path), agent.key(tmp_path)) == (written, key)
    with scope.workspace(ensure.founded()):
        counts = [model.objects.count() for model in (Connection, Budget, AgentKey, Member)]
    assert counts == [3, 3, 1, 8]


def test_killed_after_the_people_it_goes_on(tmp_path: Path) -> None:
    workspace = ensure.founded()
    with scope.workspace(workspace):
        people.let_in(workspace, tmp_path)
    written = people.logins(tmp_path)
    furnish(tmp_path)
    assert people.logins(tmp_path) == written
    with scope.workspace(workspace):
        assert isinstance(chain.verify(workspace), chain.Intact)


def test_a_key_that_was_lost_half_way_opens_nothing(tmp_path: Path) -> None:
    furnish(tmp_path)
    lost = agent.key(tmp_path)
    (tmp_path / agent.KEY_FILE).unlink()
    furnish(tmp_path)
    assert keys.agent_of(agent.key(tmp_path))[1].name == "Refunds agent"
    with pytest.raises(keys.UnknownKey):
        keys.agent_of(lost)


def test_each_connection_fits_its_connector_and_answers(
    tmp_path: Path, settings: Settings, sandboxes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole of it as `up` makes it, with an operations database under names of this test's own."""
    monkeypatch.setattr(operations, "DATABASE", f"foreign_sample_{WORKER}")
    monkeypatch.setattr(operations, "LOGIN", f"operations_{WORKER}")
    (tmp_path / "secrets.json").write_text((environment.FOLDER / "secrets.json").read_text())
    settings.DATA_DIR = tmp_path
    assert (ensure.ensure().new, ensure.ensure().new) == (True, False)
    with scope.workspace(ensure.founded()):
        health = {one.name: engine.check(opened(one)) for one in Connection.objects.all()}
    assert [name for name, found in health.items() if not found.ok] == []
    drop()


def drop() -> None:
    with psycopg.connect(place.superuser, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(operations.DATABASE)))
        server.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(operations.LOGIN)))
