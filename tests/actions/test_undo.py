import pytest

from apps.actions import approve, edit, stop, undo
from apps.actions.models import Action
from apps.actions.undo import Wait
from apps.core.errors import NotEntitled, Refused
from tests.actions.shop import Shop


def test_an_exact_undo_needs_one_signature_and_the_clickers_own_counts(shop: Shop) -> None:
    case = shop.case()
    before = shop.operations("SELECT * FROM cases WHERE number = %s", case["number"])
    proposal = shop.propose(shop.wanted(case)[1:2])
    shop.sign(proposal, "daniel")
    shop.work(until=lambda: shop.states(proposal) == ["done"])
    back = undo.undo(proposal.pk, by=shop.person("priya"))
    shop.sign(back, "priya")
    shop.work(until=lambda: shop.states(back) == ["done"])
    assert shop.operations("SELECT * FROM cases WHERE number = %s", case["number"]) == before


def test_the_originals_asker_does_not_count_for_its_undo(shop: Shop) -> None:
    proposal = shop.propose(shop.wanted(shop.case())[1:2], asker="leo")
    shop.sign(proposal, "daniel")
    shop.work(until=lambda: shop.states(proposal) == ["done"])
    back = undo.undo(proposal.pk, by=shop.person("leo"))
    with pytest.raises(NotEntitled):
        shop.sign(back, "leo")
    shop.sign(back, "mina")
    assert shop.states(back) == ["approved"]


def test_a_second_click_returns_the_same_undo(shop: Shop) -> None:
    proposal = shop.done(shop.refund())
    first = undo.undo(proposal.pk, by=shop.person("daniel"))
    assert undo.undo(proposal.pk, by=shop.person("mina")) == first


def test_an_undo_that_was_stopped_makes_room_for_another(shop: Shop) -> None:
    proposal = shop.done(shop.refund())
    first = undo.undo(proposal.pk, by=shop.person("daniel"))
    stop.stop(first.pk, by=shop.person("sol"))
    assert undo.undo(proposal.pk, by=shop.person("daniel")) != first


def test_an_undone_undo_makes_room_for_another(shop: Shop) -> None:
    proposal = shop.propose(shop.wanted(shop.case())[1:2])
    for _ in range(2):
        shop.sign(proposal, "daniel")
        shop.work(until=lambda: shop.states(proposal) == ["done"])  # noqa: B023  read at once
        proposal = undo.undo(proposal.pk, by=shop.person("priya"))
    assert Action.objects.exclude(undoes_id=None).count() == 2


def test_an_undo_waits_for_the_outcome(shop: Shop) -> None:
    proposal = shop.propose(shop.wanted(shop.case())[2:3])
    shop.sign(proposal, "daniel")
    shop.misbehave("mail", {"drop_after": True})
    shop.work(until=lambda: shop.states(proposal) == ["unknown"])
    with pytest.raises(Wait, match="Wait for the outcome"):
        undo.undo(proposal.pk, by=shop.person("daniel"))


def test_an_undo_refuses_where_somebody_changed_the_record_since(shop: Shop) -> None:
    case = shop.case()
    proposal = shop.propose(shop.wanted(case)[1:2])
    shop.sign(proposal, "daniel")
    shop.work(until=lambda: shop.states(proposal) == ["done"])
    shop.operations("UPDATE cases SET status = 'Reopened' WHERE number = %s RETURNING 1", case["number"])
    with pytest.raises(Refused, match=r"(?i)status"):
        undo.undo(proposal.pk, by=shop.person("daniel"))


def test_what_was_not_done_cannot_be_undone(shop: Shop) -> None:
    proposal = shop.refund()
    with pytest.raises(Refused, match="Nothing of this was done"):
        undo.undo(proposal.pk, by=shop.person("daniel"))


def test_a_step_may_be_left_out_and_is_named(shop: Shop) -> None:
    proposal = shop.propose(shop.wanted(shop.case()))
    shop.done(proposal)
    mail = shop.action(proposal, 3)
    back = undo.undo(proposal.pk, by=shop.person("daniel"), leave_out={mail.pk})
    assert shop.states(back) == ["waiting"] * 2
    assert "left it out" in back.left_out[0]


def test_a_correction_can_be_edited_and_signatures_start_again(shop: Shop) -> None:
    proposal = shop.propose(shop.wanted(shop.case())[2:3])
    shop.sign(proposal, "daniel")
    shop.work(until=lambda: shop.states(proposal) == ["done"])
    back = undo.undo(proposal.pk, by=shop.person("daniel"))
    action, by = shop.action(back), shop.person("mina")
    edited = edit.edit(action.pk, by=by, arguments={"text": "Please ignore our mail."}, digest=back.digest)
    assert edited.digest != back.digest
    with pytest.raises(Refused):
        approve.sign(back.pk, by=shop.person("priya"), digest=back.digest)
    shop.sign(edited, "priya")
    shop.work(until=lambda: shop.states(edited) == ["done"])
    assert any("Please ignore our mail." in str(effect) for effect in shop.effects("mail"))
