"""First attempts where nothing is out of the ordinary: taken, reserved for, started and entered in one statement."""

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
SELECT actions_begin_2(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::bigint[], %s, %s::text[], %s, %s,
    %s, %s::int[], %s::text[], %s::uuid[], %s::text[], %s::bigint[], %s, %s)
"""
# Something hinders one of them, somebody holds it, or it has reserved already.
OUT_OF_THE_ORDINARY = ("CS004", "55P03", "23505")
WORKER = "worker"


class Beginning(Wished, Protocol):
    @property
    def version(self) -> str: ...


def at_once(wishes: Sequence[Beginning]) -> bool:
    """Were all of these begun? Else nothing has changed, and each has to be asked about."""
    wishes = sorted(wishes, key=lambda wish: wish.picked.action.bytes)
    try:
        [[(crossed,)]] = plain.at_once(_beginning(wishes), at="claim.before_commit")
    except DatabaseError as why:
        if plain.code(why) not in OUT_OF_THE_ORDINARY and not budgets.is_short(why):
            raise
        return False
    if crossed:
        budgets.tell_soon({wish.picked.workspace for wish in wishes})
    return True


def line(picked: Picked, *, started: bool = True) -> log.Line:
    subject = ids.say("action", picked.action)
    return log.Line("action.executing", picked.workspace, subject, WORKER, _facts(picked, started=started))


def _facts(picked: Picked, *, started: bool) -> log.JsonDict:
    return {"attempt": picked.attempt + 1, "started": started}


def _beginning(wishes: Sequence[Beginning]) -> plain.Statement:
    """All of them are first attempts, so their lines differ in their subjects alone."""
    picked = [wish.picked for wish in wishes]
    scopes = {scope.id for one in picked for scope in one.scopes}
    subjects = [ids.say("action", one.action) for one in picked]
    return BEGIN, [
        [one.action for one in picked], [one.workspace for one in picked], [one.digest for one in picked],
        [wish.version for wish in wishes], list(scopes), permit.locks_of(picked), WORKER, subjects,
        log.said(_facts(picked[0], started=True)), settings.COUNTERSIGN_LEASE_S, uuid7(), *reserve.needed(wishes),
    ]  # fmt: skip
