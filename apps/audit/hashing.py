"""Reading the log at speed: the chain and the Merkle root in one pass, block by block, in as many processes as asked.

A block is 1,024 entries; its root is a node of the tree, so blocks can be hashed apart and put together in order.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from apps.audit import tree
from apps.audit.apart import Execute
from apps.audit.body import GENESIS

BLOCK = 1024
ROWS = """
SELECT seq, prev, hash, body FROM audit_entry WHERE workspace_id = %s AND seq > %s AND seq <= %s ORDER BY seq
"""

Fault = tuple[int, str]


@dataclass
class Part:
    """What a block's entries came to, from where they were read on."""

    after: int  # how many entries lie before it
    count: int = 0
    follows: bytes = b""  # what its first entry says it follows
    last: bytes = b""
    edge: list[bytes] = field(default_factory=list)
    marks: dict[int, tuple[list[bytes], bytes]] = field(default_factory=dict)  # edge and hash where it was asked for
    fault: Fault | None = None


@dataclass
class Tree:
    """Full blocks, and the edge of the one that is not full: together the edge of the whole."""

    blocks: int = 0
    above: list[bytes] = field(default_factory=list)
    below: list[bytes] = field(default_factory=list)

    @classmethod
    def of(cls, size: int, edge: list[bytes]) -> "Tree":
        blocks = size // BLOCK
        return cls(blocks, edge[: blocks.bit_count()], edge[blocks.bit_count() :])

    @property
    def edge(self) -> list[bytes]:
        return [*self.above, *self.below]

    def close(self) -> bytes:
        """The block is full: its root, which takes its place among the others."""
        full = tree.root(self.below)
        self.blocks, self.below = tree.grow(self.above, self.blocks, [full]), []
        return full


@dataclass
class Scan:
    """What a whole log came to: how far it was read, or where it breaks; root and hash at the sizes asked for."""

    entries: int = 0
    head: bytes = GENESIS
    states: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    blocks: list[bytes] = field(default_factory=list)  # the roots of the full ones
    fault: Fault | None = None


def span(execute: Execute, workspace: UUID, after: int, until: int, marks: Collection[int]) -> list[Part]:
    """The blocks between two multiples of a block. Runs here or in another process."""
    wanted = {size for size in marks if after < size <= until}
    parts = []
    for begin in range(after, until, BLOCK):
        rows = execute(ROWS, [workspace, begin, min(begin + BLOCK, until)])
        parts.append(hashed(rows, Part(begin), wanted))
        if parts[-1].fault:
            break
    return parts


def hashed(rows: Iterable[Any], part: Part, marks: Collection[int] = ()) -> Part:
    """Hash the entries of one block, at most, in order. Tight on purpose: this is what verifying costs."""
    sha256, edge, seq, last = hashlib.sha256, part.edge, part.after, b""
    for found, prev, stated, body in rows:
        seq += 1
        if found != seq or (last and prev != last) or sha256(body).digest() != stated:
            part.fault = _fault(seq, found, last, prev)
            return part
        part.follows = part.follows or prev
        top, place, last = sha256(b"\0" + body).digest(), (seq - 1) % BLOCK, stated
        while place & 1:
            top, place = sha256(b"\1" + edge.pop() + top).digest(), place >> 1
        edge.append(top)
        if seq in marks:
            part.marks[seq] = (edge.copy(), last)
    part.count, part.last = seq - part.after, last
    return part


def joined(spans: Iterable[list[Part]]) -> Scan:
    """The blocks put together in order, up to the first fault."""
    scan, whole = Scan(), Tree()
    for part in _each(spans):
        if part.count and part.follows != scan.head:
            scan.fault = (scan.entries + 1, "It does not follow the entry before it.")
        scan.fault = scan.fault or part.fault
        if scan.fault or not part.count:
            return scan
        scan.states |= {size: (tree.root([*whole.above, *inner]), at) for size, (inner, at) in part.marks.items()}
        scan.entries, scan.head = scan.entries + part.count, part.last
        whole.below = part.edge
        if scan.entries % BLOCK == 0:
            scan.blocks.append(whole.close())
    return scan


def _each(spans: Iterable[list[Part]]) -> Iterator[Part]:
    for parts in spans:
        yield from parts


def _fault(seq: int, found: int, last: bytes, prev: bytes) -> Fault:
    if found != seq:
        return seq, f"Entry {seq} is missing."
    if last and prev != last:
        return seq, "It does not follow the entry before it."
    return seq, "Its bytes are not those that were hashed."
