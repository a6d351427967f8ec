"""The Merkle tree of RFC 6962, section 2.1, and what can be proved by it. No Django, no table.

Leaf number i (from 0) is the entry with `seq` i + 1, and its bytes are the entry's stored `body`, unchanged: so
`leaf = SHA-256(0x00 ‖ body)` and `node = SHA-256(0x01 ‖ left ‖ right)`; the root of no entries is SHA-256 of nothing.

An *edge* is the compact range of a tree: the roots of its full subtrees from left to right, one for each bit that is
set in its size. It is all that is needed to go on from there, and the root is its fold.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import reduce

EMPTY = hashlib.sha256().digest()
HASH = 32

Range = Callable[[int, int], bytes]  # the root over the leaves from … up to, but without …


def leaf(body: bytes) -> bytes:
    return hashlib.sha256(b"\0" + body).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def grow(edge: list[bytes], size: int, leaves: Iterable[bytes]) -> int:
    """Put leaves behind a tree of this size, in place. Also takes whole subtrees of one size, counted in their size."""
    for top in leaves:
        place = size
        while place & 1:
            top = node(edge.pop(), top)  # noqa: PLW2901  it grows into the subtree that it closes
            place >>= 1
        edge.append(top)
        size += 1
    return size


def root(edge: list[bytes]) -> bytes:
    return reduce(lambda right, left: node(left, right), reversed(edge)) if edge else EMPTY


def packed(edge: list[bytes]) -> bytes:
    return b"".join(edge)


def unpacked(stored: bytes) -> list[bytes]:
    return [stored[place : place + HASH] for place in range(0, len(stored), HASH)]


def fold(leaves: list[bytes]) -> bytes:
    """The root over these leaves."""
    edge: list[bytes] = []
    grow(edge, 0, leaves)
    return root(edge)


def inclusion(index: int, size: int, ranged: Range) -> list[bytes]:
    """The audit path of leaf `index` in a tree of this size, lowest first (RFC 6962, 2.1.1)."""
    path: list[bytes] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + _split(end - first)
        if index < middle:
            path.append(ranged(middle, end))
            end = middle
        else:
            path.append(ranged(first, middle))
            first = middle
    return path[::-1]


def consistency(old: int, size: int, ranged: Range) -> list[bytes]:
    """The proof that the tree of `old` leaves is the beginning of the one of `size` leaves (RFC 6962, 2.1.2)."""
    return list(_subproof(old, 0, size, whole=True, ranged=ranged))


def _subproof(old: int, first: int, end: int, *, whole: bool, ranged: Range) -> Iterator[bytes]:
    """`old` counts leaves from `first` on; `whole`: the subtree so far is the old tree itself, which is known."""
    if old == end - first:
        if not whole:
            yield ranged(first, end)
        return
    middle = first + _split(end - first)
    if old <= middle - first:
        yield from _subproof(old, first, middle, whole=whole, ranged=ranged)
        yield ranged(middle, end)
    else:
        yield from _subproof(old - (middle - first), middle, end, whole=False, ranged=ranged)
        yield ranged(first, middle)


def _split(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1
