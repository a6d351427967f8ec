"""Pauses as people read them: since when, by whom, why, and the attempts that were under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.urls import reverse

from apps.actions import pause as pausing
from apps.actions.cards.names import Names
from apps.actions.models import Action
from apps.actions.pause import Wire
from apps.audit.models import Entry
from apps.core import ids
from apps.workspaces.models import InstallationPause, Pause, Workspace

ENDED = {
    "done": "done", "refused": "refused by its target", "moved": "not sent: the record had moved",
    "unsent": "never sent", "not there": "it had no effect", "handed back": "never sent",
    "never started": "never sent",
}  # fmt: skip
LAST = 10  # how many past pauses are shown; the log holds all


@dataclass(frozen=True)
class OnTheWire:
    title: str
    href: str
    attempt: int
    until: datetime | None  # it may still arrive until then; None: it cannot any more
    became: str


@dataclass(frozen=True)
class Paused:
    id: str
    what: str
    by: str
    at: datetime
    reason: str
    quiet_at: datetime | None
    resumed_at: datetime | None
    staged_until: datetime | None
    operators: bool  # set by the operator, who alone lifts it
    wire: tuple[OnTheWire, ...] = ()

    @property
    def under_way(self) -> int:
        return sum(one.until is not None for one in self.wire)


@dataclass(frozen=True)
class Drill:
    """What the last drill measured."""

    at: datetime
    by: str
    committed_ms: int
    refused_ms: int
    quiet_ms: int
    late: int


@dataclass(frozen=True)
class Pauses:
    standing: tuple[Paused, ...]
    past: tuple[Paused, ...]
    drill: Drill | None

    @property
    def polls(self) -> bool:
        """Is there something that may change by itself?"""
        return any(one.quiet_at is None or one.under_way for one in self.standing)

    @property
    def version(self) -> str:
        return sha256(repr(self).encode()).hexdigest()[:32]


def pauses(workspace: Workspace) -> Pauses:
    """The pauses that stand here, the oldest first; those that were lifted, the newest first; the last drill."""
    standing = pausing.standing()
    past = list(Pause.objects.exclude(resumed_at=None).order_by("-resumed_at")[:LAST])
    drilled = Entry.objects.filter(kind="pause.drilled").order_by("-seq").first()
    said = [one.paused_by for one in (*standing, *past)] + ([drilled.by] if drilled else [])
    names = Names.of(said=said)
    shown = tuple(_paused(one, names, _wire(one, workspace)) for one in standing)
    return Pauses(
        shown or _everywhere(names), tuple(_paused(one, names) for one in past), _drill(drilled, names)
    )  # fmt: skip


def _paused(one: Pause, names: Names, wire: Sequence[OnTheWire] = ()) -> Paused:
    whole = one.scope_kind == "workspace"
    return Paused(
        id=one.pk.hex, what="Everything" if whole else one.called, by=names.said(one.paused_by).name, at=one.paused_at,
        reason=one.reason, quiet_at=one.quiet_at, resumed_at=one.resumed_at, staged_until=one.staged_until,
        operators=one.scope_kind == "installation", wire=tuple(wire),
    )  # fmt: skip


def _everywhere(names: Names) -> tuple[Paused, ...]:
    """A workspace that is younger than the pause of the installation has no line of its own about it."""
    found = InstallationPause.objects.filter(resumed_at=None)
    return tuple(
        Paused("", "The whole installation", names.said(one.paused_by).name, one.paused_at, one.reason, one.paused_at,
               None, None, operators=True)
        for one in found
    )  # fmt: skip


def _wire(one: Pause, workspace: Workspace) -> list[OnTheWire]:
    listed = pausing.wire(one)
    actions = {action.pk: action for action in Action.objects.filter(pk__in=[each.action for each in listed])}
    return [
        OnTheWire(
            actions[each.action].title, _address(actions[each.action].proposal_id, workspace), each.attempt,
            each.until if each.may_arrive else None, _became(each),
        )
        for each in listed
        if each.action in actions
    ]  # fmt: skip


def _became(each: Wire) -> str:
    if each.ended_as:
        return ENDED.get(each.ended_as, "ended")
    return "under way" if each.may_arrive else "outcome unknown: it may have happened"


def _address(proposal: UUID, workspace: Workspace) -> str:
    return reverse("proposal", args=[workspace.slug, ids.say("proposal", proposal)])


def _drill(entry: Entry | None, names: Names) -> Drill | None:
    if entry is None:
        return None
    facts = entry.facts
    return Drill(
        entry.at, names.said(entry.by).name, facts["committed_ms"], facts["refused_ms"], facts["quiet_ms"],
        facts["late"],
    )  # fmt: skip
