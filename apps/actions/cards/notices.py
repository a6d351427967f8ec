"""What a reader has to know before anything else: an undo under way, a decline, what ran of a broken row of steps."""

from django.urls import reverse
from django.utils import timezone

from apps.actions.cards.bar import Seen
from apps.actions.cards.names import Names
from apps.actions.cards.words import Notice, counted
from apps.actions.models import State
from apps.approvals.models import State as Asked
from apps.core import ids


def notices(seen: Seen, names: Names) -> tuple[Notice, ...]:
    return tuple(
        notice
        for notice in (_undone(seen), _declined(seen, names), _first(seen, names), _broken(seen), *_left_out(seen))
        if notice
    )


def _undone(seen: Seen) -> Notice | None:
    if seen.undone_by is None:
        return None
    href = reverse("proposal", args=[seen.workspace.slug, ids.say("proposal", seen.undone_by.pk)])
    if seen.undone:
        return Notice("This was taken back.", "The undo is a proposal of its own.", "", "undo", href, "Open the undo")
    return Notice("Somebody takes this back.", "The undo is a proposal of its own.", "", "undo", href, "Open the undo")


def _declined(seen: Seen, names: Names) -> Notice | None:
    if seen.state is not State.REJECTED or seen.ask is None:
        return None
    who = names.person(seen.ask.request.closed_by).name
    return Notice(f"{who} declined.", f"“{seen.ask.request.reason}” Nothing was sent.", "danger", "cross")


def _first(seen: Seen, names: Names) -> Notice | None:
    """It ran before it was signed: until when that is owed, or who refused it afterwards."""
    if seen.ask is None or not seen.ask.request.stays:
        return None
    request = seen.ask.request
    if request.state == Asked.DECLINED:
        who = names.person(request.closed_by).name
        back = "What ran stands until somebody takes it back below."
        return Notice(f"{who} refused this after it ran.", f"“{request.reason}” {back}", "danger", "cross", urgent=True)
    if not seen.ask.is_open:
        return Notice("This ran first and was signed afterwards.", "", "", "check")
    due = timezone.localtime(request.deadline)
    if request.deadline <= timezone.now():
        said = f"It was owed by {due:%H:%M} on {due.day} {due:%B}. The agent was paused, and admins were told."
        return Notice("Nobody signed in time for what ran first.", said, "danger", "alert", urgent=True)
    said = f"A signature is owed by {due:%H:%M} on {due.day} {due:%B}."
    return Notice("This runs before it is signed.", said, "warn", "clock")


def _broken(seen: Seen) -> Notice | None:
    """Some steps ran, one did not: say so, and that what ran can be taken back."""
    done = sum(step.state is State.DONE for step in seen.steps)
    if seen.state not in (State.FAILED, State.STOPPED) or not done:
        return None
    ran = counted(done, "step") + f" of {len(seen.steps)} ran"
    return Notice(f"{ran}, then it ended.", "What ran stands until somebody takes it back below.", "warn", "alert")


def _left_out(seen: Seen) -> list[Notice]:
    """Of an undo: what it does not take back, and why."""
    return [Notice("Not taken back:", _said(one), "warn", "undo") for one in seen.proposal.left_out]


def _said(one: object) -> str:
    if isinstance(one, dict):
        return ": ".join(str(one[key]) for key in ("title", "why") if one.get(key)) or str(one)
    return ": ".join(map(str, one)) if isinstance(one, list) else str(one)
