"""The page of one proposal."""

from dataclasses import replace

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from apps.actions.cards.proposal import card
from apps.actions.models import Proposal
from apps.actions.views.found import proposal_at
from apps.console.door import Inside
from apps.console.shell import page, unchanged, viewer


@require_safe
def proposal(request: Inside, said: str) -> HttpResponse:
    return draw(request, proposal_at(said))


def draw(
    request: Inside, found: Proposal, *, refused: str = "", status: int = 200, drawn_from: str = ""
) -> HttpResponse:
    """The page as it is now; with the reason where something was refused, and what moved since it was drawn."""
    drawn = card(found, viewer(request), drawn_from=drawn_from)
    drawn = replace(drawn, link=request.build_absolute_uri(drawn.href))
    if same := unchanged(request, drawn.version):
        return same
    context = {"card": drawn, "refused": drawn.names.plain(refused)}
    answer = page(request, "actions/proposal.html", context, part="live", status=status)
    answer["ETag"] = f'"{drawn.version}"'
    return answer
