"""First attempts where nothing is out of the ordinary: taken, reserved for, started and entered in one round trip."""

from collections.abc import Sequence
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError

from apps.actions import permit, reserve
from apps.actions.permit import Picked
from apps.actions.reserve import Wished
from apps.audit import log
from apps.billing import budgets
from apps.core import ids
from apps.core.ids import uuid7
from apps.core.postgres import plain

BEGIN = """
SELECT actions_begin_1(%s::uuid[], %s::uuid[], %s::text[], %s::uuid[], %s::text[], %s::uuid[], %s::bigint[], %s, %s)
"""
OUT_OF_THE_ORDINARY = ("CS004", "55P03")  # something hinders one of them, or somebody holds it
WORKER = "worker"


class Beginning(Wished, Protocol):
    @property
    def version(self) -> str: ...


def at_once(wishes: Sequence[Beginning]) -> bool:
    """Were all of these begun? Else nothing has changed, and each has to be asked about."""
    wishes = sorted(wishes, key=lambda wish: wish.picked.action)
    reserving, lines = reserve.stating(wishes), [line(wish.picked) for wish in wishes]
    try:
        found = plain.at_once(_beginning(wishes), *reserving, *log.writing(lines), at="claim.before_commit")
    except DatabaseError as why:
        if plain.code(why) not in OUT_OF_THE_ORDINARY and not budgets.is_short(why):
            raise
        return False
    reserve.heard(wishes, found[1 : 1 + len(reserving)])
    return True


def line(picked: Picked, *, started: bool = True) -> log.Line:
    facts = {"attempt": picked.attempt + 1, "started": started}
    return log.Line("action.executing", picked.workspace, ids.say("action", picked.action), WORKER, facts)


def _beginning(wishes: Sequence[Beginning]) -> plain.Statement:
    picked = [wish.picked for wish in wishes]
    columns = zip(*((one.action, one.workspace, one.digest, uuid7()) for one in picked), strict=True)
    scopes = {scope.id for one in picked for scope in one.scopes}
    return BEGIN, [
        *map(list, columns), [wish.version for wish in wishes], list(scopes), permit.locks_of(picked), WORKER,
        settings.COUNTERSIGN_LEASE_S,
    ]  # fmt: skip
