"""Is what counts as signed really signed? A named guarantee over one workspace."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from apps.approvals.count import Signed, counted
from apps.approvals.models import Request, Signature, State
from apps.audit.verify import Guarantee, Verdict, verdict
from apps.core.canonical import digest_of_bytes


def signed_requests_have_their_signatures(workspace: UUID) -> Verdict:
    """Every signed request has enough different people of the right groups, none of them excluded, over its bytes."""
    signed = Request.objects.filter(workspace_id=workspace, state=State.MET)
    name = "Every signed document has the signatures that were asked for, over its digest"
    return verdict(name, checked=signed.count(), faults=_faults(workspace, signed.order_by("id").iterator(500)))


def _faults(workspace: UUID, requests: Iterator[Request]) -> Iterator[str]:
    people = _people(workspace)
    for request in requests:
        if digest_of_bytes(bytes(request.document)) != request.digest:
            yield f"Request {request.pk}: its document is not the one its digest names."
        signed = [one for one, proofs in people[request.pk, request.digest] if request.proven(proofs)]
        for one in counted(request.needed, request.excluded, signed):
            if one.missing:
                asked = one.requirement
                yield f"Request {request.pk}: {one.have} of {asked.people} signatures for “{asked.sentence}”."


def _people(workspace: UUID) -> dict[tuple[UUID, str], list[tuple[Signed, frozenset[str]]]]:
    """Who signed what with which groups, confirmed with what, by request and digest, in order."""
    people = defaultdict(list)
    for one in Signature.objects.filter(workspace_id=workspace, withdrawn_at=None).order_by("id").iterator(1000):
        held = frozenset(one.groups)
        people[one.request_id, one.digest].append((Signed(one.person_id.hex, held, held), frozenset(one.proofs)))
    return people


GUARANTEES: tuple[Guarantee, ...] = (signed_requests_have_their_signatures,)
