"""Sending what was signed, once, while the lease allows, and settling what comes back."""

from django.conf import settings

from apps.actions import attempts, claim, decide_again, park, settle
from apps.actions.claim import Claim
from apps.actions.load import Loaded
from apps.actions.permit import Hindrance, Picked
from apps.billing.budgets import OverCap
from apps.connectors import engine
from apps.connectors.contract import Answer, Done, Moved, NotSent, RefusedByTarget, Tier
from apps.core.failpoints import reach

DEFER_S = 2  # how long a hindered action rests before it is asked about again


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
            settle.negative(taken, ended_as="moved", why=moved_sentence(answer))
        case NotSent():
            settle.negative(taken, ended_as="unsent", why=answer.why, retry_s=answer.retry_after_s)
        case _:
            settle.unclear(taken, why=answer.why, due_s=next_look_s(taken, loaded))
    settle.stop_the_rest(taken.picked.workspace, taken.picked.proposal, by=claim.WORKER)


def hindered_again(picked: Picked, why: Hindrance) -> None:
    """The start mark was refused and the action handed back: is another decision needed?"""
    if why in (Hindrance.POLICY, Hindrance.SIGNATURES):
        decide_again.decide_again(picked.proposal, by=claim.WORKER)


def hindered(picked: Picked, why: Hindrance | OverCap) -> None:
    """The claim was refused: stop at the cap, decide again where the ground moved, else come back a little later."""
    if isinstance(why, OverCap):
        settle.stopped(picked, why=str(why))
        settle.stop_the_rest(picked.workspace, picked.proposal, by=claim.WORKER)
    elif why in (Hindrance.POLICY, Hindrance.SIGNATURES):
        decide_again.decide_again(picked.proposal, by=claim.WORKER)
    elif why != Hindrance.PAUSED or not park.park(picked):
        claim.defer(picked, DEFER_S)


def next_look_s(taken: Claim, loaded: Loaded) -> float:
    """When to look after silence: soon with a key, after lease and grace where only the target's own records tell."""
    if loaded.prepared.tier == Tier.A:
        return settle.backoff(taken.attempt)
    return max(0.0, taken.lease_left_s) + settings.COUNTERSIGN_GRACE_S


def moved_sentence(seen: Moved) -> str:
    """Which values are not as signed."""
    places = ", ".join(sorted({f"{change.record}: {change.field}" for change in seen.changes})) or "The record"
    return f"The record moved since it was signed. {places}."
