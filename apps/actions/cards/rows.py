"""Rows of proposals for lists: the same queries for 1 and for 100."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.actions import states
from apps.actions.cards.names import Names
from apps.actions.cards.short import riskiest
from apps.actions.cards.viewer import Viewer
from apps.actions.cards.words import STATES, Chip
from apps.actions.models import Action, OpenWork, Proposal, State
from apps.agents.models import Agent
from apps.approvals import requests
from apps.approvals.count import Needed, Signed, counted, in_turn
from apps.approvals.models import Request, Signature
from apps.core import ids
from apps.workspaces.access import Right, held_on, role_ids_of

MOST = 100  # open ones that are listed; further ones wait behind them
STRETCHES = 10  # of twice as many, looked through for what one person may sign
SLACK_MS = 86_400_000  # an action is made at most a day before its proposal is written


@dataclass(frozen=True)
class Row:
    id: str
    proposal: UUID
    href: str
    beside: str
    title: str
    risk: str
    agent: str
    until: datetime | None
    at: datetime
    chip: Chip | None
    state: State


@dataclass(frozen=True)
class Waiting:
    """One open request that this person may sign."""

    request: Request
    have: int
    missing: int


@dataclass(frozen=True)
class Open:
    """The proposals that are not finished, newest first, and those of them whose outcome nobody can tell."""

    proposals: tuple[UUID, ...]
    unknown: frozenset[UUID]


def waiting_for(viewer: Viewer) -> tuple[Waiting, ...]:
    """What this person may sign now, by deadline."""
    agents = None if Right.SIGN in viewer.rights else held_on(viewer.person, Right.SIGN, Agent, viewer.workspace.pk)
    if agents is not None and not agents:
        return ()
    roles = role_ids_of(viewer.person.pk, viewer.workspace.pk)
    mine = list(islice(_mine(viewer.person.pk, roles, agents), MOST))
    signed: dict[UUID, list[Signed]] = defaultdict(list)
    answers = Signature.objects.filter(request_id__in=[one.pk for one in mine], withdrawn_at=None).order_by("id")
    for request_id, who, groups in answers.values_list("request_id", "person_id", "groups"):
        signed[request_id].append(Signed(who.hex, frozenset(groups), frozenset(groups)))
    counts = {one.pk: counted(one.needed, one.excluded, signed[one.pk]) for one in mine}
    now = [one for one in mine if any(asked.fits(viewer.person.pk.hex, roles) for asked in in_turn(counts[one.pk]))]
    return tuple(Waiting(one, len(signed[one.pk]), _missing(counts[one.pk])) for one in now)


def _mine(person: UUID, roles: frozenset[str], agents: frozenset[UUID] | None) -> Iterator[Request]:
    """Soonest due first, a stretch at a time: others' requests may fill whole stretches of a long list."""
    asked, last = requests.unanswered_by(person).defer("document"), None
    for _ in range(STRETCHES):
        after = Q(deadline__gt=last.deadline) | Q(deadline=last.deadline, pk__gt=last.pk) if last else Q()
        stretch = list(asked.filter(after)[: 2 * MOST])
        fitting = [one for one in stretch if any(wanted.fits(person.hex, roles) for wanted in one.needed)]
        if agents is not None:
            theirs = of_requests([one.pk for one in fitting]).filter(agent_id__in=agents)
            requested = {one for pair in theirs.values_list("request_id", "afterwards_id") for one in pair}
            fitting = [one for one in fitting if one.pk in requested]
        yield from fitting
        if len(stretch) < 2 * MOST:
            return
        last = stretch[-1]


def of_requests(requests: Iterable[UUID]) -> QuerySet[Proposal]:
    """The proposals that these requests are about, before they run or afterwards."""
    asked = list(requests)
    return Proposal.objects.filter(Q(request_id__in=asked) | Q(afterwards_id__in=asked)).defer("document")


def wait_of(proposal: Proposal, by_request: Mapping[UUID, Waiting]) -> Waiting | None:
    """The one of these that is about it."""
    asked = (one for one in (proposal.request_id, proposal.afterwards_id) if one)
    return next((by_request[one] for one in asked if one in by_request), None)


def open_in(workspace: UUID) -> Open:
    work = OpenWork.objects.filter(workspace_id=workspace).order_by("-proposal_id")
    found = list(work.values_list("proposal_id", "state")[: 4 * MOST])
    return Open(
        tuple(dict.fromkeys(proposal for proposal, _ in found))[:MOST],
        frozenset(proposal for proposal, state in found if state == State.UNKNOWN),
    )


def rows(proposals: Sequence[Proposal], viewer: Viewer, *, waiting: Iterable[Waiting] = ()) -> tuple[Row, ...]:
    """A row for each, in the order given. Documents are not read."""
    place = viewer.workspace.slug
    actions: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    oldest = min((one.pk.int >> 80 for one in proposals), default=SLACK_MS)
    of_these = Action.objects.filter(
        proposal_id__in=[one.pk for one in proposals],
        pk__gte=ids.first_uuid7(oldest - SLACK_MS),  # so that the partitions of older months are left alone
    )
    for proposal_id, state, risk in of_these.values_list("proposal_id", "state", "risk"):
        actions[proposal_id].append((state, risk))
    names = Names.of([one.asker_id for one in proposals if one.by_hand], [one.agent_id for one in proposals])
    asked = {one.request.pk: one for one in waiting}
    return tuple(
        _row(
            one,
            actions[one.pk],
            (names.person(one.asker_id) if one.by_hand else names.agent(one.agent_id)).name,
            wait_of(one, asked),
            place,
        )
        for one in proposals
        if actions[one.pk]
    )


def _missing(counts: Sequence[Needed]) -> int:
    return max((one.missing for one in counts), default=0)


def _row(one: Proposal, actions: list[tuple[str, str]], agent: str, wait: Waiting | None, place: str) -> Row:
    said, state = ids.say("proposal", one.pk), states.of_proposal(state for state, _ in actions)
    chip = (_signed(wait) or _first(wait)) if wait else STATES[state]
    return Row(
        id=said, proposal=one.pk, href=reverse("proposal", args=[place, said]),
        beside=f"{reverse('inbox', args=[place])}?open={said}", title=one.title,
        risk=riskiest(risk for _, risk in actions), agent=agent, until=wait.request.deadline if wait else None,
        at=one.created_at, chip=chip, state=state,
    )  # fmt: skip


def _first(wait: Waiting) -> Chip | None:
    return Chip("Runs first, signed afterwards", "warn", "clock") if wait.request.stays else None


def _signed(wait: Waiting) -> Chip | None:
    return Chip(f"{wait.have} of {wait.have + wait.missing} signed", "accent", "check") if wait.have else None
