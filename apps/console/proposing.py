"""A form that proposes: what it makes is shown, or its page is drawn again with the refusal."""

from collections.abc import Callable
from typing import Protocol

from django.http import HttpResponse
from django.shortcuts import redirect

from apps.actions.models import Proposal
from apps.console.door import Inside
from apps.console.shell import status_of
from apps.core import ids
from apps.core.errors import NotFound, Refused


class Drawn(Protocol):
    def __call__(self, *, refused: str, status: int) -> HttpResponse: ...


def proposed(request: Inside, deed: Callable[[], Proposal], *, again: Drawn) -> HttpResponse:
    """`again` draws the page of the form. Raises NotFound for what is not there."""
    try:
        made = deed()
    except NotFound:
        raise
    except Refused as why:
        return again(refused=str(why), status=status_of(why))
    return redirect("proposal", request.workspace.slug, ids.say("proposal", made.pk))
