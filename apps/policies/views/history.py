"""Versions of policies, what each changed, and the way back to one."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from apps.actions import publishing
from apps.actions.cards import paging
from apps.actions.cards.names import Names
from apps.console.door import Inside
from apps.console.proposing import proposed
from apps.console.shell import page
from apps.core import ids
from apps.core.errors import NotFound
from apps.policies import diff
from apps.policies.diff import Line
from apps.policies.models import InForce, PolicyVersion
from apps.policies.views import found

KIND = "policyversion"


@dataclass(frozen=True)
class Version:
    said: str
    name: str
    at: datetime
    by: str
    sentences: int
    in_force: bool
    lines: list[Line]  # against the version before it
    back: str


@require_safe
def history(request: Inside) -> HttpResponse:
    return _draw(request)


@require_safe
def version(request: Inside, said: str) -> HttpResponse:
    """One version, beside what is in force."""
    one, current = _version(said), _current()
    context: dict[str, Any] = {
        "version": one, "by": Names.of(said=[one.published_by]).said(one.published_by).name, "current": current,
        "lines": diff.lines(current.sentences, one.sentences) if current else [], "in_force": one == current,
        "back": reverse("policy-back", args=[request.workspace.slug, said]),
        "writable": found.may_write(request, one.policy.name), "who_writes": found.WHO_WRITES,
    }  # fmt: skip
    return page(request, "policies/version.html", context)


@require_POST
def back(request: Inside, said: str) -> HttpResponse:
    """Propose to put this version's sentences in force again; another admin signs."""
    one = _version(said)
    return proposed(request, lambda: publishing.roll_back(one, by=request.user), again=partial(_draw, request))


def _draw(request: Inside, *, refused: str = "", status: int = 200) -> HttpResponse:
    here = f"{reverse('policy-history', args=[request.workspace.slug])}?"
    shown, pager = paging.turn(
        PolicyVersion.objects.select_related("policy"), paging.asked(request.GET.dict(), KIND), here=here, kind=KIND
    )
    names, current = Names.of(said=[one.published_by for one in shown]), _current()
    before = _before(shown)
    rows = [
        Version(
            ids.say(KIND, one.pk), str(one), one.published_at, names.said(one.published_by).name, len(one.sentences),
            one == current, diff.changes(before.get(one.pk, []), one.sentences),
            reverse("policy-back", args=[request.workspace.slug, ids.say(KIND, one.pk)]),
        )
        for one in shown
    ]  # fmt: skip
    context: dict[str, Any] = {
        "rows": rows, "pager": pager, "refused": refused, "who_writes": found.WHO_WRITES,
        "writable": bool(current) and found.may_write(request, current.policy.name if current else ""),
    }  # fmt: skip
    return page(request, "policies/history.html", context, status=status)


def _before(shown: list[PolicyVersion]) -> dict[UUID, list[str]]:
    """The sentences of each version's forerunner."""
    wanted = {(one.policy_id, one.number - 1) for one in shown}
    policies, numbers = {one for one, _ in wanted}, {number for _, number in wanted}
    found = PolicyVersion.objects.filter(policy__in=policies, number__in=numbers)
    there = {(one.policy_id, one.number): one.sentences for one in found}
    return {one.pk: there.get((one.policy_id, one.number - 1), []) for one in shown}


def _version(said: str) -> PolicyVersion:
    try:
        one = PolicyVersion.objects.select_related("policy").filter(pk=ids.parse(KIND, said)).first()
    except ValueError:
        raise NotFound from None
    if one is None:
        raise NotFound
    return one


def _current() -> PolicyVersion | None:
    held = InForce.objects.select_related("version__policy").first()
    return held.version if held else None
