"""People who sign, decline or take back at the same instant: one of them completes, never two and never none."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest

from apps.approvals import quorum
from apps.approvals.models import Request, State
from apps.core.errors import Refused
from apps.workspaces.models import User
from tests import make
from tests.approvals.conftest import DIGEST

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_sign_at_the_same_instant_and_exactly_one_completes(
    acme: UUID, ask: Callable[..., Request], person: Callable[..., User], ids: Callable[..., frozenset[str]]
) -> None:
    finance = ids("Finance")
    ben, cleo = person("ben", "Finance"), person("cleo", "Finance")
    for _ in range(50):
        request = ask()
        both = [partial(quorum.sign, request.pk, by=one, groups=finance, digest=DIGEST) for one in (ben, cleo)]
        assert sorted(signed.completed for signed in make.race(*both, of=acme)) == [False, True]


def test_a_signature_and_a_no_at_the_same_instant_end_in_one_of_them(
    acme: UUID, ask: Callable[..., Request], person: Callable[..., User], ids: Callable[..., frozenset[str]]
) -> None:
    finance = ids("Finance")
    ben, cleo, dora = (person(name, "Finance") for name in ("ben", "cleo", "dora"))
    for _ in range(10):
        request = ask()
        quorum.sign(request.pk, by=dora, groups=finance, digest=DIGEST)
        yes = partial(quorum.sign, request.pk, by=ben, groups=finance, digest=DIGEST)
        no = partial(quorum.decline, request.pk, by=cleo, groups=finance, digest=DIGEST, reason="No.")
        outcomes = make.race(yes, no, of=acme)
        assert [isinstance(one, Refused) for one in outcomes].count(True) == 1
        request.refresh_from_db()
        assert request.state in (State.MET, State.DECLINED)


def test_the_same_person_twice_at_the_same_instant_signs_once(
    acme: UUID, ask: Callable[..., Request], person: Callable[..., User], ids: Callable[..., frozenset[str]]
) -> None:
    finance = ids("Finance")
    request, ben = ask(), person("ben", "Finance")
    twice = [partial(quorum.sign, request.pk, by=ben, groups=finance, digest=DIGEST)] * 2
    assert [isinstance(one, Refused) for one in make.race(*twice, of=acme)].count(True) == 1
