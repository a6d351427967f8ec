"""Signed notes and checkpoints as https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint say. No Django.

A checkpoint is the text `origin, size, base64(root)`, each on a line, a blank line, and one line for each signature:
`— name base64(key id ‖ Ed25519 signature over the text)`. The name of the key is the log's origin, and its id the
first four bytes of `SHA-256(name ‖ newline ‖ 0x01 ‖ public key)`; so one Ed25519 key signs many logs, and a signature
over one log never counts for another. A public key is handed out as a *vkey*: `name+id+base64(0x01 ‖ public key)`.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
DASH = "\u2014 "


class NoCheckpoint(ValueError):
    """A text that is no checkpoint, or that no key that is trusted has signed."""


@dataclass(frozen=True)
class Checkpoint:
    """What a log said of itself: so many entries, with this root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


def signed(checkpoint: Checkpoint, keys: Sequence[Ed25519PrivateKey]) -> str:
    """The note, signed with every key: whoever still trusts an older one can read it."""
    lines = (_line(checkpoint, key) for key in keys)
    return f"{checkpoint.text}\n{''.join(lines)}"


def opened(note: str, keys: Iterable[Ed25519PublicKey]) -> Checkpoint:
    """What a note says, if one of these keys signed it. A false signature of one of them makes it nothing."""
    text, blank, signatures = note.rpartition("\n\n")
    said = _read(f"{text}\n" if blank else "")
    found = dict(_signatures(signatures, said.origin))
    trusted = [(key, found[key_id(said.origin, key)]) for key in keys if key_id(said.origin, key) in found]
    if not trusted:
        raise NoCheckpoint("No key that is trusted has signed it.")
    for key, signature in trusted:
        try:
            key.verify(signature, said.text.encode())
        except InvalidSignature:
            raise NoCheckpoint("Its signature is false.") from None
    return said


def vkey(name: str, key: Ed25519PublicKey) -> str:
    return f"{name}+{key_id(name, key).hex()}+{_base64(ED25519 + key.public_bytes_raw())}"


def key_id(name: str, key: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + key.public_bytes_raw()).digest()[:4]


def each(text: str) -> list[str]:
    """The notes of a file that holds one behind the other."""
    notes, lines = [], text.splitlines(keepends=True)
    begun = 0
    for place, line in enumerate(lines):
        ends = line.startswith(DASH) and not (place + 1 < len(lines) and lines[place + 1].startswith(DASH))
        if ends:
            notes.append("".join(lines[begun : place + 1]).lstrip("\n"))
            begun = place + 1
    rest = "".join(lines[begun:]).strip("\n")
    return [*notes, rest] if rest else notes


def _line(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    signature = key_id(checkpoint.origin, key.public_key()) + key.sign(checkpoint.text.encode())
    return f"{DASH}{checkpoint.origin} {_base64(signature)}\n"


def _read(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0] or not lines[1].isdecimal() or str(int(lines[1])) != lines[1]:
        raise NoCheckpoint("It is no checkpoint.")
    said = Checkpoint(lines[0], int(lines[1]), _bytes(lines[2]))
    if len(said.root) != 32 or said.text != text:
        raise NoCheckpoint("It is no checkpoint.")
    return said


def _signatures(lines: str, name: str) -> Iterable[tuple[bytes, bytes]]:
    """Key id and signature of every line by this name. Signatures by others are not for us."""
    if not lines.endswith("\n"):
        raise NoCheckpoint("It is no signed note.")
    for line in lines.splitlines():
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != DASH.strip():
            raise NoCheckpoint("It is no signed note.")
        raw = _bytes(parts[2])
        if parts[1] == name:
            yield raw[:4], raw[4:]


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError:
        raise NoCheckpoint("What should be base64 is not.") from None
