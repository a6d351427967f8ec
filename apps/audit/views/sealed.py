"""How the log is sealed, for its page: the last checkpoint, the key, and how far each follower is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from apps.actions.cards.words import Chip
from apps.audit import checkpoints, followers, keys, sealer
from apps.audit.models import Follower, Head

LATE = timedelta(minutes=3)
DOWNLOADS = (
    ("checkpoints", "Checkpoints"), ("log_key", "Public key"), ("whole_log", "The whole log"),
    ("verifier", "The program that checks them"),
)  # fmt: skip
WORDS = {"file": "To the file", "mail": "By mail", "check": "Checked against every entry"}


@dataclass(frozen=True)
class Row:
    name: str
    state: Chip
    at: datetime | None


@dataclass(frozen=True)
class SealedCard:
    size: int
    at: datetime | None
    state: Chip
    key: str
    note: str
    followers: tuple[Row, ...]
    downloads: tuple[tuple[str, str], ...]


def sealed(workspace: UUID, slug: str) -> SealedCard:
    last, head = checkpoints.newest(workspace), Head.objects.filter(workspace_id=workspace).first()
    entries = head.seq if head else 0
    return SealedCard(
        last.size if last else 0, last.at if last else None, _state(workspace, entries),
        keys.vkeys(workspace)[0], last.note if last else "", _followers(workspace, last.size if last else 0),
        tuple((reverse(name, args=[slug]), words) for name, words in DOWNLOADS),
    )  # fmt: skip


def _state(workspace: UUID, entries: int) -> Chip:
    last = checkpoints.newest(workspace)
    if why := sealer.obstacle(workspace, last, entries):
        return Chip(f"Not sealed any more. {why}", "danger", "alert")
    open_since = last.at if last else None
    waiting = entries - (last.size if last else 0)
    if not waiting:
        return Chip("Every entry is under it", "ok", "check")
    if open_since is None or timezone.now() - open_since > LATE:
        return Chip(f"{waiting:,} entries wait for the next one, which is late", "warn", "alert")
    return Chip(f"{waiting:,} entries since wait for the next one", "plain", "clock")


def _followers(workspace: UUID, size: int) -> tuple[Row, ...]:
    known = {one.name: one for one in Follower.objects.filter(workspace_id=workspace)}
    rows = [Row(WORDS[name], _follower(known.get(name), size), _at(known.get(name))) for name in followers.names()]
    if "mail" not in followers.names():
        rows.append(Row(WORDS["mail"], Chip("Not set up", "plain", "mail"), None))
    return tuple(rows)


def _at(one: Follower | None) -> datetime | None:
    return one.at if one else None


def _follower(one: Follower | None, size: int) -> Chip:
    if one is None:
        return Chip("Nothing yet", "plain", "clock")
    if one.failed:
        return Chip(f"Failed {one.failed} times: {one.why}", "danger", "alert")
    behind = size - one.size
    return Chip(
        f"{behind:,} entries behind" if behind else "Up to date",
        "plain" if behind else "ok",
        "clock" if behind else "check",
    )
