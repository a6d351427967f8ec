"""Naming a freeze, and ending it: each undoes the other. What is open is decided again as one begins and as it ends.

`{"name": "code", "begins": "2026-12-18T00:00", "ends": "2026-12-28T00:00", "places": ["production"], "holds": true}`
"""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from apps.actions import decide_again
from apps.actions.draft import Step
from apps.actions.own.tool import facts, text
from apps.connectors.contract import Change, JsonDict, Prepared, Tier, Undo, UndoKind
from apps.core import scope
from apps.core.errors import Invalid
from apps.workspaces import freezes
from apps.workspaces.freezes import Span
from apps.workspaces.models import Freeze, Workspace

AT = "%Y-%m-%dT%H:%M"  # in the workspace's own zone, as a form says it


def said(freeze: Freeze) -> JsonDict:
    """A freeze that stands, as arguments name it."""
    begins, ends = (one.astimezone(_zone()).strftime(AT) for one in (freeze.begins_at, freeze.ends_at))
    return {"name": freeze.name, "begins": begins, "ends": ends, "places": list(freeze.places), "holds": True}


def read(arguments: JsonDict) -> Span:
    """Raises Invalid for moments that are none, or an end that comes first."""
    try:
        begins, ends = (
            datetime.strptime(arguments[one], AT).replace(tzinfo=_zone()) for one in ("begins", "ends")
        )  # fmt: skip
    except ValueError:
        raise Invalid("Say from when until when the freeze holds.") from None
    name = " ".join(arguments["name"].split()).lower().removesuffix(" freeze")
    if begins >= ends:
        raise Invalid("A freeze ends after it begins.")
    if not name:
        raise Invalid("A freeze has a name, such as code freeze.")
    return Span(name, begins, ends, tuple(sorted({" ".join(one.split()) for one in arguments["places"]} - {""})))


def _zone() -> ZoneInfo:
    return ZoneInfo(Workspace.objects.get(pk=scope.only()).time_zone)


def prepare(step: Step, wanted: JsonDict) -> Prepared:
    """Raises Invalid where it stands so already, or would be over already."""
    span, saying = read(wanted), bool(wanted["holds"])
    if freezes.holds(span) is saying:
        raise Invalid("This freeze is named already." if saying else "There is no such freeze.")
    if saying and span.ends <= timezone.now():
        raise Invalid("This freeze would be over already.")
    name = f"{span.name} freeze"
    when = f"{_shown(span.begins)} to {_shown(span.ends)}{', in ' + ', '.join(span.places) if span.places else ''}"
    no, yes = text("no freeze"), text(when)
    return Prepared(
        tool=step.tool.full_name, definition=step.tool.definition,
        title=f"{'Name' if saying else 'End'} the {name}: {when}"[:300],
        button="naming this freeze" if saying else "ending this freeze", record=name, risk=step.tool.risk,
        arguments=step.wanted.arguments, before={"held": not saying}, guard={"held": not saying},
        request=step.wanted.arguments, facts=facts("Timetable", name), hold_s=0, tier=Tier.A,
        changes=(Change(record=name, field="In force", before=no if saying else yes, after=yes if saying else no),),
        undo=Undo(kind=UndoKind.EXACT, say="It is ended again." if saying else "It is named again."),
    )  # fmt: skip


def _shown(at: datetime) -> str:
    return f"{at:%H:%M} on {at.day} {at:%B %Y}"


def put(workspace: UUID, wanted: JsonDict, by: str) -> str:
    """Takes effect; a sentence where it cannot any more."""
    span = read(wanted)
    if freezes.holds(span) is wanted["holds"]:
        return "This freeze was changed since it was shown."
    decide_again.unsettle(workspace, None)
    (freezes.say if wanted["holds"] else freezes.end)(span, workspace=workspace, by=by)
    return ""


def back(wanted: JsonDict) -> JsonDict:
    """What takes it back."""
    return {**wanted, "holds": not wanted["holds"]}
