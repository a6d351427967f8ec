"""A draft that watches: it is asked whatever the policy in force is asked, and its answers change nothing.

What is in force goes on deciding. There is no switch that ends that: only a publication, which somebody else signs.
"""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.audit import log
from apps.core import ids
from apps.core.errors import NotFound, Refused
from apps.policies.models import Draft, Shadow
from apps.policies.models.drafts import Stage


def begin(draft_id: UUID, *, by: UUID) -> Shadow:
    """Let a draft, as it is now, watch from now on. Raises Refused while another one does."""
    draft = Draft.objects.filter(pk=draft_id, stage=Stage.OPEN).first()
    if draft is None:
        raise NotFound
    try:
        with transaction.atomic():
            made = Shadow.objects.create(
                workspace_id=draft.workspace_id, draft=draft, sentences=draft.sentences, digest=draft.digest,
                began_by=by,
            )  # fmt: skip
            _enter(made, "policy.shadow_begun", by)
    except IntegrityError:
        raise Refused("Another draft is watching already. End that first.") from None
    return made


@transaction.atomic
def end(shadow_id: UUID, *, by: UUID) -> None:
    """It watches no longer. What it would have said so far stays beside the decisions."""
    held = Shadow.objects.select_for_update().filter(pk=shadow_id).first()
    if held is None:
        raise NotFound
    if held.ended_at is None:
        held.ended_at = timezone.now()
        held.save(update_fields=["ended_at"])
        _enter(held, "policy.shadow_ended", by)


def end_of(draft: Draft, *, by: UUID) -> None:
    """A draft that is closed watches no longer."""
    for standing in Shadow.objects.filter(draft=draft, ended_at=None).values_list("pk", flat=True):
        end(standing, by=by)


def _enter(shadow: Shadow, kind: str, by: UUID) -> None:
    facts = {"digest": shadow.digest, "sentences": len(shadow.sentences)}
    said = ids.say("draft", shadow.draft_id)
    log.append(kind, workspace=shadow.workspace_id, subject=said, by=f"user:{by.hex}", facts=facts)
