"""Drafts: sentences written down as they were understood. Whoever was quicker wins; nobody overwrites unseen."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.audit import log
from apps.core import ids
from apps.core.canonical import digest
from apps.core.errors import Invalid, NotFound, Stale
from apps.policies import shadows
from apps.policies.models import Draft, InForce
from apps.policies.models.drafts import Stage

MOST = 400  # sentences
CHANGED = "Somebody changed this draft while you were reading. Look at it again."


@transaction.atomic
def begin(workspace: UUID, *, name: str, sentences: Sequence[str], by: UUID) -> Draft:
    """A new draft of canonical sentences, beside whatever is in force."""
    current = InForce.objects.select_related("version").first()
    made = Draft.objects.create(
        workspace_id=workspace, name=name, sentences=list(sentences), digest=digest(list(sentences)),
        based_on=current.version if current else None, made_by=by, edited_by=by,
    )  # fmt: skip
    _enter(made, "policy.draft_begun", by)
    return made


@transaction.atomic
def write(draft_id: UUID, sentences: Sequence[str], *, edition: int, by: UUID) -> Draft:
    """The draft with these canonical sentences. Raises Stale where it is not the edition that was shown."""
    if len(sentences) > MOST:
        raise Invalid(f"A policy has at most {MOST} sentences.")
    held = _held(draft_id)
    if held.edition != edition:
        raise Stale(CHANGED)
    if held.sentences == list(sentences):
        return held
    held.sentences, held.digest = list(sentences), digest(list(sentences))
    held.edition, held.edited_by = held.edition + 1, by
    held.save()
    _enter(held, "policy.draft_changed", by)
    return held


@transaction.atomic
def discard(draft_id: UUID, *, by: UUID) -> None:
    held = _held(draft_id)
    close(held, Stage.DISCARDED, by=by)
    _enter(held, "policy.draft_discarded", by)


def close(draft: Draft, stage: Stage, *, by: UUID) -> None:
    """In the caller's transaction. It is written no more, and watches no more."""
    draft.closed_at, draft.stage = timezone.now(), stage
    draft.save(update_fields=["closed_at", "stage"])
    shadows.end_of(draft, by=by)


def _held(draft_id: UUID) -> Draft:
    held = Draft.objects.select_for_update().filter(pk=draft_id, stage=Stage.OPEN).first()
    if held is None:
        raise NotFound
    return held


def _enter(draft: Draft, kind: str, by: UUID) -> None:
    facts = {"edition": draft.edition, "digest": draft.digest, "sentences": len(draft.sentences)}
    log.append(kind, workspace=draft.workspace_id, subject=ids.say("draft", draft.pk), by=f"user:{by.hex}", facts=facts)
