"""Executing what is due: read first, claim and start, deadline, send, verify, settle.

First attempts go in a batch (batch.py). Where the record moved since it was signed, or an attempt is in doubt, the
long road is taken instead (look.py), by each action alone.
"""

from collections.abc import Sequence
from uuid import UUID

from apps.actions import admit, batch, claim, load, look, own_tools, park, settle
from apps.actions.load import Loaded, TakenUp
from apps.actions.models import State
from apps.actions.permit import Picked
from apps.connectors import bulkhead
from apps.connectors.bulkhead import Places
from apps.core import scope
from apps.core.errors import Refused


def run_due(limit: int = 1) -> int:
    """Take up to `limit` pieces of due work. Returns how many there were."""
    due = claim.due(limit)
    if not due:
        return 0
    try:
        with scope.workspace(*sorted({workspace for _, workspace in due})):
            _run([action for action, _ in due])
    finally:
        claim.let_go()
    return len(due)


def run(action: UUID, workspace: UUID) -> None:
    """Do what is due about one action of the workspace in scope."""
    if workspace in scope.required():
        _run([action])


def _run(actions: Sequence[UUID]) -> None:
    """Nothing outside is read for what a pause holds back; the claim asks again, under the locks."""
    taken_up, places = load.take_up(actions, scope.required())
    with bulkhead.held(places):
        if held := [one.picked for one in taken_up if one.is_paused]:
            park.park(held)
        crowded = _go(admit.admitted([one for one in taken_up if not one.is_paused]), places)
    while crowded:
        with admit.places_for(crowded) as places:
            crowded = _go(crowded, places)


def _go(left: Sequence[TakenUp], places: Places) -> list[TakenUp]:
    """Do what is due about those that have a place; who is still to go. Where nobody has one, all come back later."""
    free = admit.with_a_place(left, places)
    going = {one.picked.action for one in free}
    crowded = [one for one in left if one.picked.action not in going]
    if crowded and not free:
        admit.come_back(crowded)
        return []
    _do(free, places)
    return crowded


def _do(free: Sequence[TakenUp], places: Places) -> None:
    first: list[tuple[Picked, Loaded]] = []
    for one in free:
        if isinstance(one.loaded, Loaded) and one.picked.state == State.APPROVED and not one.loaded.own:
            first.append((one.picked, one.loaded))
        elif one.picked.state in (State.APPROVED, State.UNKNOWN):
            _alone(one.picked, one.loaded)
    if first:
        batch.run(first, all_back=places.give_back_along)


def _alone(picked: Picked, found: Loaded | Refused) -> None:
    """What is not a first attempt at a target's record: unknown outcomes, our own tools, and what cannot be loaded."""
    with scope.workspace(picked.workspace):
        try:
            if not isinstance(found, Loaded):
                raise found
            look.into(picked, found) if picked.state == State.UNKNOWN else own_tools.run(picked, found)
        except Refused as why:
            settle.cannot_act(picked, str(why))
