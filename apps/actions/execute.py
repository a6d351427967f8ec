"""Executing what is due: read first, claim and start, deadline, send, verify, settle.

Where the record moved since it was signed, or an attempt is in doubt, the long road is taken instead (look.py).
"""

from uuid import UUID

from django.conf import settings

from apps.actions import claim, look, own_tools, permit, send, settle
from apps.actions.claim import Claim, Road
from apps.actions.load import load
from apps.actions.models import State
from apps.actions.permit import Picked, pick
from apps.connectors import engine
from apps.connectors.contract import Same
from apps.core import scope
from apps.core.errors import Refused
from apps.core.failpoints import reach


def run_due(limit: int = 1) -> int:
    """Take up to `limit` pieces of due work, one after the other. Returns how many there were."""
    due = claim.due(limit)
    for action, workspace in due:
        with scope.workspace(workspace):
            run(action, workspace)
    return len(due)


def run(action: UUID, workspace: UUID) -> None:
    """Do what is due about one action. The workspace must be in scope."""
    picked = pick(action, workspace)
    if picked is None or picked.state not in (State.APPROVED, State.UNKNOWN):
        return
    try:
        look.into(picked) if picked.state == State.UNKNOWN else _first_attempt(picked)
    except Refused as why:
        _cannot_act(picked, str(why))


def _cannot_act(picked: Picked, why: str) -> None:
    """What was signed cannot be acted on any more: stopped, or left unknown where an attempt is in doubt."""
    if picked.state == State.UNKNOWN:
        claim.defer(picked, look.PROVE_AGAIN_S)
        return
    settle.stopped(picked, why=why)
    settle.stop_the_rest(picked.workspace, picked.proposal, by=claim.WORKER)


def _first_attempt(picked: Picked) -> None:
    """Read first; then one transaction claims and starts, if the action is still as it was picked."""
    loaded = load(picked)
    if loaded.own:
        own_tools.run(picked, loaded)
        return
    if permit.paused_now(picked):
        send.hindered(picked, permit.Hindrance.PAUSED)
        return
    seen = engine.recheck(loaded.prepared, loaded.opened, timeout_s=settings.COUNTERSIGN_CALL_TIMEOUT_S)
    reach("guard.after_read")
    if not isinstance(seen, Same):
        look.long_road(picked, loaded)
        return
    taken = claim.claim(picked, Road.SHORT, version=seen.version)
    if isinstance(taken, Claim):
        send.send(taken, loaded, version=seen.version)
    else:
        send.hindered(picked, taken)
