"""The policy in force, sentence by sentence, with what each asks for; its drafts, and a form that begins one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from apps.actions import rules
from apps.actions.cards.names import Names
from apps.actions.cards.words import Chip
from apps.billing import budgets
from apps.console.door import Inside
from apps.console.shell import page, status_of
from apps.core import ids
from apps.core.errors import Invalid, NotFound, Refused
from apps.policies import charters, drafts, understood
from apps.policies.kept import carried, rules_of, sentences_today
from apps.policies.models import Draft, InForce, PolicyVersion, Shadow
from apps.policies.models.drafts import Stage
from apps.policies.rule import Rule
from apps.policies.views import found
from apps.policies.vocabulary import Vocabulary
from apps.workspaces import organisations

MOST_VERSIONS, MOST_DRAFTS = 5, 20
FIRST = "policy"  # what a workspace's first policy is called, where nobody names it


@dataclass(frozen=True)
class Sentence:
    number: int
    text: str
    chip: Chip


@dataclass(frozen=True)
class FromAbove:
    """The organisation's policy, which a workspace reads and does not write."""

    name: str
    since: datetime
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Version:
    name: str
    at: datetime
    by: str
    sentences: int
    current: bool


@dataclass(frozen=True)
class Row:
    """A draft in a list."""

    href: str
    name: str
    sentences: int
    by: str
    at: datetime
    edition: int


@require_safe
def policy(request: Inside) -> HttpResponse:
    return _draw(request)


@require_POST
def begin(request: Inside) -> HttpResponse:
    """A new draft: of what is in force, or of nothing yet."""
    current = InForce.objects.select_related("version__policy").first()
    name = " ".join(request.POST.get("name", "").split()) or (current.version.policy.name if current else FIRST)
    try:
        by = found.check_may_write(request, name)
        if len(name) > 100:
            raise Invalid("A name has at most 100 letters.")
        copied = current.version if current and request.POST.get("of") != "nothing" else None
        sentences = sentences_today(copied, rules.vocabulary()) if copied else []
        made = drafts.begin(request.workspace.pk, name=name, sentences=sentences, by=by)
    except NotFound:
        raise
    except Refused as why:
        return _draw(request, refused=str(why), status=status_of(why))
    return redirect("draft", request.workspace.slug, ids.say("draft", made.pk))


def _draw(request: Inside, *, refused: str = "", status: int = 200) -> HttpResponse:
    in_force = InForce.objects.select_related("version__policy").first()
    current = in_force.version if in_force else None
    context: dict[str, Any] = {
        "current": current, "since": in_force.since if in_force else None, "refused": refused,
        "sentences": sentences(current, rules.vocabulary()) if current else (),
        "versions": versions(current, MOST_VERSIONS), "drafts": _drafts(request),
        "caps": [one.sentence for one in budgets.headroom(request.workspace.pk)[:30]],
        "watching": _watching(request), "who_writes": found.WHO_WRITES,
        "may_write": found.may_write(request, current.policy.name if current else FIRST),
        "above": _above(request), "reach": _reach(request),
    }  # fmt: skip
    return page(request, "policies/policy.html", context, status=status)


def sentences(version: PolicyVersion, words: Vocabulary) -> tuple[Sentence, ...]:
    """As they were signed."""
    meant: Iterable[Rule | None] = (
        (understood.read(text, words).rule for text in version.sentences)
        if version.rules is None
        else rules_of(version, words)
    )
    return _numbered(version.sentences, meant)


def _numbered(said: Iterable[str], meant: Iterable[Rule | None]) -> tuple[Sentence, ...]:
    pairs = zip(said, meant, strict=True)
    return tuple(Sentence(n, text, found.chip(rule)) for n, (text, rule) in enumerate(pairs, 1))


def _above(request: Inside) -> FromAbove | None:
    charter = charters.above(request.workspace.pk)
    if charter is None:
        return None
    return FromAbove(charter.name, charter.since, _numbered(charter.sentences, carried(charter.rules, groups={})))


def _reach(request: Inside) -> int | None:
    """In how many other workspaces the sentences of this seat hold; None where this is no seat."""
    here = request.workspace
    return len(organisations.members_of(here.organisation_id)) - 1 if here.governs else None


def versions(current: PolicyVersion | None, most: int) -> tuple[Version, ...]:
    found = list(PolicyVersion.objects.select_related("policy").order_by("-published_at")[:most])
    names = Names.of(said=[one.published_by for one in found])
    return tuple(
        Version(str(one), one.published_at, names.said(one.published_by).name, len(one.sentences), one == current)
        for one in found
    )


def _drafts(request: Inside) -> tuple[Row, ...]:
    open_ = list(Draft.objects.filter(stage=Stage.OPEN).order_by("-id")[:MOST_DRAFTS])
    names = Names.of(people=[one.edited_by for one in open_])
    return tuple(
        Row(reverse("draft", args=[request.workspace.slug, ids.say("draft", one.pk)]), one.name, len(one.sentences),
            names.person(one.edited_by).name, one.edited_at, one.edition) for one in open_
    )  # fmt: skip


def _watching(request: Inside) -> str:
    """Where the draft that watches is shown; empty where none does."""
    draft = Shadow.objects.filter(ended_at=None).values_list("draft_id", flat=True).first()
    return reverse("draft-shadow", args=[request.workspace.slug, ids.say("draft", draft)]) if draft else ""
