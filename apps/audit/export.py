"""What leaves the log to be checked elsewhere: entries with their proofs, and a whole log, line by line."""

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from apps.audit import checkpoints, keys, pool
from apps.audit.hashing import BLOCK
from apps.audit.log import JsonDict
from apps.audit.models import Checkpoint, Entry, Payload
from apps.audit.proofs import Proofs, kept_sizes
from apps.audit.sealer import Inconsistent

BODIES = "SELECT body FROM audit_entry WHERE workspace_id = %s AND seq > %s AND seq <= %s ORDER BY seq"


class NotSealed(Inconsistent):
    """No checkpoint has been signed yet, so there is nothing to prove by."""


def proved(workspace: UUID, subjects: Sequence[str], *, since: int = 0) -> JsonDict:
    """Every entry about these, its proof to the newest checkpoint, and proofs from earlier ones to it."""
    last = checkpoints.newest(workspace)
    if last is None:
        raise NotSealed("The log has no checkpoint yet; the sealer makes one within a minute.")
    proofs = Proofs(last)
    entries = list(Entry.objects.filter(workspace_id=workspace, subject__in=subjects).order_by("seq"))
    beside = {one.entry_id: one for one in Payload.objects.filter(entry_id__in=[one.pk for one in entries])}
    return {
        "origin": keys.origin(workspace), "keys": keys.vkeys(workspace), "checkpoint": last.note,
        "entries": [_entry(one, beside.get(one.pk), proofs) for one in entries],
        "consistency": [
            {"size": size, "proof": _said(proofs.consistency(size))}
            for size in kept_sizes(workspace, last.size, since=since)
        ],
    }  # fmt: skip


def whole(workspace: UUID) -> Iterator[str]:
    """A log as lines of JSON: what it is, each entry's bytes, each checkpoint behind the last entry that it covers."""
    signed = {one.size: one.note for one in checkpoints.of(workspace)}
    yield _line({"countersign": "log", "version": 1, "workspace": workspace.hex, "origin": keys.origin(workspace)})
    size = 0
    for (body,) in _bodies(workspace):
        size += 1
        yield _line({"body": _text(body)})
        if size in signed:
            yield _line({"checkpoint": signed.pop(size)})
    for left in signed.values():  # they cover more than there is: whoever checks it has to see that
        yield _line({"checkpoint": left})
    yield _line({"entries": size})


def notes(workspace: UUID) -> str:
    """Every checkpoint, one behind the other, to be kept elsewhere."""
    found = Checkpoint.objects.filter(workspace_id=workspace).order_by("size")
    return "\n".join(found.values_list("note", flat=True))


def _bodies(workspace: UUID) -> Iterator[tuple[bytes]]:
    after = 0
    while rows := pool.here(BODIES, [workspace, after, after + BLOCK]):
        yield from rows
        after += BLOCK


def _entry(one: Entry, beside: Payload | None, proofs: Proofs) -> JsonDict:
    said: dict[str, Any] = {
        "body": _text(one.body), "proof": _said(proofs.inclusion(one.seq)) if one.seq <= proofs.size else None,
    }  # fmt: skip
    if beside:
        salt = base64.b64encode(bytes(beside.salt)).decode()
        said["personal"] = {"salt": salt, "body": bytes(beside.body).decode()}
    return said


def _text(body: bytes | memoryview) -> str:
    """Bytes that are no text any more are carried along, so that whoever checks them sees it."""
    return bytes(body).decode("utf-8", "surrogateescape")


def _said(path: list[bytes]) -> list[str]:
    return [base64.b64encode(one).decode() for one in path]


def _line(said: JsonDict) -> str:
    return json.dumps(said) + "\n"
