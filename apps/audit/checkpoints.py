"""The signed statements of a log's state: the last one, whether they stand, and whether their copies do."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from apps.audit import keys, note, tree
from apps.audit.hashing import BLOCK, Fault
from apps.audit.models import Block, Checkpoint


def newest(workspace: UUID) -> Checkpoint | None:
    return Checkpoint.objects.filter(workspace_id=workspace).order_by("-size").first()


def of(workspace: UUID) -> list[Checkpoint]:
    """Every one, oldest first."""
    return list(Checkpoint.objects.filter(workspace_id=workspace).order_by("size"))


def unsound(one: Checkpoint, trusted: Sequence[Ed25519PublicKey]) -> str:
    """What is wrong with a checkpoint in itself: not ours, not what its row says, not what can be gone on from."""
    try:
        said = note.opened(one.note, trusted)
    except note.NoCheckpoint as why:
        return f"The checkpoint of {one.size} entries is not ours. {why}"
    if (said.origin, said.size, said.root) != (keys.origin(one.workspace_id), one.size, bytes(one.root)):
        return f"The checkpoint of {one.size} entries says something else than it was signed for."
    edge = tree.unpacked(bytes(one.edge))
    if len(edge) != one.size.bit_count() or tree.root(edge) != said.root:
        return f"What is kept beside the checkpoint of {one.size} entries is not its edge."
    return ""


def faults(found: Sequence[Checkpoint], entries: int) -> Iterator[Fault]:
    """Checkpoints that are unsound in themselves, or cover more than there is."""
    trusted = keys.trusted()
    for one in found:
        if one.size > entries:
            yield entries + 1, f"The log was cut short: {one.size} entries were signed for, {entries} are there."
        if why := unsound(one, trusted):
            yield one.size, why


def copy_faults(copies: Sequence[str], workspace: UUID, roots: Mapping[int, bytes]) -> Iterator[Fault]:
    """Copies outside that are of no checkpoint that stands: `roots` has those, by size."""
    trusted, origin = keys.trusted(), keys.origin(workspace)
    for copy in copies:
        try:
            said = note.opened(copy, trusted)
        except note.NoCheckpoint as why:
            yield 0, f"A copy of a checkpoint is not ours. {why}"
            continue
        if said.origin != origin:
            yield 0, "A copy of a checkpoint is that of another log."
        elif said.size not in roots:
            yield said.size, f"The checkpoint of {said.size} entries is gone; a copy of it is not."
        elif roots[said.size] != said.root:
            yield said.size, f"A copy of the checkpoint of {said.size} entries has another root."


def blocks(workspace: UUID, size: int) -> dict[int, bytes]:
    """The roots that are kept of the full blocks of a log of this size, by number."""
    kept = Block.objects.filter(workspace_id=workspace, number__lt=size // BLOCK)
    return {number: bytes(root) for number, root in kept.values_list("number", "root")}
