"""A flag and a start mark exclude each other: after a pause commits nobody who asks is told that all is clear."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.audit import chain, log
from apps.core.canonical import canonical
from apps.workspaces import pause
from apps.workspaces.pause import Scope
from tests import make


def flag(one: Scope, workspace: UUID) -> bool:
    """Pause as the verb above does: the lock from everybody, then the flag."""
    return pause.set_flag(one, workspace=workspace, by="operator", reason="drill") is not None


def clear_to_start(workspace: UUID, *scopes: Scope) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        pause.share(cursor, scopes)
        return not pause.paused(cursor, workspace, scopes)


def lift(one: Scope, workspace: UUID) -> bool:
    with transaction.atomic():
        return pause.clear_flag(one, workspace=workspace, by="operator")


@contextmanager
def somebody_holding(one: Scope, workspace: UUID, seconds: float) -> Iterator[list[object]]:
    """Another session with the shared lock of a scope, as a claim has it: what became of it."""

    def share() -> None:
        with connection.cursor() as cursor:
            pause.share(cursor, [one])

    claimer, outcome = make.frozen(share, of=workspace, seconds=seconds)
    yield outcome
    claimer.join()


def test_a_pause_holds_for_its_scope_until_it_is_lifted(acme: UUID) -> None:
    everything, agent, other = Scope("workspace", acme), Scope("agent", uuid4()), Scope("agent", uuid4())
    assert clear_to_start(acme, everything, agent)
    assert flag(agent, acme)
    assert not clear_to_start(acme, everything, agent)
    assert clear_to_start(acme, everything, other)
    assert [lift(agent, acme), lift(agent, acme)] == [True, False]
    assert clear_to_start(acme, everything, agent)


def test_a_scope_is_paused_once_and_can_be_paused_again_after(acme: UUID) -> None:
    everything = Scope("workspace", acme)
    assert [flag(everything, acme), flag(everything, acme)] == [True, False]
    lift(everything, acme)
    assert flag(everything, acme)


def test_an_action_runs_in_five_scopes_and_any_of_them_holds_it_back(acme: UUID) -> None:
    scopes = pause.scopes_of(workspace=acme, agent=uuid4(), connection=uuid4(), tool="stripe.refund")
    assert [one.kind for one in scopes] == ["workspace", "agent", "connection", "tool", "installation"]
    for one in scopes[:-1]:
        assert flag(one, acme)
        assert not clear_to_start(acme, *scopes)
        assert lift(one, acme)
        assert clear_to_start(acme, *scopes)


def test_the_same_tool_elsewhere_is_another_scope(acme: UUID) -> None:
    assert pause.tool_scope("mail.send", workspace=acme) != pause.tool_scope("mail.send", workspace=uuid4())


def test_the_database_numbers_locks_and_tools_as_we_do(acme: UUID) -> None:
    one = pause.tool_scope("mail.send", workspace=acme)
    with connection.cursor() as cursor:
        cursor.execute("SELECT countersign_tool_id(%s, %s)", [acme, "mail.send"])
        assert cursor.fetchone() == (one.id,)
        cursor.execute("SELECT countersign_lock_number(%s, %s)", [one.kind, one.id])
        assert cursor.fetchone() == (one.lock,)


@given(reason=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_log_is_whole_after_the_database_wrote_a_line_by_itself(acme: UUID, reason: str) -> None:
    one = Scope("agent", uuid4())
    with transaction.atomic():
        assert pause.set_flag(one, workspace=acme, by="operator", reason=reason, named=reason[:9])
    [entry] = log.of(f"agent:{one.id.hex}")
    assert bytes(entry.body) == canonical(json.loads(bytes(entry.body)))
    assert (entry.kind, entry.facts["reason"], entry.facts["on the wire"]) == ("pause.set", reason, [])
    assert isinstance(chain.verify(acme), chain.Intact)


def test_a_lock_is_one_number_for_one_scope() -> None:
    one, two = Scope("agent", UUID(int=1)), Scope("workspace", UUID(int=1))
    assert one.lock == Scope("agent", UUID(int=1)).lock != two.lock
    assert all(-(2**63) <= Scope("agent", UUID(int=n)).lock < 2**63 for n in range(100))


@pytest.mark.django_db(transaction=True)
def test_a_pause_waits_for_a_claim_that_is_quick(acme: UUID) -> None:
    everything = Scope("workspace", acme)
    with somebody_holding(everything, acme, 0.03) as outcome:
        assert flag(everything, acme)
    assert outcome == ["committed"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))  # the number of a lock may be negative
def test_a_pause_ends_a_claim_that_hangs(acme: UUID, seed: int) -> None:
    agent = Scope("agent", UUID(int=seed))
    with somebody_holding(agent, acme, 1.5) as outcome:
        began = time.monotonic()
        assert flag(agent, acme)
        assert time.monotonic() - began < 1
    assert isinstance(outcome[0], DatabaseError)


@pytest.mark.django_db(transaction=True)
def test_a_pause_of_one_agent_does_not_wait_for_another(acme: UUID) -> None:
    with somebody_holding(Scope("agent", uuid4()), acme, 0.5) as outcome:
        assert flag(Scope("agent", uuid4()), acme)
        assert outcome == []


@pytest.mark.django_db(transaction=True)
def test_no_claim_that_begins_after_a_pause_has_committed_is_told_all_clear(acme: UUID) -> None:
    agent = Scope("agent", uuid4())
    committed = threading.Event()

    def claims() -> list[bool]:
        """All clear or not, of each claim that began after the pause had committed."""
        late: list[bool] = []
        while len(late) < 10:
            begins_late = committed.is_set()
            clear = clear_to_start(acme, Scope("workspace", acme), agent)
            late += [clear] if begins_late else []
        return late

    def pull() -> list[bool]:
        time.sleep(0.05)
        flag(agent, acme)
        committed.set()
        return []

    assert not any(clear for late in make.race(pull, claims, claims, claims, of=acme) for clear in late)


@pytest.mark.django_db(transaction=True)
def test_two_who_pull_at_once_set_one_flag(acme: UUID) -> None:
    everything = Scope("workspace", acme)
    assert sorted(make.race(*[partial(flag, everything, acme)] * 2, of=acme)) == [False, True]


def test_the_flags_said_within_a_statement_are_those_of_the_function(acme: UUID) -> None:
    agent = Scope("agent", uuid4())
    flag(agent, acme)
    pause.set_flag(pause.INSTALLATION, workspace=None, by="operator", reason="drill")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT countersign_flags(%s), {pause.FLAGS.format('%s::uuid')}", [acme, acme])
        [(function, within)] = cursor.fetchall()
    assert sorted(function) == sorted(within)
    assert {one.partition(":")[0] for one in within} == {"agent", "installation"}
