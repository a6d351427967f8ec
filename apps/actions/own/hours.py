"""The working hours of the workspace: what its rules mean by them.

`{"opens": "09:00", "closes": "17:00", "days": [1, 2], "before": {"opens": …}}`
"""

import re
from uuid import UUID

from apps.actions import decide_again
from apps.actions.draft import Step
from apps.actions.own.tool import facts, text
from apps.connectors.contract import Change, JsonDict, Prepared, Tier, Undo, UndoKind
from apps.core import scope
from apps.core.errors import Invalid
from apps.workspaces import hours
from apps.workspaces.hours import Hours
from apps.workspaces.models import Workspace

MOVED = "The working hours were changed since this was shown."
NAME = "Working hours"
CLOCK = re.compile(r"(\d\d):(\d\d)")


def said(wanted: Hours) -> JsonDict:
    """As arguments say it: `{"opens": "09:00", "closes": "17:00", "days": [1, 2]}`."""
    return {"opens": hours.clock(wanted.opens), "closes": hours.clock(wanted.closes), "days": list(wanted.days)}


def read(arguments: JsonDict) -> Hours:
    """Raises Invalid for hours that no day has."""
    found = Hours(_minute(arguments["opens"]), _minute(arguments["closes"]), tuple(sorted(set(arguments["days"]))))
    if not found.possible:
        raise Invalid("Say from when until when, such as 09:00 to 17:00, and on which days.")
    return found


def _minute(said: str) -> int:
    found = CLOCK.fullmatch(said)
    if not found or int(found[2]) > 59:
        raise Invalid("A time of day is written 09:30.")
    return int(found[1]) * 60 + int(found[2])


def _now() -> Hours:
    return hours.of(Workspace.objects.get(pk=scope.only()))


def prepare(step: Step, wanted: JsonDict) -> Prepared:
    """Raises Invalid for hours that no day has, or where others stand than were shown."""
    before, after = read(wanted["before"]), read(wanted)
    if _now() != before:
        raise Invalid(MOVED)
    if after == before:
        raise Invalid("These are the working hours already.")
    return Prepared(
        tool=step.tool.full_name, definition=step.tool.definition, title=f"Work from {after.said}",
        button="setting these hours", record=NAME, risk=step.tool.risk, arguments=step.wanted.arguments,
        before={"hours": before.said}, guard={"hours": before.said}, request=step.wanted.arguments,
        changes=(Change(record=NAME, field="Hours", before=text(before.said), after=text(after.said)),),
        facts=facts("Timetable", NAME), hold_s=0, tier=Tier.A,
        undo=Undo(kind=UndoKind.EXACT, say=f"They go back to {before.said}."),
    )  # fmt: skip


def put(workspace: UUID, wanted: JsonDict, by: str) -> str:
    """Takes effect; a sentence where it cannot any more."""
    Workspace.objects.select_for_update().get(pk=workspace)
    if _now() != read(wanted["before"]):
        return MOVED
    decide_again.unsettle(workspace, None)
    hours.put(workspace, read(wanted), by=by)
    return ""


def back(wanted: JsonDict) -> JsonDict:
    """What takes it back."""
    return {**wanted["before"], "before": said(read(wanted))}
