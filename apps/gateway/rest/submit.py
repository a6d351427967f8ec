"""Taking a proposal from outside, once for each key."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from apps.actions import propose
from apps.actions.keys import KeyReused
from apps.actions.models import Key, Proposal
from apps.agents.models import Agent
from apps.core.errors import Refused
from apps.gateway.rest import joining
from apps.gateway.rest.shapes import ProposalIn
from apps.runs import record
from apps.runs.models import Run, RunState

KEY = re.compile(r"[\x21-\x7e]{1,200}")


class NoKey(Refused):
    code = "no_key"


class InProgress(Refused):
    code = "in_progress"


@dataclass(frozen=True)
class Submitted:
    proposal: Proposal
    replayed: bool


def key_of(header: str) -> str:
    """The key, bare or in quotes. Raises NoKey."""
    key = header.strip().removeprefix('"').removesuffix('"')
    if not KEY.fullmatch(key):
        raise NoKey("Send an Idempotency-Key header of 1 to 200 visible characters: a new one for each new proposal.")
    return key


def submit(agent: Agent, wanted: ProposalIn, *, key: str) -> Submitted:
    """The proposal of this key, made now or found again. Raises Invalid, KeyReused, InProgress, Refused."""
    if known := _known(agent, key):
        return _again(agent, wanted, key, known)
    with _alone(agent, key):
        # Somebody may have finished between the look and the lock.
        if known := _known(agent, key):
            return _again(agent, wanted, key, known)
        return Submitted(_first(agent, wanted, key), replayed=False)


def _first(agent: Agent, wanted: ProposalIn, key: str) -> Proposal:
    calls = joining.calls(wanted.actions)
    joined = joining.join(agent, wanted)
    joining.told(joined.run, wanted.outside_texts)
    try:
        made = propose.propose(
            calls, agent=agent, asker=joined.asker, asker_named=joined.named, run=joined.run, key=key, goal=wanted.goal,
            given=wanted.given,
        )  # fmt: skip
    except Refused as why:
        if joined.opened:
            record.end(joined.run, RunState.FAILED, f"Not proposed: {why}")
        raise
    joining.noted(joined.run, made)
    return made


def _again(agent: Agent, wanted: ProposalIn, key: str, known: Proposal) -> Submitted:
    """The same proposal, when the same is asked for; how it was asked belongs to that."""
    run = Run.objects.select_related("agent", "asker").get(pk=known.run_id)
    joined = joining.asked(agent, wanted, run)
    same = (known.goal, known.asker_id) == (wanted.goal, joined.asker.pk) and wanted.run in ("", joining.said(run))
    if not same:
        raise KeyReused("This key was used before with another goal, asker or run. Take a new key for a new proposal.")
    found = propose.propose(
        joining.calls(wanted.actions),
        agent=agent,
        asker=joined.asker,
        run=run,
        key=key,
        goal=wanted.goal,
        given=wanted.given,
    )
    joining.noted(run, found)
    return Submitted(found, replayed=True)


def _known(agent: Agent, key: str) -> Proposal | None:
    stored = Key.objects.filter(key=f"{agent.pk.hex}:{key}").first()
    return Proposal.objects.get(pk=stored.proposal_id) if stored else None


@contextmanager
def _alone(agent: Agent, key: str) -> Iterator[None]:
    """One at a time for each key. The lock belongs to the session, for a preview must not stand in a transaction."""
    name = hashlib.sha256(f"{agent.workspace_id}:{agent.pk}:{key}".encode()).digest()[:8]
    lock = int.from_bytes(name, signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        if not cursor.fetchone()[0]:
            raise InProgress("A proposal with this key is being made right now. Ask again in a second.")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])
