"""Whose target may be called now. What has to wait keeps its state and comes back by itself: the breaker is open, the
target asked us to wait, too many calls are being made again, or its connection holds its share of the workers already.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from uuid import UUID

from django.db import transaction

from apps.actions import claim
from apps.actions.load import TakenUp
from apps.actions.models import State
from apps.actions.permit import Picked
from apps.connectors import breaker, bulkhead
from apps.connectors.breaker import Admission
from apps.connectors.bulkhead import Places
from apps.connectors.contract import Answer, Guarded, Looked, Unclear

BUSY_S = 0.5  # when to come back where all places on a connection are taken


def admitted(taken_up: Sequence[TakenUp]) -> list[TakenUp]:
    """Those whose targets may be called; the others are due again when it is their time.

    Asks nothing for connections that never were in trouble.
    """
    troubled = {one.picked.connection for one in taken_up if one.in_trouble and one.picked.connection}
    if not troubled:
        return list(taken_up)
    with transaction.atomic():
        doors = breaker.admits(list(troubled))
    return [one for one in taken_up if _passes(one, doors)]


def places_for(crowded: Sequence[TakenUp]) -> AbstractContextManager[Places]:
    """While this lasts, places on their connections, as far as any are free."""
    return bulkhead.on_the_wire([one.picked.connection for one in crowded if one.picked.connection])


def with_a_place(admitted: Sequence[TakenUp], places: Places) -> list[TakenUp]:
    """Those of them for which their connections have one of these places."""
    left = dict(places)
    return [one for one in admitted if _has_a_place(one.picked.connection, left)]


def come_back(crowded: Sequence[TakenUp]) -> None:
    """Others hold all the places on their connections: they are due again in a moment."""
    for one in crowded:
        claim.defer(one.picked, BUSY_S)


def _has_a_place(connection: UUID | None, left: dict[UUID, int]) -> bool:
    if connection is None:
        return True
    left[connection] = left.get(connection, 0) - 1
    return left[connection] >= 0


def _passes(one: TakenUp, doors: dict[UUID, Admission]) -> bool:
    connection = one.picked.connection
    door = doors.get(connection) if connection else None
    if connection is None or door is None:
        return True
    # What is in doubt is looked into at its own pace: the budget is for calls that are made again though nothing hangs.
    again = one.picked.attempt > 0 and one.picked.state == State.APPROVED
    wait_s = door.wait_s or (breaker.may_retry(connection) if again else 0.0)
    if door.one_alone:
        doors[connection] = Admission(breaker.SOON_S)  # the trial is this one's; whoever follows waits for its outcome
    if wait_s:
        claim.defer(one.picked, wait_s)
    return not wait_s


def heard(picked: Picked, answer: Answer | Guarded | Looked | None) -> None:
    """Tell the breaker what an answer says of the connection. A record that could not be read counts against it."""
    if picked.connection is None or answer is None:
        return
    if type(answer) is Unclear:  # whether it is an instance takes far longer to tell
        breaker.note(picked.connection, ok=False)
    else:
        breaker.heard(picked.connection, answer)
