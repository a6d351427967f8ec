"""The tree is RFC 6962's, its proofs are what the outside verifier accepts, and nothing else is accepted."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.audit import tree, verify_evidence
from apps.audit.verify_evidence import Checkpoint

# Inputs and roots of the reference implementation's own test, as Certificate Transparency published them
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
sizes = st.integers(1, 300)


def leaves(count: int) -> list[bytes]:
    return [tree.leaf(str(number).encode()) for number in range(count)]


def over(known: list[bytes]) -> tree.Range:
    return lambda first, end: tree.fold(known[first:end])


def naive(known: list[bytes]) -> bytes:
    """The root by the definition in the RFC, word for word."""
    if len(known) < 2:
        return known[0] if known else hashlib.sha256().digest()
    middle = 1
    while middle * 2 < len(known):
        middle *= 2
    return tree.node(naive(known[:middle]), naive(known[middle:]))


@pytest.mark.parametrize("count", range(1, 9))
def test_the_roots_are_those_that_certificate_transparency_published(count: int) -> None:
    assert tree.fold([tree.leaf(bytes.fromhex(one)) for one in INPUTS[:count]]).hex() == ROOTS[count - 1]


@given(sizes, st.data())
def test_a_tree_that_goes_on_from_an_edge_is_the_tree_that_was_built_at_once(size: int, data: st.DataObject) -> None:
    known, begun = leaves(size), data.draw(st.integers(0, size))
    edge: list[bytes] = []
    tree.grow(edge, 0, known[:begun])
    edge = tree.unpacked(tree.packed(edge))
    assert len(edge) == begun.bit_count()
    tree.grow(edge, begun, known[begun:])
    assert tree.root(edge) == naive(known)


@given(sizes, st.data())
def test_the_outside_verifier_accepts_the_path_of_a_leaf_and_of_no_other(size: int, data: st.DataObject) -> None:
    known, index = leaves(size), data.draw(st.integers(0, size - 1))
    path = tree.inclusion(index, size, over(known))
    assert verify_evidence.root_by(path, known[index], index, size) == tree.fold(known)
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        assert accepted(path, known[index], other, size) != tree.fold(known)
        assert accepted(path, known[other], index, size) != tree.fold(known)


@given(sizes, st.data())
def test_the_outside_verifier_accepts_that_a_tree_only_grew_and_nothing_else(size: int, data: st.DataObject) -> None:
    known, old = leaves(size), data.draw(st.integers(1, size))
    path = tree.consistency(old, size, over(known))
    new = Checkpoint("log", size, tree.fold(known))
    before = Checkpoint("log", old, tree.fold(known[:old]))
    assert verify_evidence.continues(before, new, path)
    changed = [*known[: old - 1], tree.leaf(b"changed")]
    assert not verify_evidence.continues(Checkpoint("log", old, tree.fold(changed)), new, path)
    assert not verify_evidence.continues(before, new, [*path, tree.leaf(b"more")])
    if path:
        assert not verify_evidence.continues(before, new, path[:-1])


def accepted(path: list[bytes], leaf: bytes, index: int, size: int) -> bytes:
    try:
        return verify_evidence.root_by(path, leaf, index, size)
    except ValueError:
        return b""
