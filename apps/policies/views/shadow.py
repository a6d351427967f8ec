"""A draft that watches: what it would have said beside what was decided. It acts on nothing."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from apps.actions.backtests.cases import moment
from apps.actions.cards.words import Chip
from apps.actions.models import Action, Proposal, Recording
from apps.console.door import Inside
from apps.console.shell import page, status_of
from apps.core.errors import Invalid, NotFound, Refused
from apps.policies import shadows
from apps.policies.models import Draft, Shadow
from apps.policies.verdicts import label
from apps.policies.views import found
from apps.policies.views.editor import about
from apps.policies.views.found import at_proposal, said_of
from apps.policies.views.results import Way

LOOKED = 2_000  # of its latest answers
SHOWN = 50


@dataclass(frozen=True)
class Row:
    href: str
    title: str
    at: datetime
    was: Chip
    now: Chip


@require_http_methods(["GET", "HEAD", "POST"])
def shadow(request: Inside, said: str) -> HttpResponse:
    """What it saw. A POST lets it begin or end; whatever it says, what is in force goes on deciding."""
    one = found.draft(said)
    if request.method != "POST":
        return _draw(request, one)
    try:
        by = found.check_may_write(request, one.name)
        _do(request.POST.get("deed", ""), one, by)
    except NotFound:
        raise
    except Refused as why:
        return _draw(request, one, refused=str(why), status=status_of(why))
    messages.success(request, "What is in force goes on deciding.")
    return redirect("draft-shadow", request.workspace.slug, said)


def _do(deed: str, one: Draft, by: UUID) -> None:
    last = _last(one)
    if deed == "begin":
        shadows.begin(one.pk, by=by)
    elif deed == "end" and last:
        shadows.end(last.pk, by=by)
    else:
        raise Invalid("Choose whether it begins or ends to watch.")


def _draw(request: Inside, one: Draft, *, refused: str = "", status: int = 200) -> HttpResponse:
    last = _last(one)
    seen = list(Recording.objects.filter(shadow_id=last.pk).order_by("-id")[:LOOKED]) if last else []
    others = [each for each in seen if each.shadow_verdict != each.verdict]
    context: dict[str, Any] = {
        **about(request, one), "shadow": last, "watching": bool(last and last.ended_at is None),
        "older": bool(last and last.digest != one.digest), "seen": len(seen), "differ": len(others), "looked": LOOKED,
        "rows": _rows(request, others[:SHOWN]), "ways": _ways(seen), "refused": refused,
        "another": Shadow.objects.filter(ended_at=None).exclude(draft=one).exists(),
        "may_end": found.may_write(request, one.name),
    }  # fmt: skip
    return page(request, "policies/shadow.html", context, status=status)


def _ways(seen: list[Recording]) -> list[Way]:
    told = Counter((label(one.verdict), label(one.shadow_verdict or {})) for one in seen)
    ordered = sorted(told.items(), key=lambda one: (one[0][0] == one[0][1], -one[1]))
    return [Way(said_of(was), said_of(now), n, was == now) for (was, now), n in ordered]


def _rows(request: Inside, shown: list[Recording]) -> list[Row]:
    proposals = dict(Proposal.objects.filter(pk__in=[one.proposal_id for one in shown]).values_list("pk", "title"))
    reads = [one.action_id for one in shown if one.proposal_id is None]
    titles = {**proposals, **dict(Action.objects.filter(pk__in=reads).values_list("pk", "title"))}
    return [
        Row(
            at_proposal(request, one.proposal_id), titles.get(one.proposal_id or one.action_id, ""), moment(one.pk),
            said_of(label(one.verdict)),
            said_of(label(one.shadow_verdict or {})),
        )
        for one in shown
    ]  # fmt: skip


def _last(one: Draft) -> Shadow | None:
    return Shadow.objects.filter(draft=one).order_by("-id").first()
