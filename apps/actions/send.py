"""Sending what was signed, once, while the lease allows, and settling what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from apps.actions import admit, attempts, claim, decide_again, over_cap, park, reserve, settle
from apps.actions.claim import Claim
from apps.actions.load import Loaded
from apps.actions.permit import Hindrance, Picked
from apps.actions.settle import Happened
from apps.billing.budgets import OverCap
from apps.connectors import engine
from apps.connectors.contract import Answer, Done, JsonDict, Moved, NotSent, RefusedByTarget, Tier
from apps.core import scope
from apps.core.failpoints import reach

DECIDED_ANEW = (Hindrance.POLICY, Hindrance.SIGNATURES, Hindrance.PAST)
DEFER_S = 2  # how long a hindered action rests before it is asked about again


@dataclass(frozen=True)
class Sent:
    """A claimed action, and what its target answered; None where the lease left no time to send."""

    taken: Claim
    loaded: Loaded
    answer: Answer | None


def send(taken: Claim, loaded: Loaded, *, version: str = "") -> None:
    """Send what was signed, once, while the lease allows, and settle what comes back."""
    settle_all([outside(taken, loaded, version=version)])


def outside(taken: Claim, loaded: Loaded, *, version: str = "") -> Sent:
    """The deadline, the request and its verification. No transaction is open here."""
    if not taken.in_time:
        return Sent(taken, loaded, None)
    reach("send.before_write")
    attempt = attempts.described(
        taken.picked, number=taken.attempt, lease_left_s=taken.lease_left_s, version=version,
        doubts=taken.attempt > 1,
    )  # fmt: skip
    answer = engine.execute(loaded.prepared, loaded.opened, attempt, attempts.noting(taken))
    reach("send.after_write")
    if isinstance(answer, Done):
        differs = (*answer.differs, *engine.verify(loaded.prepared, answer, loaded.opened))
        if differs:
            answer = answer.model_copy(update={"differs": tuple(dict.fromkeys(differs))})
    return Sent(taken, loaded, answer)


def settle_all(sent: Sequence[Sent]) -> None:
    """What happened is settled together; every other answer by itself."""
    happened = [_happened(one, one.answer) for one in sent if isinstance(one.answer, Done)]
    if happened:
        settle.positive_many(happened)
    for one in sent:
        if not isinstance(one.answer, Done):
            with scope.workspace(one.taken.picked.workspace):
                _settle_answer(one)
    for one in sent:  # last, so that no trouble of the breaker's keeps an answer from being settled
        admit.heard(one.taken.picked, one.answer)


def _happened(sent: Sent, answer: Done) -> Happened:
    result: JsonDict = {**answer.result, "reference": answer.reference, "differs": list(answer.differs)}
    used = reserve.of(sent.loaded.prepared)
    return Happened(sent.taken.picked, result, used, sent.taken.attempt, why="; ".join(answer.differs))


def _settle_answer(sent: Sent) -> None:
    taken, answer = sent.taken, sent.answer
    match answer:
        case None:
            settle.negative(taken, ended_as="unsent", why="The lease left no time to send.", retry_s=0)
        case RefusedByTarget():
            settle.negative(taken, ended_as="refused", why=f"Refused by its target: {answer.why}")
        case Moved():
            settle.negative(taken, ended_as="moved", why=moved_sentence(answer))
        case NotSent():
            settle.negative(taken, ended_as="unsent", why=answer.why, retry_s=answer.retry_after_s)
        case Done():
            raise AssertionError("What happened is settled together.")
        case _:
            settle.unclear(taken, why=answer.why, due_s=next_look_s(taken, sent.loaded))
    settle.stop_the_rest(taken.picked.workspace, taken.picked.proposal, by=claim.WORKER)


def hindered_again(picked: Picked, why: Hindrance) -> None:
    """The start mark was refused and the action handed back: is another decision needed?"""
    if why in DECIDED_ANEW:
        decide_again.decide_again(picked.proposal, by=claim.WORKER)


def hindered(picked: Picked, why: Hindrance | OverCap) -> None:
    """The claim was refused: do what the budget says, decide again where the ground moved, else come back later."""
    if isinstance(why, OverCap):
        over_cap.hold_to(picked, why)
    elif why in DECIDED_ANEW:
        decide_again.decide_again(picked.proposal, by=claim.WORKER)
    elif why != Hindrance.PAUSED or not park.park([picked]):
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
