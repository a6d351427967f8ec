"""The inbox: what waits for this person, what waits for anybody, and what is done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from apps.actions.cards.paging import Pager, Where, turn
from apps.actions.cards.rows import Open, Row, Waiting, of_requests, open_in, rows, wait_of, waiting_for
from apps.actions.cards.short import version_of
from apps.actions.cards.viewer import Viewer
from apps.actions.cards.words import counted
from apps.actions.models import Afterwards, OpenWork, Proposal, State
from apps.actions.states import FINAL
from apps.core import ids

VIEWS = {"waiting": "Waiting for you", "team": "Team", "done": "Done"}
NUMBERS = ("", "one signature", "two signatures", "three signatures")
NOBODY = f"prp_{'0' * 32}"


@dataclass(frozen=True)
class Group:
    title: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class View:
    label: str
    href: str
    current: bool
    count: str = ""


@dataclass(frozen=True)
class Empty:
    title: str
    words: str
    href: str = ""
    go: str = ""


@dataclass(frozen=True)
class Inbox:
    title: str
    href: str
    poll: str
    views: tuple[View, ...]
    groups: tuple[Group, ...]
    empty: Empty
    pager: Pager
    version: str
    news: str

    @property
    def first(self) -> UUID | None:
        return next((row.proposal for group in self.groups for row in group.rows), None)


@dataclass(frozen=True)
class Asked:
    """Which view of the inbox, which page of it, and the newest row that the page shows already."""

    view: str = "waiting"
    where: Where = field(default_factory=Where)
    since: UUID | None = None


def inbox(viewer: Viewer, asked: Asked) -> Inbox:
    place = reverse("inbox", args=[viewer.workspace.slug])
    waiting, still_open = waiting_for(viewer), open_in(viewer.workspace.pk)
    here = f"{place}?view={asked.view}"
    groups, pager = _groups(viewer, asked, waiting, still_open, here)
    drawn = [row for group in groups for row in group.rows]
    counts = {"waiting": len(waiting) + len(still_open.unknown), "team": len(still_open.proposals)}
    shown = asked.since or max((row.proposal for row in drawn), default=None)
    return Inbox(
        title=VIEWS[asked.view], href=here,
        poll=f"{here}&since={ids.say('proposal', shown) if shown else NOBODY}",
        views=_views(place, asked.view, counts),
        groups=groups, empty=_empty(asked.view, place), pager=pager,
        version=version_of(asked.view, [(row.id, row.chip) for row in drawn]), news=_news(drawn, asked.since),
    )  # fmt: skip


def _groups(
    viewer: Viewer, asked: Asked, waiting: Sequence[Waiting], still_open: Open, here: str
) -> tuple[tuple[Group, ...], Pager]:
    if asked.view == "waiting":
        return _for_you(viewer, waiting, still_open), Pager()
    return _team(viewer, asked.where, here) if asked.view == "team" else _done(viewer, asked.where, here)


def _for_you(viewer: Viewer, waiting: Sequence[Waiting], still_open: Open) -> tuple[Group, ...]:
    by_request = {one.request.pk: one for one in waiting}
    missing = {one: wait for one in of_requests(by_request) if (wait := wait_of(one, by_request))}
    proposals = sorted(missing, key=lambda one: missing[one].request.deadline)
    unknown = list(Proposal.objects.defer("document").filter(pk__in=still_open.unknown).order_by("id"))
    drawn = rows([*unknown, *proposals], viewer, waiting=waiting)
    unknown_rows = tuple(row for row in drawn if row.state is State.UNKNOWN)
    waits = {one.pk: wait for one, wait in missing.items()}
    groups = [
        Group("Outcome unknown", "look first", unknown_rows),
        *_asked([row for row in drawn if row.proposal in waits], waits),
    ]
    return tuple(group for group in groups if group.rows)


def _asked(drawn: Sequence[Row], waits: Mapping[UUID, Waiting]) -> Iterator[Group]:
    """What ran first, what somebody else signed already, then by how many are missing."""
    yield Group("Runs first: owed a signature", "soonest first",
                tuple(row for row in drawn if waits[row.proposal].request.stays))  # fmt: skip
    before = [row for row in drawn if not waits[row.proposal].request.stays]
    yield Group("Needs another signature", "soonest first", tuple(row for row in before if waits[row.proposal].have))
    fresh = [row for row in before if not waits[row.proposal].have]
    for number in sorted({waits[row.proposal].missing for row in fresh}, reverse=True):
        rows_ = tuple(row for row in fresh if waits[row.proposal].missing == number)
        yield Group(f"Needs {NUMBERS[min(number, 3)]}", "soonest first", rows_)


def _team(viewer: Viewer, where: Where, here: str) -> tuple[tuple[Group, ...], Pager]:
    working = OpenWork.objects.filter(workspace_id=viewer.workspace.pk).values("proposal_id")
    owed = Afterwards.objects.filter(workspace_id=viewer.workspace.pk).values("proposal_id")
    found = Proposal.objects.defer("document").filter(Q(pk__in=working) | Q(pk__in=owed))
    proposals, pager = turn(found, where, here=here, kind="proposal")
    drawn = rows(proposals, viewer)
    at_work = (State.EXECUTING, State.APPROVED, State.UNKNOWN)
    groups = (
        Group("Ran, still owed a signature", "newest first", tuple(row for row in drawn if row.state in FINAL)),
        Group("Under way", "newest first", tuple(row for row in drawn if row.state in at_work)),
        Group("Waiting for signatures", "newest first", tuple(row for row in drawn if row.state is State.WAITING)),
    )
    return tuple(group for group in groups if group.rows), pager


def _done(viewer: Viewer, where: Where, here: str) -> tuple[tuple[Group, ...], Pager]:
    working = OpenWork.objects.filter(workspace_id=viewer.workspace.pk).values("proposal_id")
    found = Proposal.objects.defer("document").exclude(pk__in=working)
    proposals, pager = turn(found, where, here=here, kind="proposal")
    drawn = rows(proposals, viewer)
    return ((Group("Finished", "newest first", drawn),) if drawn else ()), pager


def _views(place: str, current: str, counts: dict[str, int]) -> tuple[View, ...]:
    return tuple(
        View(label, f"{place}?view={key}", key == current, _capped(counts.get(key, 0))) for key, label in VIEWS.items()
    )


def _empty(view: str, place: str) -> Empty:
    if view == "waiting":
        return Empty("Nothing is waiting for you", "What others have to sign is under Team; what ran is under Done.",
                     f"{place}?view=done", "See what ran")  # fmt: skip
    if view == "team":
        return Empty("Nothing is under way", "New proposals appear here as soon as an agent makes them.")
    return Empty(
        "Nothing has finished yet", "Proposals stand here once they ran, were declined, or were denied by policy."
    )


def _news(drawn: Sequence[Row], since: UUID | None) -> str:
    """What stands behind "show", for a page whose newest row is `since`."""
    if since is None:
        return ""
    new = sum(row.proposal > since for row in drawn)
    return counted(new, "new proposal") if new else "Something changed"


def _capped(number: int) -> str:
    return "" if not number else "99+" if number > 99 else str(number)
