"""The whole job on real systems, verb by verb."""

from apps.actions import approve, undo
from tests.actions.shop import Shop


def test_two_people_sign_three_systems_change_once_and_undo_takes_it_back(shop: Shop) -> None:
    case = shop.case()
    before = shop.operations("SELECT status, resolution, refund_amount FROM cases WHERE number = %s", case["number"])
    proposal = shop.propose(shop.wanted(case))
    assert shop.states(proposal) == ["waiting"] * 3
    for name in ("daniel", "priya"):
        approve.sign(proposal.pk, by=shop.person(name), digest=proposal.digest)
    assert shop.states(proposal) == ["approved"] * 3
    shop.work(until=lambda: shop.states(proposal) == ["done"] * 3)
    assert len(shop.effects("stripe")) == 1
    assert len(shop.effects("mail")) == 1
    back = undo.undo(proposal.pk, by=shop.person("daniel"))
    assert shop.states(back) == ["waiting"] * 3
    for name in ("mina", "priya"):
        approve.sign(back.pk, by=shop.person(name), digest=back.digest)
    shop.work(until=lambda: shop.states(back) == ["done"] * 3)
    after = shop.operations("SELECT status, resolution, refund_amount FROM cases WHERE number = %s", case["number"])
    assert after == before
