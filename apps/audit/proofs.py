"""Proofs to a checkpoint: that an entry stands in the log, and that an earlier checkpoint is its beginning.

They read one block of entries and the roots of the others. What is made of them is held against the signed root first.
"""

from collections.abc import Iterable
from uuid import UUID

from apps.audit import checkpoints, pool, tree
from apps.audit.hashing import BLOCK
from apps.audit.models import Checkpoint
from apps.audit.sealer import Inconsistent

LEAVES = "SELECT body FROM audit_entry WHERE workspace_id = %s AND seq > %s AND seq <= %s ORDER BY seq"


class Proofs:
    """Proofs to one checkpoint of the workspace in scope."""

    def __init__(self, to: Checkpoint) -> None:
        self.workspace, self.size = to.workspace_id, to.size
        self.blocks = checkpoints.blocks(to.workspace_id, to.size)
        self.read: dict[int, list[bytes]] = {}
        self.known: dict[tuple[int, int], bytes] = {}
        if self.over(0, to.size) != bytes(to.root):
            raise Inconsistent(f"The first {to.size} entries are not those that were signed for.")

    def inclusion(self, seq: int) -> list[bytes]:
        """That entry `seq` is leaf `seq` - 1."""
        return tree.inclusion(seq - 1, self.size, self.over)

    def consistency(self, old: int) -> list[bytes]:
        """That the first `old` entries are what they were."""
        return tree.consistency(old, self.size, self.over)

    def over(self, first: int, end: int) -> bytes:
        """The root over the leaves from `first` up to, but without, `end`."""
        if (first, end) not in self.known:
            self.known[first, end] = self._over(first, end)
        return self.known[first, end]

    def _over(self, first: int, end: int) -> bytes:
        if end - first > BLOCK:
            middle = first + (1 << (end - first - 1).bit_length() - 1)
            return tree.node(self.over(first, middle), self.over(middle, end))
        number = first // BLOCK
        if end - first == BLOCK and number in self.blocks:
            return self.blocks[number]
        leaves = self._leaves(number)[first - number * BLOCK : end - number * BLOCK]
        if len(leaves) != end - first:
            raise Inconsistent(f"Entries {first + 1} to {end} are not all there.")
        return tree.fold(leaves)

    def _leaves(self, number: int) -> list[bytes]:
        if number not in self.read:
            until = min((number + 1) * BLOCK, self.size)
            rows: Iterable[tuple[bytes]] = pool.here(LEAVES, [self.workspace, number * BLOCK, until])
            self.read[number] = [tree.leaf(bytes(body)) for (body,) in rows]
        return self.read[number]


def kept_sizes(workspace: UUID, below: int, *, since: int = 0) -> list[int]:
    """Sizes of earlier checkpoints to prove from: the last hundred, ever fewer before them, and the one asked for."""
    every = Checkpoint.objects.filter(workspace_id=workspace, size__lt=below).order_by("-size")
    sizes = list(every.values_list("size", flat=True))
    places = {*range(min(100, len(sizes))), *(1 << power for power in range(len(sizes).bit_length()))}
    found = {size for place, size in enumerate(sizes) if place in places}
    return sorted(found | ({since} if since in sizes else set()))
