"""The tools of the built-in connector: Countersign governs itself by the same road. They take effect inside their own
settle transaction, since what they change is ours.
"""

from collections.abc import Callable

from django.db import transaction

from apps.actions import claim, own_resume, park, settle
from apps.actions.claim import Claim, Road
from apps.actions.draft import Step
from apps.actions.load import Loaded
from apps.actions.permit import Hindrance, Picked
from apps.connectors.contract import JsonDict, NoInverse, Prepared

PREPARES: dict[str, Callable[[Step], Prepared]] = {own_resume.RESUME: own_resume.prepare}
EFFECTS: dict[str, Callable[[Claim, JsonDict], str]] = {own_resume.RESUME: own_resume.effect}


def prepare(step: Step) -> Prepared:
    """What an own tool would change, read from our own tables."""
    return PREPARES[step.tool.full_name](step)


def run(picked: Picked, loaded: Loaded) -> None:
    """Claim, take effect and settle."""
    taken = claim.claim(picked, Road.SHORT)
    if not isinstance(taken, Claim):
        if taken != Hindrance.PAUSED or not park.park(picked):
            claim.defer(picked, 2)
        return
    effect = EFFECTS[loaded.prepared.tool]
    with transaction.atomic():
        refused = effect(taken, loaded.prepared.arguments)
        if not refused:
            settle.positive(picked, {}, by=claim.WORKER, settled_by="answer", attempt=taken.attempt)
    if refused:
        settle.negative(taken, ended_as="refused", why=refused)


def undo_plan() -> NoInverse:
    return NoInverse(why=own_resume.NO_UNDO)
