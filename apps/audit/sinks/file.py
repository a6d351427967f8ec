"""The file sink: one file a workspace, checkpoints one behind the other, each on the disk before it counts as sent.

Put the folder where this installation may append and nobody may rewrite, or copy it away: a checkpoint that is kept
outside is what shows that the log was cut short or written anew.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.conf import settings

from apps.audit import note

TAIL = 8192  # more than a checkpoint with sixteen signatures takes


def send(workspace: UUID, notes: Sequence[str]) -> None:
    """Append these checkpoints. Sent again after a crash, they may stand there twice."""
    place = path(workspace)
    place.parent.mkdir(parents=True, exist_ok=True)
    new = not place.exists()
    with place.open("a", encoding="utf-8") as kept:
        kept.write("".join(f"{one}\n" for one in notes))
        kept.flush()
        os.fsync(kept.fileno())
    if new:
        _sync_folder(place.parent)


def copies(workspace: UUID) -> list[str]:
    """Every checkpoint that the file holds, as it was written."""
    place = path(workspace)
    return note.each(place.read_text("utf-8", errors="replace")) if place.exists() else []


def last(workspace: UUID) -> str:
    """The newest one, read from the end of the file; empty where there is none."""
    place = path(workspace)
    if not place.exists():
        return ""
    with place.open("rb") as kept:
        kept.seek(max(place.stat().st_size - TAIL, 0))
        found = note.each(kept.read().decode("utf-8", errors="replace"))
    return found[-1] if found else ""


def path(workspace: UUID) -> Path:
    folder: Path = settings.COUNTERSIGN_CHECKPOINT_DIR
    return folder / f"{workspace.hex}.txt"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
