"""Check an evidence file or an exported log of Countersign, trusting nothing but a public key and what you kept.

    python -I verify_evidence.py FILE --key VKEY [--checkpoint KEPT]

One file, the standard library, no network. FILE is what the audit page or `manage.py evidence` gave out; VKEY the
log's public key as you were given it by other means, or a file with it; KEPT a file with checkpoints that you kept
earlier. It says what it checked and what it could not. Exit code 0: everything holds; 1: something does not.

The log is a Merkle tree (RFC 6962): a leaf is SHA-256(0x00, the entry's bytes), a node SHA-256(0x01, left, right).
Its checkpoints are signed notes (https://c2sp.org/tlog-checkpoint, Ed25519 as in RFC 8032), and each entry's bytes
name the SHA-256 of the entry before it. An entry that fits a checkpoint cannot have been changed, moved or removed
since that checkpoint was signed; a later checkpoint that fits an earlier one has only added to it.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

# --- Ed25519 (RFC 8032, section 5.1), points in extended coordinates

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def add(a: Point, b: Point) -> Point:
    first, second = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    third, fourth = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = second - first, fourth - third, fourth + third, second + first
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point, number = add(point, point), number >> 1
    return result


def decoded(raw: bytes) -> Point:
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if len(raw) != 32 or y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("not a point of the curve")
    return (P - x if x & 1 != sign else x), y, 1, (P - x if x & 1 != sign else x) * y % P


BASE = decoded((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this is the key's signature over the message."""
    try:
        key, commitment = decoded(public), decoded(signature[:32])
    except ValueError:
        return False
    answer = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or answer >= Q:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    left, right = times(answer, BASE), add(commitment, times(challenge, key))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


# --- ECDSA on P-256 with SHA-256 (FIPS 186-5), points by their two coordinates, None at infinity

P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
N256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B256 = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G256 = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
Place = tuple[int, int] | None


def joined(a: Place, b: Place) -> Place:
    if a is None or b is None:
        return b if a is None else a
    if a[0] == b[0] and (a[1] + b[1]) % P256 == 0:
        return None
    rise, run = (3 * a[0] * a[0] - 3, 2 * a[1]) if a == b else (b[1] - a[1], b[0] - a[0])
    slope = rise * pow(run, -1, P256) % P256
    x = (slope * slope - a[0] - b[0]) % P256
    return x, (slope * (a[0] - x) - a[1]) % P256


def repeated(number: int, point: Place) -> Place:
    result: Place = None
    while number:
        if number & 1:
            result = joined(result, point)
        point, number = joined(point, point), number >> 1
    return result


def signed_on_p256(public: tuple[int, int], message: bytes, signature: bytes) -> bool:
    """Whether this is the key's signature (DER) over the message."""
    x, y = public
    if not (0 <= x < P256 and 0 <= y < P256) or (y * y - x * x * x + 3 * x - B256) % P256:
        return False
    try:
        r, s = pair(signature)
    except (ValueError, IndexError):
        return False
    if not (0 < r < N256 and 0 < s < N256):
        return False
    hashed, inverse = int.from_bytes(hashlib.sha256(message).digest(), "big"), pow(s, -1, N256)
    met = joined(repeated(hashed * inverse % N256, G256), repeated(r * inverse % N256, public))
    return met is not None and met[0] % N256 == r


def pair(der: bytes) -> tuple[int, int]:
    """The two numbers of a DER sequence, and nothing behind them."""
    if der[0] != 0x30 or der[1] != len(der) - 2 or der[1] > 127:
        raise ValueError("no sequence")
    found, at = [], 2
    while at < len(der):
        if der[at] != 2 or not 0 < der[at + 1] < 128:
            raise ValueError("no number")
        found.append(int.from_bytes(der[at + 2 : at + 2 + der[at + 1]], "big", signed=True))
        at += 2 + der[at + 1]
    if len(found) != 2 or at != len(der):
        raise ValueError("not two numbers")
    return found[0], found[1]


# --- What a security key said (WebAuthn, level 2, section 7.2)

PRESENT, VERIFIED = 0x01, 0x04
ES256, EDDSA = -7, -8


def of_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def cose(raw: bytes) -> dict[int, Any]:
    """A public key as an authenticator writes it: a CBOR map of small numbers to small numbers or bytes."""
    found: dict[int, Any] = {}
    count, at = raw[0] - 0xA0, 1
    for _ in range(count):
        name, at = item(raw, at)
        found[name], at = item(raw, at)
    if not 0 <= count < 24 or at != len(raw):
        raise ValueError("that is no public key")
    return found


def item(raw: bytes, at: int) -> tuple[Any, int]:
    kind, size = raw[at] >> 5, raw[at] & 31
    at += 1
    if size > 25:
        raise ValueError("that is no public key")
    if size > 23:
        width = 1 << size - 24
        size, at = int.from_bytes(raw[at : at + width], "big"), at + width
    if kind < 2:
        return (size if kind == 0 else -1 - size), at
    if kind != 2 or at + size > len(raw):
        raise ValueError("that is no public key")
    return raw[at : at + size], at + size


def of_this_kind(key: dict[int, Any]) -> bool:
    """Is it a key whose signatures are checked here?"""
    return (key.get(1), key.get(3), key.get(-1)) in {(2, ES256, 1), (1, EDDSA, 6)}


def said_by_key(key: dict[int, Any], message: bytes, signature: bytes) -> bool:
    if key[3] == EDDSA:
        return signed_by(key[-2], message, signature)
    return signed_on_p256((int.from_bytes(key[-2], "big"), int.from_bytes(key[-3], "big")), message, signature)


def challenge(said: dict[str, Any], *, person: str, digest: str) -> bytes:
    """What the key was asked for this signature, and for no other: document, request, signer and a fresh nonce."""
    parts = digest.encode(), bytes.fromhex(said["request"]), bytes.fromhex(person), bytes.fromhex(said["nonce"])
    return hashlib.sha256(b"\n".join((b"countersign signature", *parts))).digest()


def wrong_with_key(said: dict[str, Any], *, person: str, digest: str) -> str:
    """Why what a key said does not confirm this person's signature under this document; empty where it does."""
    client, told = of_base64url(said["client data"]), of_base64url(said["authenticator data"])
    shown, site = json.loads(client), said["site"]
    name = site.partition("://")[2].rpartition(":")[0] or site.partition("://")[2]
    if shown["type"] != "webauthn.get" or shown.get("crossOrigin"):
        return "it was asked for something else"
    if of_base64url(shown["challenge"]) != challenge(said, person=person, digest=digest):
        return "it was asked for another document or person"
    if shown["origin"] != site or told[:32] != hashlib.sha256(name.encode()).digest():
        return f"it was asked by another site than {site}"
    if told[32] & (PRESENT | VERIFIED) != PRESENT | VERIFIED:
        return "it did not check its user"
    message = told + hashlib.sha256(client).digest()
    key = cose(of_base64url(said["public key"]))
    return "" if said_by_key(key, message, of_base64url(said["signature"])) else "the key did not sign that"


# --- Signed notes and checkpoints


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes


class Key(NamedTuple):
    name: str
    id: bytes
    public: bytes

    @classmethod
    def read(cls, text: str) -> "Key":
        """From `name+id+base64(0x01 ‖ public key)`; the id must be the one that name and key make."""
        name, number, encoded = text.strip().split("+", 2)  # base64 may hold a plus, the others hold none
        raw = base64.b64decode(encoded, validate=True)
        made = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
        if raw[:1] != b"\1" or len(raw) != 33 or made.hex() != number:
            raise ValueError("That is no Ed25519 key as a log hands it out (name+id+key).")
        return cls(name, made, raw[1:])


def opened(note: str, keys: list[Key]) -> Checkpoint:
    """What a note says, if a key that is trusted signed it under the name of its own log."""
    text, _, signatures = note.rpartition("\n\n")
    origin, size, encoded = text.split("\n")
    known = {(key.name, key.id): key for key in keys if key.name == origin}
    signed = False
    for line in signatures.splitlines():
        dash, name, both = line.split(" ")
        raw = base64.b64decode(both, validate=True)
        if dash == "\u2014" and (name, raw[:4]) in known:
            signed = signed_by(known[name, raw[:4]].public, f"{text}\n".encode(), raw[4:])
            if not signed:
                break
    root = base64.b64decode(encoded, validate=True)
    if not signed:
        raise ValueError("no key that you trust has signed it")
    if len(root) != 32 or str(int(size)) != size:
        raise ValueError("it is no checkpoint")
    return Checkpoint(origin, int(size), root)


def notes_in(text: str) -> Iterator[str]:
    """Notes that stand one behind the other: each ends with its last line of a signature."""
    lines: list[str] = []
    for line in text.splitlines():
        if lines and lines[-1].startswith("\u2014 ") and not line.startswith("\u2014 "):
            yield "\n".join(lines).strip("\n") + "\n"
            lines = []
        lines.append(line)
    if "".join(lines).strip():
        yield "\n".join(lines).strip("\n") + "\n"


# --- The Merkle tree


def leaf(body: bytes) -> bytes:
    return hashlib.sha256(b"\0" + body).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root_by(path: list[bytes], top: bytes, index: int, size: int) -> bytes:
    """The root that a leaf with this path would have (RFC 9162, 2.1.3.2)."""
    last = size - 1
    if not 0 <= index < size:
        raise ValueError("no such place in the tree")
    for beside in path:
        if index & 1 or index == last:
            top = node(beside, top)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            top = node(top, beside)
        index, last = index >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return top


def continues(old: Checkpoint, new: Checkpoint, path: list[bytes]) -> bool:
    """Whether the newer tree begins with the older one (RFC 9162, 2.1.4.2)."""
    if old.size == new.size or not 0 < old.size < new.size:
        return old == new and not path
    path = path if old.size & (old.size - 1) else [old.root, *path]
    place, last = old.size - 1, new.size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    if not path:
        return False
    before = after = path[0]
    for beside in path[1:]:
        if not last:
            return False
        if place & 1 or place == last:
            before, after = node(beside, before), node(beside, after)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            after = node(after, beside)
        place, last = place >> 1, last >> 1
    return before == old.root and after == new.root and not last


# --- What is said of it


class Report:
    """What was looked into, in words, and whether all of it holds."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.holds = True

    def check(self, holds: bool, words: str) -> bool:
        self.lines.append(f"{'ok    ' if holds else 'FAILED'}  {words}")
        self.holds &= holds
        return holds

    def leave(self, words: str) -> None:
        self.lines.append(f"not checked  {words}")


def kept_checkpoints(text: str, keys: list[Key], report: Report) -> list[Checkpoint]:
    """The checkpoints that were kept, smallest first; every one must be signed by a key that is trusted."""
    kept = set()
    for note in notes_in(text):
        try:
            kept.add(opened(note, keys))
        except ValueError as why:
            report.check(False, f"A checkpoint that you kept cannot be used: {why}.")
    report.check(bool(kept), f"You kept {len(kept)} checkpoints that your key signed.")
    return sorted(kept, key=lambda one: one.size)


# --- One action


def check_action(file: dict[str, Any], keys: list[Key], kept: list[Checkpoint], report: Report) -> None:
    try:
        now = opened(file["checkpoint"], keys)
    except ValueError as why:
        report.check(False, f"Its checkpoint cannot be used: {why}.")
        return
    report.check(True, f"The checkpoint of {now.size} entries is signed by a key that you trust.")
    named = now.origin == file["origin"] == f"countersign/{file['workspace']}"
    report.check(named, f"It is that of the log {now.origin}.")
    check_kept(file, now, kept, report)
    check_meaning(file, check_entries(file, now, report), report)
    report.leave("that the log tells the truth: it proves what was written and when it was sealed, not what happened.")


def check_kept(file: dict[str, Any], now: Checkpoint, kept: list[Checkpoint], report: Report) -> None:
    proofs = {int(one["size"]): raw(one["proof"]) for one in file["consistency"]}
    for place, old in enumerate(kept, 1):
        path = [] if old.size == now.size else proofs.get(old.size)
        if path is not None:
            fits = old.origin == now.origin and continues(old, now, path)
            report.check(fits, f"It only adds to the checkpoint of {old.size} entries that you kept.")
        elif old.size > now.size:
            report.check(False, f"You kept a checkpoint of {old.size} entries; this file knows {now.size} only.")
        elif place == len(kept):
            report.check(False, f"It proves nothing against your checkpoint; ask for it with --since {old.size}.")
        else:
            report.leave(f"it against the checkpoint of {old.size} entries, for want of a proof.")
    if not kept:
        report.leave("whether it fits what you kept earlier: no --checkpoint was given.")


def check_entries(file: dict[str, Any], now: Checkpoint, report: Report) -> list[dict[str, Any]]:
    """What the entries say that are proved to stand in the log."""
    found: list[dict[str, Any]] = []
    waiting, last = 0, 0
    for one in file["entries"]:
        body = one["body"].encode()
        said = json.loads(body)
        if one["proof"] is None:
            waiting += 1
            continue
        fits = root_by(raw(one["proof"]), leaf(body), said["seq"] - 1, now.size) == now.root
        ours = (said["workspace"], said["subject"]) in {(file["workspace"], file[of]) for of in ("action", "proposal")}
        if not (fits and ours and said["seq"] > last and keeps(one, said)):
            report.check(False, f"Entry {said['seq']} is not the one that stands in the log.")
        found, last = [*found, said], said["seq"]
    report.check(bool(found), f"{len(found)} entries stand in the log at their places, unchanged.")
    if waiting:
        report.leave(f"{waiting} entries that no checkpoint covered yet when this file was made.")
    return found


def keeps(one: dict[str, Any], said: dict[str, Any]) -> bool:
    """Whether what was kept beside an entry is what it commits to; it may have been erased."""
    if not one.get("personal"):
        return True
    salt, payload = base64.b64decode(one["personal"]["salt"]), one["personal"]["body"].encode()
    return bool(said["personal"] == "sha256:" + hashlib.sha256(salt + payload).hexdigest())


def check_meaning(file: dict[str, Any], entries: list[dict[str, Any]], report: Report) -> None:
    """What the file tells in its own words, held against what the entries say."""
    document = file["document"].encode()
    digest = "sha256:" + hashlib.sha256(document).hexdigest()
    told = [one for one in entries if one["kind"] in ("proposal.made", "proposal.edited")]
    report.check(digest == file["digest"], "The document is that of the digest.")
    report.check(bool(told) and told[-1]["facts"]["digest"] == digest, "The log names this document as the last one.")
    parts = {one["action"]: one for one in json.loads(document)["actions"]}
    part = parts.get(file["action"], {"prepared": {}})["prepared"]
    report.check(part.get("changes") == file["diff"], "The diff is the document's.")
    if told and "rules" in told[-1]["facts"]:
        report.check(told[-1]["facts"]["rules"] == file["sentences"], "The sentences are those that the log names.")
    else:
        report.leave("the sentences: after an edit the log names the outcome alone.")
    check_signatures(file, entries, digest, report)
    moves = [one["kind"] for one in entries if one["subject"] == file["action"]]
    report.check(bool(moves) and moves[-1] == f"action.{file['state']}", f"The log's last word is {file['state']}.")
    report.leave("that no other entry speaks of it: only the whole log can show that.")
    report.leave("names, times, attempts, the target's answer, cost and undo: they are the installation's words.")


def check_signatures(file: dict[str, Any], entries: list[dict[str, Any]], digest: str, report: Report) -> None:
    signed: set[str] = set()
    for one in entries:
        if one["kind"] == "proposal.signed" and one["facts"]["digest"] == digest:
            signed.add(one["by"])
        if one["kind"] == "proposal.signature_withdrawn":
            signed.discard(one["by"])
    said = {f"user:{one['person']}" for one in file["signatures"]}
    report.check(said == signed, f"{len(said)} people signed this document, as the log says.")
    for part in (file, file.get("afterwards") or {}):
        for one in part.get("signatures", ()):
            check_key(one, part.get("request") or {}, digest, report)


def check_key(one: dict[str, Any], request: dict[str, Any], digest: str, report: Report) -> None:
    """What a signature was confirmed with: whatever its request asks for, and a security key's own signature."""
    proofs, who = one.get("confirmed_with") or {}, one.get("name") or one["person"]
    if missing := sorted(set(request.get("confirm_with") or ()) - proofs.keys()):
        report.check(False, f"The signature of {who} lacks what it was to be confirmed with: {', '.join(missing)}.")
    said = proofs.get("security key")
    if said is None:
        return
    if "request" not in said:
        report.leave(f"the security key of {who}: the file does not say for which request it was asked.")
    elif not of_this_kind(cose(of_base64url(said["public key"]))):
        report.leave(f"the security key of {who}: its kind of signature is not known here (ES256 and EdDSA are).")
    else:
        why = wrong_with_key(said, person=one["person"], digest=digest)
        report.check(not why, f"The security key of {who} signed exactly this{f': {why}' if why else ''}.")
        report.leave(f"that the key is that of {who}: the line passkey.added of their log names it.")


# --- A whole log


def check_log(lines: Iterator[str], keys: list[Key], kept: list[Checkpoint], report: Report) -> None:
    """Every entry follows the one before it, and every checkpoint, yours too, is the root of the entries before it."""
    begun = json.loads(next(lines))
    edge: list[bytes] = []
    size, covered, signed, last, ended = 0, 0, 0, bytes(32).hex(), -1
    wanted = {one.size: one for one in kept}
    for line in lines:
        one = json.loads(line)
        if "body" in one:
            said, body = json.loads(one["body"]), one["body"].encode()
            if (said["seq"], said["previous"], said["workspace"]) != (size + 1, last, begun["workspace"]):
                raise ValueError(f"entry {size + 1} does not follow the one before it")
            last, top, place = hashlib.sha256(body).hexdigest(), leaf(body), size
            while place & 1:
                top, place = node(edge.pop(), top), place >> 1
            edge, size = [*edge, top], size + 1
            if size in wanted:
                fits = (wanted[size].origin, wanted[size].root) == (begun["origin"], fold(edge))
                report.check(fits, f"The first {size} entries are those of your checkpoint.")
        elif "checkpoint" in one:
            now = opened(one["checkpoint"], keys)
            if now != Checkpoint(begun["origin"], size, fold(edge)):
                raise ValueError(f"the checkpoint of {now.size} entries is not that of the entries before it")
            signed, covered = signed + 1, size
        else:
            ended = one["entries"]
    report.check(begun["origin"] == f"countersign/{begun['workspace']}", f"It is the log {begun['origin']}.")
    report.check(ended == size, f"{size} entries, each follows the one before it.")
    report.check(bool(signed), f"{signed} checkpoints, signed by a key that you trust, are the roots of their entries.")
    for one in kept:
        if one.size > size:
            report.check(False, f"The log was cut short: you kept a checkpoint of {one.size} entries.")
    if not kept:
        report.leave("whether it fits what you kept earlier: no --checkpoint was given.")
    if size > covered:
        report.leave(f"{size - covered} entries after the last checkpoint.")


def fold(edge: list[bytes]) -> bytes:
    top = edge[-1]
    for left in edge[-2::-1]:
        top = node(left, top)
    return top


def raw(encoded: list[str]) -> list[bytes]:
    return [base64.b64decode(one, validate=True) for one in encoded]


def look(path: Path, keys: list[Key], kept_text: str) -> Report:
    report = Report()
    kept = kept_checkpoints(kept_text, keys, report) if kept_text else []
    try:
        with path.open(encoding="utf-8") as file:
            first = file.readline()
            file.seek(0)
            if first.startswith('{"countersign": "log"'):
                check_log(iter(file), keys, kept, report)
            else:
                check_action(json.load(file), keys, kept, report)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, StopIteration, RecursionError) as why:
        report.check(False, f"It is no evidence as it should be: {why}.")
    return report


def given(text: str) -> str:
    """A value, or the content of the file that it names."""
    path = Path(text)
    return path.read_text(encoding="utf-8") if len(text) < 255 and path.is_file() else text


def main() -> int:
    about = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    about.add_argument("file", type=Path, metavar="FILE", help="the evidence of an action, or an exported log")
    about.add_argument(
        "--key", action="append", required=True, metavar="VKEY", help="the log's public key, or its file"
    )
    about.add_argument("--checkpoint", default="", metavar="KEPT", help="a file with checkpoints that you kept")
    said = about.parse_args()
    try:
        keys = [Key.read(line) for one in said.key for line in given(one).split()]
        kept = Path(said.checkpoint).read_text(encoding="utf-8") if said.checkpoint else ""
    except (ValueError, OSError) as why:
        about.error(str(why))
    report = look(said.file, keys, kept)
    print("\n".join(report.lines))  # noqa: T201  a program's output
    print("Everything holds." if report.holds else "It does not hold.")  # noqa: T201  as above
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
