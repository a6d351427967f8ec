"""The tools of the built-in connector: Countersign governs itself by the same road. They take effect inside their own
settle transaction, since what they change is ours.
"""

from django.db import transaction

from apps.actions import claim, park, settle
from apps.actions.claim import Claim, Road
from apps.actions.draft import Step
from apps.actions.load import Loaded
from apps.actions.own import budgets, checks, ladder, policy, relations, resume, rights, timetable
from apps.actions.own.tool import OwnTool
from apps.actions.permit import Hindrance, Picked
from apps.connectors.contract import InverseCall, NoInverse, Prepared

TOOLS: dict[str, OwnTool] = {
    budgets.SET: budgets.SET_TOOL,
    budgets.END: budgets.END_TOOL,
    checks.SET: checks.TOOL,
    ladder.MOVE: ladder.TOOL,
    relations.SAY: relations.SAY_TOOL,
    relations.END: relations.END_TOOL,
    policy.PUBLISH: policy.PUBLISH_TOOL,
    policy.ROLL_BACK: policy.BACK_TOOL,
    resume.RESUME: resume.TOOL,
    timetable.SET: timetable.TOOL,
    rights.GIVE: rights.GIVE_TOOL,
    rights.TAKE: rights.TAKE_TOOL,
}


def prepare(step: Step) -> Prepared:
    """What an own tool would change, read from our own tables."""
    return TOOLS[step.tool.full_name].prepare(step)


def run(picked: Picked, loaded: Loaded) -> None:
    """Claim, take effect and settle."""
    taken = claim.claim(picked, Road.SHORT)
    if not isinstance(taken, Claim):
        if taken != Hindrance.PAUSED or not park.park([picked]):
            claim.defer(picked, 2)
        return
    with transaction.atomic():
        refused = TOOLS[loaded.prepared.tool].effect(taken, loaded.prepared.arguments)
        if not refused:
            settle.positive(picked, {}, by=claim.WORKER, settled_by="answer", attempt=taken.attempt)
    if refused:
        settle.negative(taken, ended_as="refused", why=refused)


def undo_plan(prepared: Prepared) -> InverseCall | NoInverse:
    """The own tool that takes this back, or why none does."""
    return TOOLS[prepared.tool].inverse(prepared)
