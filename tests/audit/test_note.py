"""Notes are C2SP's, down to the example in the specification; the outside verifier reads them with no package."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.audit import note, verify_evidence
from apps.audit.note import Checkpoint, NoCheckpoint
from apps.audit.verify_evidence import Key

# Test vectors 1 to 3 of RFC 8032, section 7.1: secret, public, message, signature
RFC8032 = [
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
]  # fmt: skip
SAID = Checkpoint("countersign/0193", 20852163, bytes(range(32)))
# From https://c2sp.org/tlog-checkpoint
EXAMPLE = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""


def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def read(one: Ed25519PrivateKey, name: str = SAID.origin) -> Key:
    return Key.read(note.vkey(name, one.public_key()))


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC8032)
def test_signatures_of_the_rfc_are_accepted_and_nothing_near_them(
    secret: str, public: str, message: str, signature: str
) -> None:
    raw = bytes.fromhex
    assert verify_evidence.signed_by(raw(public), raw(message), raw(signature))
    assert not verify_evidence.signed_by(raw(public), raw(message) + b"x", raw(signature))
    assert not verify_evidence.signed_by(raw(public), raw(message), raw(signature)[:-1] + b"\xff")
    assert not verify_evidence.signed_by(raw(public), raw(message), raw(signature)[:-1])
    assert not verify_evidence.signed_by(b"\xff" * 32, raw(message), raw(signature))
    assert Ed25519PrivateKey.from_private_bytes(raw(secret)).sign(raw(message)).hex() == signature


@settings(max_examples=20)
@given(st.binary(max_size=200), st.integers(0, 511))
def test_the_verifier_s_own_ed25519_agrees_with_the_library(message: bytes, bit: int) -> None:
    mine = key()
    signature = bytearray(mine.sign(message))
    public = mine.public_key().public_bytes_raw()
    assert verify_evidence.signed_by(public, message, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    assert not verify_evidence.signed_by(public, message, bytes(signature))


def test_the_specification_s_example_has_the_form_that_is_written_here() -> None:
    lines = EXAMPLE.splitlines()
    said = Checkpoint(lines[0], int(lines[1]), base64.b64decode(lines[2]))
    assert EXAMPLE.startswith(f"{said.text}\n{note.DASH}{said.origin} ")
    assert next(iter(note._signatures(EXAMPLE.partition("\n\n")[2], said.origin)))[0].hex() == "033de0ae"


def test_a_checkpoint_is_read_back_by_whoever_trusts_one_of_its_keys() -> None:
    new, old, foreign = key(), key(), key()
    signed = note.signed(SAID, [new, old])
    for one in (new, old):
        assert note.opened(signed, [one.public_key()]) == SAID
        assert verify_evidence.opened(signed, [read(one)]) == tuple(vars(SAID).values())
    with pytest.raises(NoCheckpoint, match="No key"):
        note.opened(signed, [foreign.public_key()])
    with pytest.raises(ValueError, match="no key"):
        verify_evidence.opened(signed, [read(foreign)])


@pytest.mark.parametrize(
    ("changed", "to"),
    [("20852163", "20852164"), ("countersign/0193\n", "countersign/0194\n"), ("AAEC", "AAED"), ("\n\n", "\nmore\n\n")],
)
def test_a_checkpoint_that_was_changed_is_none(changed: str, to: str) -> None:
    mine = key()
    forged = note.signed(SAID, [mine]).replace(changed, to, 1)
    with pytest.raises(NoCheckpoint):
        note.opened(forged, [mine.public_key()])
    with pytest.raises(ValueError):
        verify_evidence.opened(forged, [read(mine)])


def test_a_signature_over_one_log_never_counts_for_another() -> None:
    mine = key()
    other = note.signed(Checkpoint("countersign/0194", SAID.size, SAID.root), [mine])
    with pytest.raises(ValueError, match="no key"):
        verify_evidence.opened(other, [read(mine)])


def test_a_public_key_says_itself_when_it_is_mistyped() -> None:
    vkey = note.vkey("log", key().public_key())
    assert Key.read(vkey).name == "log"
    with pytest.raises(ValueError, match="no Ed25519 key"):
        Key.read(vkey.replace("log", "dog"))


def test_notes_are_taken_apart_as_they_were_put_together() -> None:
    mine, kept = key(), [note.signed(SAID, [key(), key()]), note.signed(SAID, [key()])]
    kept.append(note.signed(SAID, [mine]))
    text = "".join(f"{one}\n" for one in kept)
    assert note.each(text) == kept
    assert list(verify_evidence.notes_in(text)) == kept
    assert list(verify_evidence.notes_in("\n".join(kept))) == kept
