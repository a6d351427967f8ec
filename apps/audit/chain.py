"""Is the log whole? Every entry hashed anew and following the one before it, up to the head, and every checkpoint and
every copy of one the root of the entries that it speaks of.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from apps.audit import checkpoints, columns, hashing, pool
from apps.audit.body import GENESIS
from apps.audit.hashing import Fault, Scan
from apps.audit.models import Checkpoint
from apps.audit.sinks import file

ENDS = """
SELECT h.seq, h.hash, e.largest, e.number FROM (SELECT 1) one LEFT JOIN audit_head h ON h.workspace_id = %(workspace)s
CROSS JOIN (SELECT max(seq) AS largest, count(*) AS number FROM audit_entry WHERE workspace_id = %(workspace)s) e
"""


@dataclass(frozen=True)
class Intact:
    entries: int
    head: str  # the last entry's hash, in hex
    checkpoints: int = 0


@dataclass(frozen=True)
class Broken:
    seq: int
    why: str


@dataclass(frozen=True)
class Ends:
    """The head's number and hash, the largest number and how many there are, all at one moment."""

    seq: int
    head: bytes
    largest: int
    number: int

    @property
    def until(self) -> int:
        """How far there is something to read. Where a number is missing, it is missing before then."""
        return min(self.seq, self.largest, self.number + 1)


@dataclass(frozen=True)
class Read:
    """What one pass over a log came to, and what had been signed before it began."""

    scan: Scan
    signed: Sequence[Checkpoint]


def verify(workspace: UUID) -> Intact | Broken:
    """Everything about a workspace's log, from its first entry to its head. The workspace must be in scope."""
    found = read(workspace)
    first = next(_faults(workspace, found), None)
    if first:
        return Broken(*first)
    return Intact(found.scan.entries, found.scan.head.hex(), len(found.signed))


@transaction.atomic
def read(workspace: UUID, *, processes: int = 0) -> Read:
    """The chain and every root in one pass; where it breaks, the scan says so."""
    signed = checkpoints.of(workspace)
    ends = _ends(workspace)
    marks = {one.size for one in signed}
    scan = hashing.joined(pool.spread(hashing.span, workspace, ends.until, marks, processes=processes))
    scan.fault = scan.fault or _ending(scan, ends) or _root(scan, signed, workspace)
    return Read(scan, signed)


def copied(workspace: UUID) -> tuple[int, list[Fault]]:
    """How many copies lie outside, and those that are of no checkpoint that stands."""
    copies = file.copies(workspace)  # first, so that whatever is copied is among those that were signed
    roots = {one.size: bytes(one.root) for one in checkpoints.of(workspace)}
    return len(copies), list(checkpoints.copy_faults(copies, workspace, roots))


def sound(workspace: UUID) -> tuple[int, list[Fault]]:
    """How many checkpoints there are, and those that do not stand by themselves."""
    signed = checkpoints.of(workspace)
    return len(signed), list(checkpoints.faults(signed, _ends(workspace).until))


@transaction.atomic
def compared(workspace: UUID) -> tuple[int, list[Fault]]:
    """Columns and payloads held against what was hashed: how many entries, and which do not agree."""
    spans = list(pool.spread(columns.span, workspace, _ends(workspace).until))
    return sum(count for count, _ in spans), [fault for _, faults in spans for fault in faults]


def _faults(workspace: UUID, found: Read) -> Iterator[Fault]:
    if found.scan.fault:
        yield found.scan.fault
    for look in (sound, copied, compared):
        yield from look(workspace)[1]


def _ends(workspace: UUID) -> Ends:
    with connection.cursor() as cursor:
        cursor.execute(ENDS, {"workspace": workspace})
        seq, head, largest, number = cursor.fetchone()
    return Ends(seq or 0, bytes(head or GENESIS), largest or 0, number)


def _ending(scan: Scan, ends: Ends) -> Fault | None:
    if (scan.entries, scan.head) != (ends.seq, ends.head):
        return scan.entries + 1, "The log ends before its head."
    if ends.largest > ends.seq:
        return ends.seq + 1, f"Entry {ends.largest} lies beyond the log's head."
    return None


def _root(scan: Scan, signed: Sequence[Checkpoint], workspace: UUID) -> Fault | None:
    """The first checkpoint, or root of a block, that is not that of its entries."""
    for one in signed:
        if one.size <= scan.entries and scan.states.get(one.size) != (bytes(one.root), bytes(one.head)):
            return one.size, f"The first {one.size} entries are not those that were signed for."
    for number, root in checkpoints.blocks(workspace, scan.entries).items():
        if scan.blocks[number] != root:
            return number * hashing.BLOCK + 1, "What is kept of its block is not the root of the block's entries."
    return None
