"""Pauses as people read them: since when, by whom, why, and the attempts that were under way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from apps.actions import pause as pausing
from apps.actions.cards.names import Names
from apps.actions.models import Action
from apps.core import ids
from apps.workspaces.models import Pause, Workspace


@dataclass(frozen=True)
class OnTheWire:
    title: str
    href: str
    attempt: int
    until: datetime | None  # it may still arrive until then; None: it has ended


@dataclass(frozen=True)
class Paused:
    what: str
    scope: str
    by: str
    at: datetime
    reason: str
    quiet_at: datetime | None
    wire: tuple[OnTheWire, ...]

    @property
    def under_way(self) -> int:
        return sum(one.until is not None for one in self.wire)


def pauses(workspace: Workspace) -> tuple[Paused, ...]:
    """The pauses that stand here, the oldest first."""
    standing = pausing.standing()
    agents = [one.scope_id for one in standing if one.scope_kind == "agent"]
    names = Names.of(agents=agents, said=[one.paused_by for one in standing])
    return tuple(_paused(one, names, workspace) for one in standing)


def _paused(one: Pause, names: Names, workspace: Workspace) -> Paused:
    whole = one.scope_kind == "workspace"
    return Paused(
        what="Everything" if whole else names.agent(one.scope_id).name,
        scope="workspace" if whole else ids.say("agent", one.scope_id),
        by=names.said(one.paused_by).name,
        at=one.paused_at,
        reason=one.reason,
        quiet_at=one.quiet_at,
        wire=_wire(one, workspace),
    )


def _wire(one: Pause, workspace: Workspace) -> tuple[OnTheWire, ...]:
    still = {(str(item["action"]), item["attempt"]): item["lease_until"] for item in pausing.open_attempts(one)}
    listed = [(UUID(str(item["action"])), int(item["attempt"])) for item in one.listed]
    actions = {action.pk: action for action in Action.objects.filter(pk__in=[id for id, _ in listed])}
    return tuple(
        OnTheWire(
            actions[id].title,
            reverse("proposal", args=[workspace.slug, ids.say("proposal", actions[id].proposal_id)]),
            number,
            _moment(still.get((str(id), number))),
        )
        for id, number in listed
        if id in actions
    )


def _moment(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None
