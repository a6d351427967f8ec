"""Reviewing a draft beside what is in force, and putting it before somebody else."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from apps.actions import publishing, rules
from apps.actions.models import OpenWork, Proposal
from apps.actions.own.policy import said
from apps.console.door import Inside
from apps.console.proposing import proposed
from apps.console.shell import page
from apps.core import ids
from apps.policies import diff, fresh
from apps.policies.kept import sentences_today
from apps.policies.models import Draft
from apps.policies.views import found
from apps.policies.views.editor import about
from apps.workspaces.access import ADMINS, people_with


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Inside, said: str) -> HttpResponse:
    one = found.draft(said)
    if request.method != "POST":
        return _draw(request, one)
    return proposed(request, lambda: publishing.publish(one, by=request.user), again=partial(_draw, request, one))


def _draw(request: Inside, one: Draft, *, refused: str = "", status: int = 200) -> HttpResponse:
    current = rules.in_force().version
    before = sentences_today(current, rules.vocabulary()) if current else []
    try:
        evidence, missing = said(fresh.backtest_of(one)), ""
    except fresh.NotFresh as why:
        evidence, missing = "", str(why)
    others = [each.name for each in people_with(frozenset({ADMINS}), request.workspace.pk) if each != request.user]
    context: dict[str, Any] = {
        **about(request, one), "current": current, "lines": diff.changes(before, one.sentences),
        "kept": len(set(before) & set(one.sentences)), "evidence": evidence, "missing": missing, "others": others[:4],
        "waiting": OpenWork.objects.filter(
            workspace_id=request.workspace.pk, state__in=["waiting", "approved"]
        ).values("proposal_id").distinct().count(),
        "proposed": _proposed(request, one), "refused": refused,
    }  # fmt: skip
    return page(request, "policies/publish.html", context, status=status)


def _proposed(request: Inside, one: Draft) -> str:
    """Where the proposal to publish it stands, once there is one."""
    made = Proposal.objects.filter(pk=one.proposal_id).first() if one.proposal_id else None
    return reverse("proposal", args=[request.workspace.slug, ids.say("proposal", made.pk)]) if made else ""
