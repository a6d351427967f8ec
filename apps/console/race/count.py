"""The race's oracle: what the log, the attempts and the target's own ledger say happened while a scope was paused."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.utils import timezone

from apps.audit.models import Entry
from apps.core import ids
from apps.workspaces.models import Pause

STARTED = """
SELECT t.action_id, t.number, t.started_at FROM actions_attempt t
JOIN actions_action a ON a.id = t.action_id AND a.workspace_id = t.workspace_id
WHERE t.workspace_id = %(workspace)s AND t.started_at IS NOT NULL AND CASE %(kind)s
    WHEN 'agent' THEN a.agent_id = %(id)s WHEN 'connection' THEN a.connection_id = %(id)s ELSE true END
"""


@dataclass(frozen=True)
class Found:
    late_start_marks: int
    unlisted_sends: int
    sends_after_quiet: int


def found(pause: Pause, sent: Iterable[tuple[UUID, datetime]]) -> Found:
    """What must not be, counted for one pause that has been lifted again. `sent`: the target's ledger."""
    end = pause.resumed_at or timezone.now()
    started = _started(pause)
    in_scope = {action for action, _, _ in started}
    inside = [(action, at) for action, at in sent if pause.paused_at < at < end and action in in_scope]
    listed = {UUID(str(one["action"])) for one in pause.listed}
    return Found(
        late_start_marks=sum(pause.paused_at < at < end for _, _, at in started) + _late_in_the_log(pause, started),
        unlisted_sends=sum(action not in listed for action, _ in inside),
        sends_after_quiet=sum(pause.quiet_at is not None and at > pause.quiet_at for _, at in inside),
    )


def ledger(file: Path) -> list[tuple[UUID, datetime]]:
    """The action of each message, and when its first byte came."""
    said = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    return [(ids.parse("action", one["key"]), datetime.fromtimestamp(one["at"]).astimezone()) for one in said]


def sends(file: Path) -> int:
    """How many messages have come in so far."""
    return file.read_bytes().count(b"\n") if file.exists() else 0


def _started(pause: Pause) -> list[tuple[UUID, int, datetime]]:
    with connection.cursor() as cursor:
        cursor.execute(STARTED, {"workspace": pause.workspace_id, "kind": pause.scope_kind, "id": pause.scope_id})
        return list(cursor.fetchall())


def _late_in_the_log(pause: Pause, started: list[tuple[UUID, int, datetime]]) -> int:
    """Start marks of this scope whose entries stand between the pause's and the lifting's."""
    about = Entry.objects.filter(subject=f"{pause.scope_kind}:{pause.scope_id.hex}").order_by("seq")
    first = about.filter(kind="pause.set", at__gte=pause.paused_at)[0].seq
    last = about.filter(kind="pause.lifted", seq__gt=first)[0].seq
    subjects = [ids.say("action", action) for action, _, _ in started]
    between = Entry.objects.filter(kind="action.executing", subject__in=subjects, seq__gt=first, seq__lt=last)
    return sum(bool(entry.facts.get("started")) for entry in between)
