"""Putting a frozen document before people, and taking it away again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from apps.approvals.models import Request, Signature, State
from apps.approvals.requirements import Asks, copied
from apps.core.canonical import digest_of_bytes
from apps.core.errors import Refused, Stale


def open(
    *, workspace: UUID, document: bytes, digest: str, requirements: Sequence[Asks], excluded: Mapping[str, str],
    deadline: datetime, valid_s: int | None = None, stays: bool = False, proofs: Sequence[str] = (),
) -> Request:  # fmt: skip
    """Ask for signatures over these bytes. `excluded`: who may not sign, as {user id in hex: a sentence why}.

    `valid_s`: for how many seconds signatures that were enough are; then they stand no more. `stays`: it is
    owed for what may have run already, so it does not lapse. `proofs`: what each signer confirms with.
    """
    if digest != digest_of_bytes(document):
        raise Stale("The digest is not that of the document.")
    if not requirements:
        raise Refused("Nobody would have to sign: a request needs at least one requirement.")
    asked = [copied(one).stored for one in requirements]
    return Request.objects.create(
        workspace_id=workspace, document=document, digest=digest, requirements=asked, excluded=dict(excluded),
        deadline=deadline, valid_s=valid_s, stays=stays, proofs=sorted(set(proofs)),
    )  # fmt: skip


def unanswered_by(person: UUID) -> QuerySet[Request]:
    """Open, without a signature of theirs, and not closed to them; soonest due first. Whose group is asked: why_not."""
    signed = Signature.objects.filter(request_id=OuterRef("pk"), person_id=person, withdrawn_at=None)
    standing = Request.objects.filter(state=State.OPEN).exclude(excluded__has_key=person.hex)
    return standing.filter(~Exists(signed)).order_by("deadline", "id")


def overdue(now: datetime, *, limit: int = 100) -> list[Request]:
    """The open requests in scope whose time is over, longest over first."""
    return list(Request.objects.filter(state=State.OPEN, stays=False, deadline__lte=now).order_by("deadline")[:limit])


def lapse(request_id: UUID) -> bool:
    """Close an open request whose deadline has passed by the database's clock. False where there was none to close."""
    late = Request.objects.filter(pk=request_id, state=State.OPEN, stays=False, deadline__lte=Now())
    return bool(late.update(state=State.LAPSED, closed_at=Now()))


def supersede(request_id: UUID) -> bool:
    """Another document takes this one's place: its signatures speak for nothing any more."""
    return _close(request_id, State.SUPERSEDED)


def withdraw(request_id: UUID) -> bool:
    """What the document proposes will not be done: nobody needs to sign it any more."""
    return _close(request_id, State.WITHDRAWN)


def _close(request_id: UUID, state: State) -> bool:
    standing = Request.objects.filter(pk=request_id, state__in=[State.OPEN, State.MET])
    return bool(standing.update(state=state, closed_at=Now()))
