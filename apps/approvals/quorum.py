"""Signing, declining, and taking a signature back. The caller writes the log: it knows whose document this is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from apps.approvals.count import Needed, in_turn
from apps.approvals.models import Request, Signature, State
from apps.approvals.requirements import Requirement, among
from apps.approvals.tally import RolesOf, met, standing, still_needed, tally, was_met, would_meet
from apps.core.errors import NotEntitled, NotFound, Refused, Stale
from apps.workspaces.models import User

JsonDict: TypeAlias = dict[str, Any]
CLOSED = {
    State.MET: "Enough people have signed this already.",
    State.DECLINED: "This was declined.",
    State.LAPSED: "The time to sign this is over.",
    State.SUPERSEDED: "This was replaced by another document. Look at the new one.",
    State.WITHDRAWN: "This was stopped, so there is nothing to sign any more.",
}


@dataclass(frozen=True)
class Signed:
    request: Request
    completed: bool  # this signature was the last one needed


class Unconfirmed(Refused):
    """A signature that has to be confirmed and was not: it would count for nothing, so it is not written."""

    code = "unconfirmed"


@transaction.atomic
def sign(
    request_id: UUID, *, by: User, groups: frozenset[str], digest: str, roles_of: RolesOf | None = None,
    proofs: Mapping[str, JsonDict] | None = None,
) -> Signed:  # fmt: skip
    """One person's yes to exactly these bytes. `groups`: those they hold now. `proofs`: what they confirmed it with.

    Raises Unconfirmed where the request asks for more of those.
    """
    request = _open(request_id, digest)
    _check_entitled(request, by, groups)
    if standing(request).filter(person_id=by.pk).exists():
        raise NotEntitled("You have signed this already; somebody else has to sign too.")
    if not request.proven(proofs or {}):
        missing = " and ".join(sorted(set(request.proofs) - set(proofs or {})))
        raise Unconfirmed(f"This is signed with a {missing}. Without that your signature does not count.")
    Signature.objects.create(
        workspace_id=request.workspace_id, request_id=request.pk, person_id=by.pk, groups=sorted(groups), digest=digest,
        proofs=dict(proofs or {}),
    )  # fmt: skip
    completed = met(request, roles_of)
    return Signed(_move(request, State.MET) if completed else request, completed)


@transaction.atomic
def decline(request_id: UUID, *, by: User, groups: frozenset[str], digest: str, reason: str) -> Request:
    """One person's no, with a reason: it closes the request. Whoever has signed may still decline."""
    request = _open(request_id, digest)
    _check_entitled(request, by, groups)
    if not reason.strip():
        raise Refused("Say why you decline, so that the next proposal can be better.")
    return _move(request, State.DECLINED, closed_by=by.pk, reason=reason.strip())


@transaction.atomic
def withdraw(request_id: UUID, *, by: User) -> Request:
    """Take one's signature back; the request is open again. The caller has made sure that nothing was sent yet."""
    request = _locked(request_id)
    if not standing(request).filter(person_id=by.pk).update(withdrawn_at=Now()):
        raise Refused("There is no signature of yours on this.")
    return _reopened(request)


@transaction.atomic
def reopen(request_id: UUID) -> Request:
    """Ask again, where signatures that were enough no longer are: met() says so once a signer has left a group."""
    return _reopened(_locked(request_id))


@transaction.atomic
def carry_over(request: Request, *, to: Request, roles_of: RolesOf | None = None) -> bool:
    """Signatures over the same bytes stand for another request about them too. Are they enough for that?

    Raises Stale where the bytes are others.
    """
    if request.digest != to.digest:
        raise Stale("These are other bytes than the ones that were signed.")
    for one in standing(request):
        if not to.proven(one.proofs):
            continue  # they sign anew, and confirm it
        made = Signature.objects.create(
            workspace_id=to.workspace_id, request_id=to.pk, person_id=one.person_id, groups=one.groups,
            digest=to.digest, proofs=one.proofs,
        )  # fmt: skip
        Signature.objects.filter(pk=made.pk).update(signed_at=one.signed_at)
    completed = met(to, roles_of)
    if completed:
        _move(to, State.MET)
    return completed


def why_not(request: Request, *, by: User, groups: frozenset[str]) -> str:
    """Why this person may not sign now, as a sentence; empty where they may."""
    if request.state != State.OPEN:
        return CLOSED[State(request.state)]
    if standing(request).filter(person_id=by.pk).exists():
        return "You have signed this already; somebody else has to sign too."
    return _not_entitled(request, by, groups)


def _locked(request_id: UUID) -> Request:
    """The request, held until the transaction ends."""
    found = Request.objects.select_for_update().filter(pk=request_id).first()
    if found is None:
        raise NotFound
    return found


def _open(request_id: UUID, digest: str) -> Request:
    request = _locked(request_id)
    if request.state != State.OPEN:
        raise Refused(CLOSED[State(request.state)])
    if Request.objects.filter(pk=request_id, stays=False, deadline__lte=Now()).exists():
        raise Refused(CLOSED[State.LAPSED])
    if digest != request.digest:
        raise Stale("This changed while you were reading. Look at it again.")
    return request


def _check_entitled(request: Request, by: User, groups: frozenset[str]) -> None:
    if why := _not_entitled(request, by, groups):
        raise NotEntitled(why)


def _not_entitled(request: Request, by: User, groups: frozenset[str]) -> str:
    who = by.pk.hex
    open_to = [asked for asked in request.needed if asked.admits_person(who, request.excluded)]
    if not open_to:
        return str(request.excluded.get(who, "You asked for what this takes back, so somebody else has to sign."))
    if not any(asked.fits(who, groups) for asked in open_to):
        wanted = dict.fromkeys(asked.people_asked for asked in request.needed)
        return f"Only people from {'; '.join(wanted)} may sign this."
    return _out_of_turn(request, [asked for asked in open_to if asked.fits(who, groups)])


def _out_of_turn(request: Request, fitting: list[Requirement]) -> str:
    """Whose turn it is, where this person's has not come; empty where it has."""
    if not any(asked.order for asked in request.needed):
        return ""
    now = in_turn(tally(request))
    if any(asked in now for asked in fitting):
        return ""
    first = dict.fromkeys(asked.people_asked for asked in now if asked.order)
    return f"This is signed in order: first somebody from {among(tuple(first))}." if first else ""


def _reopened(request: Request) -> Request:
    if request.state not in (State.OPEN, State.MET):
        raise Refused(CLOSED[State(request.state)])
    return _move(request, State.OPEN)


def _move(request: Request, state: State, *, closed_by: UUID | None = None, reason: str = "") -> Request:
    closed_at = None if state == State.OPEN else Now()
    ends = Now() + timedelta(seconds=request.valid_s) if state == State.MET and request.valid_s is not None else None
    Request.objects.filter(pk=request.pk).update(
        state=state, closed_at=closed_at, closed_by=closed_by, reason=reason, expires_at=ends
    )
    request.refresh_from_db()
    return request


__all__ = [
    "Needed", "RolesOf", "Signed", "Unconfirmed", "carry_over", "decline", "met", "reopen", "sign", "still_needed",
    "tally", "was_met", "why_not", "withdraw", "would_meet",
]  # fmt: skip
