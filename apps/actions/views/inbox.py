"""The inbox, and the selected proposal beside it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from apps.actions import kept
from apps.actions.cards import inbox as cards
from apps.actions.cards import paging
from apps.actions.cards.proposal import card
from apps.console.door import Inside
from apps.console.shell import page, unchanged, viewer
from apps.core import ids


@require_safe
def inbox(request: Inside) -> HttpResponse:
    """The list; or, where htmx asks, the selected proposal alone, or whether there is news."""
    opened = _id(request, "open")
    if opened and request.headers.get("HX-Request"):
        return page(request, "actions/inbox.html", {"card": _card(request, opened)}, part="detail")
    view = request.GET.get("view", "")
    where = paging.asked(request.GET.dict(), "proposal")
    asked = cards.Asked(view if view in cards.VIEWS else "waiting", where, _id(request, "since"))
    drawn = cards.inbox(viewer(request), asked)
    if asked.since:
        return unchanged(request, drawn.version) or _news(request, drawn)
    first = opened or drawn.first
    return page(
        request,
        "actions/inbox.html",
        {"inbox": drawn, "opened": first, "card": _card(request, first) if first else None},
    )


def _news(request: Inside, drawn: cards.Inbox) -> HttpResponse:
    answer = page(request, "actions/inbox.html", {"inbox": drawn}, part="news")
    answer["ETag"] = f'"{drawn.version}"'
    return answer


def _card(request: Inside, proposal_id: UUID) -> object:
    proposal = kept.proposals().filter(pk=proposal_id).first()
    return card(proposal, viewer(request)) if proposal else None


def _id(request: Inside, name: str) -> UUID | None:
    try:
        return ids.parse("proposal", request.GET.get(name, ""))
    except ValueError:
        return None
