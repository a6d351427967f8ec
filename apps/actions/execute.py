"""Executing what is due: read first, claim and start, deadline, send, verify, settle.

Where the record moved since it was signed, or an attempt is in doubt, the long road is taken instead (look.py).
"""

from uuid import UUID

from django.conf import settings

from apps.actions import attempts, claim, decide_again, look, own_tools, settle
from apps.actions.claim import Claim, Road
from apps.actions.load import Loaded, load
from apps.actions.models import State
from apps.actions.permit import Hindrance, Picked, pick
from apps.billing.budgets import OverCap
from apps.connectors import engine
from apps.connectors.contract import Answer, Done, Moved, NotSent, RefusedByTarget, Same
from apps.core import scope
from apps.core.failpoints import reach

DEFER_S = 2  # how long a hindered action rests before it is asked about again


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
    if picked.state == State.UNKNOWN:
        look.into(picked)
    else:
        _first_attempt(picked)


def _first_attempt(picked: Picked) -> None:
    """Read first; then one transaction claims and starts, if the action is still as it was picked."""
    loaded = load(picked)
    if loaded.own:
        own_tools.run(picked, loaded)
        return
    seen = engine.recheck(loaded.prepared, loaded.opened, timeout_s=settings.COUNTERSIGN_CALL_TIMEOUT_S)
    reach("guard.after_read")
    if not isinstance(seen, Same):
        look.long_road(picked, loaded)
        return
    taken = claim.claim(picked, Road.SHORT, version=seen.version)
    if isinstance(taken, Claim):
        send(taken, loaded, version=seen.version)
    else:
        hindered(picked, taken)


def send(taken: Claim, loaded: Loaded, *, version: str = "") -> None:
    """Send what was signed, once, while the lease allows, and settle what comes back."""
    if not taken.in_time:
        settle.negative(taken, ended_as="unsent", why="The lease left no time to send.", retry_s=0)
        return
    reach("send.before_write")
    attempt = attempts.described(
        taken.picked, number=taken.attempt, lease_left_s=taken.lease_left_s, version=version
    )  # fmt: skip
    answer = engine.execute(loaded.prepared, loaded.opened, attempt, attempts.noting(taken))
    reach("send.after_write")
    settle_answer(taken, loaded, answer)


def settle_answer(taken: Claim, loaded: Loaded, answer: Answer) -> None:
    match answer:
        case Done():
            differs = (*answer.differs, *engine.verify(loaded.prepared, answer, loaded.opened))
            result = {**answer.result, "reference": answer.reference, "differs": list(dict.fromkeys(differs))}
            settle.positive(
                taken.picked, result, by=claim.WORKER, settled_by="answer", attempt=taken.attempt,
                why="; ".join(dict.fromkeys(differs)),
            )  # fmt: skip
        case RefusedByTarget():
            settle.negative(taken, ended_as="refused", why=f"Refused by its target: {answer.why}")
        case Moved():
            settle.negative(taken, ended_as="moved", why=look.moved_sentence(answer))
        case NotSent():
            settle.negative(taken, ended_as="unsent", why=answer.why, retry_s=answer.retry_after_s)
        case _:
            settle.unclear(taken, why=answer.why, due_s=look.next_look_s(taken, loaded))
    settle.stop_the_rest(taken.picked.workspace, taken.picked.proposal, by=claim.WORKER)


def hindered_again(picked: Picked, why: Hindrance) -> None:
    """The start mark was refused and the action handed back: is another decision needed?"""
    if why in (Hindrance.POLICY, Hindrance.SIGNATURES):
        decide_again.decide_again(picked.proposal, by=claim.WORKER)


def hindered(picked: Picked, why: Hindrance | OverCap) -> None:
    """The claim was refused: stop at the cap, decide again where the ground moved, else come back a little later."""
    if isinstance(why, OverCap):
        settle.at_cap(picked, why=str(why))
        settle.stop_the_rest(picked.workspace, picked.proposal, by=claim.WORKER)
    elif why in (Hindrance.POLICY, Hindrance.SIGNATURES):
        decide_again.decide_again(picked.proposal, by=claim.WORKER)
    else:
        claim.defer(picked, DEFER_S)
