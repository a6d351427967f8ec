"""The policy in force, sentence by sentence, with what each asks for, and its history."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from apps.actions import rules
from apps.actions.cards.names import Names
from apps.actions.cards.words import Chip, counted
from apps.billing import budgets
from apps.console.door import Inside
from apps.console.shell import page
from apps.policies import language
from apps.policies.models import InForce, PolicyVersion
from apps.policies.rule import Clause, Effect
from apps.policies.vocabulary import Vocabulary

MOST_VERSIONS = 20
CHIPS = {
    Effect.AUTO: Chip("Without asking", "plain"),
    Effect.SUGGEST: Chip("Only suggested", "plain"),
    Effect.DENY: Chip("Never", "danger"),
}


@dataclass(frozen=True)
class Sentence:
    number: int
    text: str
    chip: Chip


@dataclass(frozen=True)
class Version:
    name: str
    at: datetime
    by: str
    sentences: int
    current: bool


@require_safe
def policy(request: Inside) -> HttpResponse:
    in_force = InForce.objects.select_related("version__policy").first()
    current = in_force.version if in_force else None
    words = rules.vocabulary()
    context = {
        "current": current,
        "since": in_force.since if in_force else None,
        "sentences": _sentences(current, words) if current else (),
        "versions": _versions(current),
        "caps": [one.sentence for one in budgets.headroom(request.workspace.pk)[:30]],
    }
    return page(request, "policies/policy.html", context)


def _sentences(version: PolicyVersion, words: Vocabulary) -> tuple[Sentence, ...]:
    return tuple(Sentence(n, text, _chip(text, words)) for n, text in enumerate(version.sentences, 1))


def _chip(text: str, words: Vocabulary) -> Chip:
    """What the sentence does, in a word or two; its strictest part where it has several."""
    try:
        rule = language.parse(text, words)
    except language.NotUnderstood:
        return Chip("Not understood any more: denies", "danger", "alert")
    order = (Effect.DENY, Effect.SUGGEST, Effect.ASK, Effect.AUTO)
    strictest = min(rule.clauses, key=lambda clause: order.index(clause.effect))
    return _asks(strictest) if strictest.effect is Effect.ASK else CHIPS[strictest.effect]


def _asks(clause: Clause) -> Chip:
    people = max((need.people for need in clause.needs), default=1)
    return Chip(counted(people, "signature"), "accent")


def _versions(current: PolicyVersion | None) -> tuple[Version, ...]:
    found = list(PolicyVersion.objects.select_related("policy").order_by("-published_at")[:MOST_VERSIONS])
    names = Names.of(said=[one.published_by for one in found])
    return tuple(
        Version(str(one), one.published_at, names.said(one.published_by).name, len(one.sentences), one == current)
        for one in found
    )
