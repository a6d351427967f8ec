"""The sample's last month: invented work under the sample's own policy, told once and marked as such in the log; and
its first work of today.
"""

from datetime import timedelta
from random import Random
from uuid import UUID

from django.db import connections
from django.utils import timezone

from apps.agents.models import Agent
from apps.audit.models import Entry
from apps.billing.models import Budget
from apps.connectors.models import Connection
from apps.console import rollup
from apps.console.history import generate
from apps.console.history.setting import Cap, Place, group_names, signers_of
from apps.console.sample import agent, people, policy
from apps.console.sample.ensure import SLUG, founded
from apps.core import doorbell, scope
from apps.core.postgres import partitions
from apps.policies.models import InForce
from apps.runner import start
from apps.workspaces.models import User, Workspace

TOLD = "sample.past"
ACTIONS, DAYS = 480, 34
QUIET = timedelta(hours=2)  # before now, so that whatever was begun has come to its end
ASKER, SIGNERS = "leo", ("priya", "daniel", "mina")
CASES = ("00048213", "00048217")


def ensure() -> bool:
    """The month is there, all of it or nothing; True where it was told just now. The sample must be whole."""
    workspace = founded()
    with scope.workspace(workspace):
        if Entry.objects.filter(workspace_id=workspace, kind=TOLD).exists():
            return False
        place = _place(workspace)
    until = timezone.now() - QUIET
    since = until - timedelta(days=DAYS)
    partitions.make(connections["owner"], first=since, until=until)
    with generate.unforced(), generate.owning() as owner:
        generate.tell(place, ACTIONS, Random(SLUG), owner, since=since, until=until, mark=TOLD)  # noqa: S311
    rollup.fold_one(workspace)
    return True


def begin() -> None:
    """Work of today: the agent is put on the first cases, so that something waits for its first reader's signature.

    No worker is there yet that could be rung for: the sweep finds them once one is.
    """
    with scope.workspace(founded()), doorbell.awake("run"):
        for number in CASES:
            refunds, leo = Agent.objects.get(name=agent.NAME), User.objects.get(pk=_person(ASKER))
            start.start(refunds, asker=leo, case={"number": number})


def _place(workspace: UUID) -> Place:
    """What the sample has, as a past is told of it."""
    zone = Workspace.objects.get(pk=workspace).time_zone
    return Place(
        workspace=workspace, slug=SLUG, zone=zone, agents=(Agent.objects.get(name=agent.NAME).pk,),
        signers=signers_of(workspace, map(_person, SIGNERS)), asker=_person(ASKER), groups=group_names(),
        connections={one.connector: (one.pk, one.fingerprint) for one in Connection.objects.all()},
        policy_name=policy.NAME, policy_version=InForce.objects.get().version_id,
        caps=tuple(Cap(one.pk, one.unit, one.period, one.cap, one.category) for one in Budget.objects.all()),
    )  # fmt: skip


def _person(handle: str) -> UUID:
    return User.objects.get(email=f"{handle}@{people.DOMAIN}").pk
