"""The list of actions."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from apps.actions.cards import listing as cards
from apps.actions.cards import paging
from apps.console.door import Inside
from apps.console.shell import page, viewer


@require_safe
def actions(request: Inside) -> HttpResponse:
    said = request.GET.dict()
    drawn = cards.listing(viewer(request), cards.sought(said), paging.asked(said, "action"))
    return page(request, "actions/actions.html", {"listing": drawn})
