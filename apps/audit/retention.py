"""Erasing what is kept of persons. The entries stay, and so does every proof: they commit to salted hashes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.audit import log
from apps.audit.models import Payload
from apps.core.ids import first_uuid7


@transaction.atomic
def erase(workspace: UUID, *, category: str, before: datetime, by: str) -> int:
    """Erase a workspace's payloads of one category that are older; the erasure is a line itself. Returns how many."""
    bound = first_uuid7(int(before.timestamp() * 1000))
    old = Payload.objects.filter(workspace_id=workspace, category=category, entry_id__lt=bound)
    erased, _ = old.delete()
    facts = {"category": category, "before": before.isoformat(), "erased": erased}
    log.append("log.erased", workspace=workspace, subject=f"payloads:{category}", by=by, facts=facts)
    return erased
