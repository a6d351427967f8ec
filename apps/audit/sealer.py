"""The sealer: a signed checkpoint of each log that grew, every minute or every 1,000 entries, whichever comes first.

It goes on from the edge that stands beside the last checkpoint and reads only what came after it, without any lock on
the head, so that nobody who appends waits for it. Before it signs it asks whether the last checkpoint is its own and
still that of this log; if not it signs nothing and says so, every time, until somebody has looked.
"""

import logging
import time
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.audit import checkpoints, hashing, keys, note, pool, tree
from apps.audit.body import GENESIS
from apps.audit.hashing import BLOCK, Part, Tree
from apps.audit.models import Block, Checkpoint, Head
from apps.audit.sinks import file
from apps.core import scope

log = logging.getLogger(__name__)
EVERY_S, EVERY = 60, 1000
ELECTION = 730_511_297  # an advisory lock's number of our own: one sealer works at a time
_shouted: dict[UUID, float] = {}  # when, so that what stays wrong is not said in every round
DUE = """
SELECT h.workspace_id FROM audit_head h LEFT JOIN LATERAL (
    SELECT size, at FROM audit_checkpoint c WHERE c.workspace_id = h.workspace_id ORDER BY size DESC LIMIT 1
) last ON true
WHERE h.workspace_id = ANY (%s) AND (h.seq < last.size OR h.seq > coalesce(last.size, 0) AND (last.size IS NULL
    OR h.seq - last.size >= %s OR last.at <= clock_timestamp() - make_interval(secs => %s)))
"""


class Inconsistent(RuntimeError):
    """The log is not the one that was signed before. Nothing more is signed until a person has looked."""


def seal_due(workspaces: Sequence[UUID]) -> int:
    """Seal every log of these that waits for it. Returns how many were; one that cannot be is shouted about."""
    sealed = 0
    for workspace in _due(workspaces):
        try:
            with scope.workspace(workspace):
                sealed += seal(workspace) is not None
        except Inconsistent as why:
            _shout(workspace, why)
    return sealed


def seal(workspace: UUID) -> Checkpoint | None:
    """Sign what the log is now. None where nothing is new, or another sealer was quicker."""
    last = checkpoints.newest(workspace)
    size, head = _ends(workspace)
    why = obstacle(workspace, last, size)
    if why:
        raise Inconsistent(why)
    if size == (last.size if last else 0):
        return None
    grown, full = _grown(workspace, last, size, head)
    return _keep(workspace, size, head, grown, full)


def obstacle(workspace: UUID, last: Checkpoint | None, size: int) -> str:
    """Why this log may not be signed again; empty where it may."""
    if last:
        if why := checkpoints.unsound(last, keys.trusted()):
            return why
        if last.size > size:
            return f"It was cut short: {last.size} entries were signed for, {size} are there."
    return _outside(workspace, last)


def _outside(workspace: UUID, last: Checkpoint | None) -> str:
    """Whether the newest copy in the file is of a checkpoint that still stands."""
    copy = file.last(workspace)
    if not copy:
        return ""
    try:
        said = note.opened(copy, keys.trusted())
    except note.NoCheckpoint as why:
        return f"The newest copy in the file is not ours. {why}"
    if last and (said.size, said.root) == (last.size, bytes(last.root)):
        return ""
    stands = Checkpoint.objects.filter(workspace_id=workspace, size=said.size, root=said.root).exists()
    return "" if stands else f"The newest copy in the file, of {said.size} entries, is of no checkpoint that stands."


def _shout(workspace: UUID, why: Inconsistent) -> None:
    now = time.monotonic()
    if now - _shouted.get(workspace, -EVERY_S) >= EVERY_S:
        _shouted[workspace] = now
        log.critical("The log of workspace %s is not sealed any more: %s", workspace, why)


def _due(workspaces: Sequence[UUID]) -> list[UUID]:
    with scope.workspace(*workspaces), connection.cursor() as cursor:
        cursor.execute(DUE, [list(workspaces), EVERY, EVERY_S])
        return [workspace for (workspace,) in cursor.fetchall()]


def _ends(workspace: UUID) -> tuple[int, bytes]:
    head = Head.objects.filter(workspace_id=workspace).first()
    return (head.seq, bytes(head.hash)) if head else (0, GENESIS)


def _grown(workspace: UUID, last: Checkpoint | None, size: int, head: bytes) -> tuple[Tree, dict[int, bytes]]:
    """The tree with what came after the last checkpoint, and the roots of the blocks that it fills."""
    at, follows = (last.size, bytes(last.head)) if last else (0, GENESIS)
    grown = Tree.of(at, tree.unpacked(bytes(last.edge)) if last else [])
    full: dict[int, bytes] = {}
    while at < size:
        until = min((at // BLOCK + 1) * BLOCK, size)
        part = hashing.hashed(pool.here(hashing.ROWS, [workspace, at, until]), Part(at, edge=grown.below))
        if part.fault or part.count != until - at or part.follows != follows:
            raise Inconsistent(f"Entry {part.fault[0] if part.fault else at + 1} does not follow what was signed.")
        at, follows = until, part.last
        if at % BLOCK == 0:
            number = grown.blocks
            full[number] = grown.close()
    if follows != head:
        raise Inconsistent("Its last entry is not the one that its head names.")
    return grown, full


def _keep(workspace: UUID, size: int, head: bytes, grown: Tree, full: dict[int, bytes]) -> Checkpoint | None:
    root = tree.root(grown.edge)
    signed = note.signed(note.Checkpoint(keys.origin(workspace), size, root), keys.signing())
    try:
        with transaction.atomic():
            blocks = [Block(workspace_id=workspace, number=number, root=one) for number, one in full.items()]
            Block.objects.bulk_create(blocks, batch_size=1000)
            return Checkpoint.objects.create(
                workspace_id=workspace, size=size, root=root, note=signed, edge=tree.packed(grown.edge), head=head,
                at=timezone.now(),
            )  # fmt: skip
    except IntegrityError:
        return None
