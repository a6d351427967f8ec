"""Ten kinds of tampering, each at a random place of one of several logs that are sealed up to their heads.

A kind says whether the entries' bytes, their order or their number are touched: whoever keeps a checkpoint outside must
find those from an export alone. The others lie in columns that an export does not carry.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from apps.audit.sinks import file
from apps.audit.tampering import forge
from apps.audit.tampering.forge import execute, rows
from apps.core.ids import uuid7


@dataclass(frozen=True)
class Target:
    """The log that is tampered with, and another one. The places are random, and the same for the same seed."""

    random: Random
    log: UUID
    other: UUID

    def size(self) -> int:
        return len(forge.entries(self.log))

    def seq(self) -> int:
        return self.random.randint(1, self.size())

    def coin(self) -> bool:
        return self.random.random() < 0.5


Kind = Callable[[Target], bool]  # whether an export shows it


def flip(at: Target) -> bool:
    """One bit of one entry."""
    column = at.random.choice(["body", "body", "hash", "prev"])
    seq = at.seq()
    ((length,),) = rows(f"SELECT length({column}) FROM audit_entry WHERE workspace_id = %s AND seq = %s", at.log, seq)
    bit = at.random.randrange(length * 8)
    execute(
        f"UPDATE audit_entry SET {column} = set_bit({column}, %s::bigint, 1 - get_bit({column}, %s::bigint))"
        " WHERE workspace_id = %s AND seq = %s", bit, bit, at.log, seq,
    )  # fmt: skip
    return column == "body"


def delete(at: Target) -> bool:
    """One entry gone; sometimes the others are numbered as if it had never been."""
    seq = at.seq()
    execute("DELETE FROM audit_entry WHERE workspace_id = %s AND seq = %s", at.log, seq)
    if at.coin():
        _shift(at.log, seq, -1)
    return True


def swap(at: Target) -> bool:
    """Two entries change places."""
    one, two = at.seq(), at.seq()
    two = two if two != one else (one % at.size()) + 1
    execute("UPDATE audit_entry SET seq = -seq WHERE workspace_id = %s AND seq IN (%s, %s)", at.log, one, two)
    execute(
        "UPDATE audit_entry SET seq = CASE seq WHEN %s THEN %s ELSE %s END WHERE workspace_id = %s AND seq < 0",
        -one, two, one, at.log,
    )  # fmt: skip
    return True


def insert(at: Target) -> bool:
    """An entry put in between, a copy of another one under a new id; those behind it move up."""
    seq, like = at.seq(), at.seq()
    id, new = uuid7(), forge.entries(at.log)[like - 1][1].replace(b'"worker"', b'"reaper"')
    _shift(at.log, seq - 1, 1)
    execute(
        'INSERT INTO audit_entry (id, workspace_id, seq, at, kind, subject, "by", body, prev, hash)'
        ' SELECT %s, workspace_id, %s, at, kind, subject, "by", %s, prev, sha256(%s) FROM audit_entry'
        " WHERE workspace_id = %s AND seq = %s", id, seq, new, new, at.log, seq + 1,
    )  # fmt: skip
    return True


def truncate(at: Target) -> bool:
    """The last entries gone, with a head that fits; sometimes with every checkpoint that speaks of them."""
    keep = at.random.randrange(at.size())
    execute("DELETE FROM audit_entry WHERE workspace_id = %s AND seq > %s", at.log, keep)
    _head_as_entries(at.log)
    if at.coin():
        execute("DELETE FROM audit_checkpoint WHERE workspace_id = %s AND size > %s", at.log, keep)
        execute("DELETE FROM audit_block WHERE workspace_id = %s AND (number + 1) * 1024 > %s", at.log, keep)
    return True


def rewrite(at: Target) -> bool:
    """An entry changed, and everything behind it hashed anew up to the head: only a checkpoint tells."""
    _rewritten(at)
    if at.coin():
        execute("DELETE FROM audit_block WHERE workspace_id = %s", at.log)
    return True


def rekey(at: Target) -> bool:
    """As above, every checkpoint signed with another key, and the copies replaced: only the public key tells."""
    notes = forge.resign(at.log, _rewritten(at), Ed25519PrivateKey.generate())
    file.path(at.log).unlink()
    file.send(at.log, notes)
    return True


def move(at: Target) -> bool:
    """An entry carried to the end of another workspace's log, which is made to fit; the gap closed or left."""
    seq = at.seq()
    execute(
        "UPDATE audit_entry SET workspace_id = %s, seq = %s WHERE workspace_id = %s AND seq = %s",
        at.other, len(forge.entries(at.other)) + 1, at.log, seq,
    )  # fmt: skip
    forge.rewrite(at.other, lambda said: said.update(workspace=at.other.hex), forge.entries(at.other))
    if at.coin():
        forge.rewrite(at.log, forge.unchanged, forge.entries(at.log))
    return True


def drop_run(at: Target) -> bool:
    """Every entry of one piece of work gone, and the rest numbered and hashed anew."""
    subjects = [
        subject for (subject,) in rows("SELECT DISTINCT subject FROM audit_entry WHERE workspace_id = %s", at.log)
    ]
    gone = at.random.choice(sorted(subjects))
    execute("DELETE FROM audit_entry WHERE workspace_id = %s AND subject = %s", at.log, gone)
    forge.rewrite(at.log, forge.unchanged, forge.entries(at.log))
    return True


BESIDE = """
INSERT INTO audit_payload SELECT id, workspace_id, 'x', prev, hash FROM audit_entry WHERE workspace_id = %s AND seq = %s
ON CONFLICT (entry_id) DO UPDATE SET body = sha256('x')
"""
STATEMENTS: Sequence[tuple[str, bool]] = (
    ("UPDATE audit_entry SET kind = kind || 'x' WHERE workspace_id = %s AND seq = %s", False),
    ("UPDATE audit_entry SET subject = 'act_' || md5(subject) WHERE workspace_id = %s AND seq = %s", False),
    ("UPDATE audit_entry SET at = at - interval '1 microsecond' WHERE workspace_id = %s AND seq = %s", False),
    ("""UPDATE audit_entry SET "by" = 'operator' WHERE workspace_id = %s AND seq = %s""", False),
    ("UPDATE audit_entry SET id = gen_random_uuid() WHERE workspace_id = %s AND seq = %s", False),
    ("UPDATE audit_entry SET body = '{}', hash = sha256('{}') WHERE workspace_id = %s AND seq = %s", True),
    ("UPDATE audit_entry SET seq = seq + 100000 WHERE workspace_id = %s AND seq >= %s", True),
    ("UPDATE audit_head SET seq = seq + 1 WHERE workspace_id = %s AND %s > 0", False),
    ("UPDATE audit_head SET hash = sha256(hash) WHERE workspace_id = %s AND %s > 0", False),
    ("DELETE FROM audit_head WHERE workspace_id = %s AND %s > 0", False),
    ("UPDATE audit_checkpoint SET root = sha256(root) WHERE workspace_id = %s AND size >= %s", False),
    ("UPDATE audit_checkpoint SET note = note || 'x' WHERE workspace_id = %s AND size >= %s", False),
    ("UPDATE audit_checkpoint SET edge = sha256(edge) || edge WHERE workspace_id = %s AND size >= %s", False),
    ("DELETE FROM audit_checkpoint WHERE workspace_id = %s AND size >= %s", False),
    ("UPDATE audit_payload SET body = body || '\\x20' WHERE workspace_id = %s AND %s > 0", False),
    ("UPDATE audit_payload SET salt = sha256(salt) WHERE workspace_id = %s AND %s > 0", False),
    (BESIDE, False),
)  # fmt: skip


def superuser_sql(at: Target) -> bool:
    """One statement of somebody who may do everything."""
    statement, shows = at.random.choice(STATEMENTS)
    execute(statement, at.log, at.seq())
    return shows


KINDS: dict[str, Kind] = {
    "flip": flip, "delete": delete, "swap": swap, "insert": insert, "truncate": truncate, "rewrite": rewrite,
    "re-key": rekey, "move across workspaces": move, "drop a run": drop_run, "superuser SQL": superuser_sql,
}  # fmt: skip


def _rewritten(at: Target) -> list[bytes]:
    target = forge.entries(at.log)[at.seq() - 1][1]
    changed = json.loads(target)["id"]
    return forge.rewrite(
        at.log, lambda said: said["facts"].update(why="It was never asked.") if said["id"] == changed else None,
        forge.entries(at.log),
    )  # fmt: skip


def _shift(log: UUID, after: int, by: int) -> None:
    """Number the entries behind a place anew, and the head with them."""
    execute("UPDATE audit_entry SET seq = -(seq + %s) WHERE workspace_id = %s AND seq > %s", by, log, after)
    execute("UPDATE audit_entry SET seq = -seq WHERE workspace_id = %s AND seq < 0", log)
    execute("UPDATE audit_head SET seq = seq + %s WHERE workspace_id = %s", by, log)


def _head_as_entries(log: UUID) -> None:
    execute(
        "UPDATE audit_head h SET seq = coalesce(e.seq, 0), hash = coalesce(e.hash, %s) FROM (SELECT 1) one LEFT JOIN ("
        "SELECT seq, hash FROM audit_entry WHERE workspace_id = %s ORDER BY seq DESC LIMIT 1) e ON true"
        " WHERE h.workspace_id = %s", bytes(32), log, log,
    )  # fmt: skip
