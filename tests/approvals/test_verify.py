"""A signed request without the signatures it asked for is found."""

from collections.abc import Callable
from uuid import UUID

from django.db.models.functions import Now

from apps.approvals import quorum
from apps.approvals.models import Request, Signature, State
from apps.approvals.verify import signed_requests_have_their_signatures as check
from apps.workspaces.models import User
from tests.approvals.conftest import DIGEST


def test_signatures_that_are_missing_are_found(
    acme: UUID, ask: Callable[..., Request], person: Callable[..., User], ids: Callable[..., frozenset[str]]
) -> None:
    request = ask()
    ben, cleo = person("ben", "Finance"), person("cleo", "Finance")
    for one in (ben, cleo):
        quorum.sign(request.pk, by=one, groups=ids("Finance"), digest=DIGEST)
    assert (check(acme).holds, check(acme).checked) == (True, 1)
    Signature.objects.filter(request_id=request.pk, person_id=ben.pk).delete()
    assert check(acme).faults == (
        f"Request {request.pk}: 1 of 2 signatures for “Refunds need two people from Finance or Support leads.”.",
    )


def test_a_request_that_was_only_marked_as_signed_is_found(acme: UUID, ask: Callable[..., Request]) -> None:
    Request.objects.filter(pk=ask().pk).update(state=State.MET, closed_at=Now())
    assert not check(acme).holds
