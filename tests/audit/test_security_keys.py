"""What a security key said is checked again outside, without any package: its signature, and all that it was asked."""

import base64
import json
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from apps.audit import verify_evidence
from apps.audit.verify_evidence import N256, Report, check_key, signed_on_p256
from tests.identity.authenticator import Authenticator

# RFC 6979, appendix A.2.5: P-256 with SHA-256
PUBLIC = (
    0x60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6,
    0x7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299,
)
VECTORS = {
    b"sample": (
        0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,
        0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8,
    ),
    b"test": (
        0xF1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367,
        0x019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083,
    ),
}
PERSON, REQUEST, NONCE = "a" * 32, "b" * 32, "c" * 64
DIGEST = "sha256:" + "d" * 64


def der(r: int, s: int) -> bytes:
    numbers = [one.to_bytes(one.bit_length() // 8 + 1, "big") for one in (r, s)]
    inner = b"".join(bytes([2, len(one)]) + one for one in numbers)
    return bytes([0x30, len(inner)]) + inner


@pytest.mark.parametrize("message", list(VECTORS))
def test_the_vectors_of_the_standard_hold_and_nothing_beside_them(message: bytes) -> None:
    r, s = VECTORS[message]
    assert signed_on_p256(PUBLIC, message, der(r, s))
    for other in (der(s, r), der(r, s + 1), der(r + N256, s), der(0, s), der(r, 0), der(r, s) + b"x", b"", b"0\x00"):
        assert not signed_on_p256(PUBLIC, message, other)
    assert not signed_on_p256(PUBLIC, message + b"!", der(r, s))
    assert not signed_on_p256((PUBLIC[0], PUBLIC[1] + 1), message, der(r, s))


@given(message=st.binary(max_size=100), flip=st.integers(min_value=0, max_value=511))
def test_it_agrees_with_another_implementation(message: bytes, flip: int) -> None:
    secret = ec.generate_private_key(ec.SECP256R1())
    numbers, signature = secret.public_key().public_numbers(), secret.sign(message, ec.ECDSA(hashes.SHA256()))
    assert signed_on_p256((numbers.x, numbers.y), message, signature)
    broken = bytearray(signature)
    broken[flip // 8 % len(signature)] ^= 1 << flip % 8
    assert not signed_on_p256((numbers.x, numbers.y), message, bytes(broken))


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def confirmed(key: Authenticator | None = None, **other: str) -> dict[str, Any]:
    """What a key says to a signature, as the evidence file has it."""
    key = key or Authenticator(origin="http://localhost:8000")
    asked = {"person": PERSON, "request": REQUEST, "digest": DIGEST, **other}
    parts = asked["digest"].encode(), *(bytes.fromhex(one) for one in (asked["request"], asked["person"], NONCE))
    challenge = sha256(b"\n".join((b"countersign signature", *parts))).digest()
    said = json.loads(key.sign(json.dumps({"challenge": text(challenge)})))["response"]
    numbers = key.secret.public_key().public_numbers()
    public = bytes.fromhex("a5010203262001215820") + numbers.x.to_bytes(32) + b"\x22\x58\x20" + numbers.y.to_bytes(32)
    return {
        "public key": text(public), "nonce": NONCE, "request": REQUEST, "site": "http://localhost:8000",
        "client data": said["clientDataJSON"], "authenticator data": said["authenticatorData"],
        "signature": said["signature"],
    }  # fmt: skip


def checked(said: dict[str, Any] | None, **request: Any) -> Report:
    report = Report()
    proofs = {"security key": said} if said else {}
    check_key({"person": PERSON, "name": "Priya", "confirmed_with": proofs}, request, DIGEST, report)
    return report


def test_what_a_key_said_to_this_signature_holds() -> None:
    report = checked(confirmed(), confirm_with=["security key"])
    assert report.holds
    assert report.lines[0] == "ok      The security key of Priya signed exactly this."


@pytest.mark.parametrize(("other", "why"), [
    ({"digest": "sha256:" + "e" * 64}, "another document or person"),
    ({"person": "f" * 32}, "another document or person"),
    ({"request": "f" * 32}, "another document or person"),
])  # fmt: skip
def test_what_it_said_to_something_else_does_not(other: dict[str, str], why: str) -> None:
    report = checked(confirmed(None, **other))
    assert not report.holds
    assert why in report.lines[0]


@pytest.mark.parametrize(("key", "why"), [
    (Authenticator(origin="http://elsewhere.example"), "another site"),
    (Authenticator(origin="http://localhost:8000", site="elsewhere.example"), "another site"),
    (Authenticator(origin="http://localhost:8000", verifies=False), "did not check its user"),
])  # fmt: skip
def test_a_key_that_was_asked_elsewhere_or_did_not_look_at_its_user_does_not(key: Authenticator, why: str) -> None:
    report = checked(confirmed(key))
    assert not report.holds
    assert why in report.lines[0]


def test_a_signature_of_another_key_or_of_none_does_not() -> None:
    forged = confirmed() | {"public key": confirmed()["public key"]}
    assert "the key did not sign that" in checked(forged).lines[0]
    assert "lacks what it was to be confirmed with" in checked(None, confirm_with=["security key"]).lines[0]
    assert checked(None).lines == []


def test_a_kind_of_key_that_is_not_known_here_is_said_to_be_unchecked() -> None:
    rsa = {"public key": text(bytes.fromhex("a30103033901002042ffff"))}
    report = checked(confirmed() | rsa)
    assert report.holds
    assert report.lines[0].startswith("not checked  the security key of Priya")


def test_a_key_on_the_other_curve_is_checked_too() -> None:
    kind = {1: 1, 3: verify_evidence.EDDSA, -1: 6, -2: b"x" * 32}
    raw = bytes.fromhex("a4010103272006215820") + b"x" * 32
    assert verify_evidence.cose(raw) == kind
    assert verify_evidence.of_this_kind(kind)
    for broken in (b"\xa1\x01", raw + b"x", raw[:-1], b"\xa1\x01\x5a\xff\xff\xff\xff"):
        with pytest.raises((ValueError, IndexError)):
            verify_evidence.cose(broken)
