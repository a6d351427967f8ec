"""Home: what waits for you, what ran, and what stands in the way."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.actions import telling
from apps.actions.cards.rows import Row, of_requests, open_in, rows, wait_of, waiting_for
from apps.actions.cards.words import counted
from apps.actions.models import Afterwards, OpenWork, Proposal, State
from apps.console import rollup
from apps.console.door import Inside
from apps.console.shell import page, viewer
from apps.workspaces.access import role_ids_of

FEW = 5
DAYS = 30


@dataclass(frozen=True)
class Figure:
    term: str
    number: str
    said: str


@require_safe
def home(request: Inside) -> HttpResponse:
    me = viewer(request)
    waiting, still_open = waiting_for(me), open_in(request.workspace.pk)
    by_request = {one.request.pk: one for one in waiting[:FEW]}
    yours = {wait_of(one, by_request): one for one in of_requests(by_request)}
    ordered = [yours[one] for one in waiting[:FEW] if one in yours]
    context = {
        "yours": rows(ordered, me, waiting=waiting),
        "ran": _ran(request),
        "told": _told(request),
        "figures": (*_figures(len(waiting), len(still_open.proposals), len(still_open.unknown)), _owed(request)),
        "month": _month(request),
        "inbox": reverse("inbox", args=[request.workspace.slug]),
        "runs": reverse("runs", args=[request.workspace.slug]),
    }
    return page(request, "console/home.html", context)


def _told(request: Inside) -> tuple[Row, ...]:
    """What a rule wants this person to know of."""
    roles = role_ids_of(request.user.pk, request.workspace.pk)
    found = telling.told(request.workspace.pk, request.user.pk, roles, limit=FEW)
    known = {one.pk: one for one in Proposal.objects.defer("document").filter(pk__in=found)}
    return rows([known[one] for one in found if one in known], viewer(request))


def _owed(request: Inside) -> Figure:
    """What ran first and nobody has answered yet."""
    owed = Afterwards.objects.filter(workspace_id=request.workspace.pk)
    late = owed.filter(overdue_at__isnull=False).count()
    said = f"{counted(late, 'signature')} overdue" if late else "none is overdue"
    return Figure("Signed afterwards", str(owed.count()), f"still to be, {said}")


def _ran(request: Inside) -> tuple[Row, ...]:
    working = OpenWork.objects.filter(workspace_id=request.workspace.pk).values("proposal_id")
    finished = Proposal.objects.defer("document").exclude(pk__in=working).order_by("-id")[:FEW]
    return rows(list(finished), viewer(request))


def _month(request: Inside) -> tuple[Figure, ...]:
    """What came to an end in a month, from the tallies."""
    ended = rollup.ended_since(request.workspace.pk, DAYS)
    sums = {state: sum(one.n for one in ended if one.state == state) for state in State}
    tools = Counter[str]()
    for one in ended:
        tools[one.tool] += one.n
    busiest = ", ".join(f"{tool} {n:,}" for tool, n in tools.most_common(3))
    declined = sums[State.REJECTED] + sums[State.LAPSED]
    return (
        Figure("Done in 30 days", f"{sums[State.DONE]:,}", busiest or "nothing ended yet"),
        Figure("Declined", f"{declined:,}", "by people, or nobody signed in time"),
        Figure("Denied by policy", f"{sums[State.DENIED]:,}", f"{sums[State.SUGGESTED]:,} more only suggested"),
        Figure("Not done", f"{sums[State.FAILED]:,}", f"{sums[State.STOPPED]:,} more stopped"),
    )


def _figures(waiting: int, still_open: int, unknown: int) -> tuple[Figure, ...]:
    return (
        Figure("Waiting for you", str(waiting), "nothing to sign" if not waiting else "soonest first below"),
        Figure("Under way", str(still_open), counted(still_open, "proposal") + " not finished"),
        Figure("Outcome unknown", str(unknown), "look at them first" if unknown else "every outcome is known"),
    )
