import pytest

from apps.actions import execute, pause, resume, undo
from apps.actions.models import Action
from apps.core.errors import NotEntitled
from apps.workspaces.models import Pause
from apps.workspaces.pause import Scope
from tests.actions.shop import Shop


def test_what_was_signed_waits_while_paused_and_runs_after_another_admin_resumed(shop: Shop) -> None:
    proposal = shop.refund()
    shop.sign(proposal, "daniel", "priya")
    scope = Scope("workspace", shop.id)
    assert pause.pause(scope, by=shop.person("sol"), reason="drill")
    shop.wait_for_hold(proposal)
    execute.run_due(5)
    assert shop.states(proposal) == ["approved"]
    lifting = resume.propose_resume(scope, by=shop.person("ada"))
    with pytest.raises(NotEntitled):
        shop.sign(lifting, "ada")
    shop.sign(lifting, "ruben")
    shop.work(until=lambda: shop.states(lifting) == ["done"] and shop.states(proposal) == ["done"])
    assert not pause.standing()


def test_who_may_not_pause_is_told_who_may(shop: Shop) -> None:
    with pytest.raises(NotEntitled, match="Security officers"):
        pause.pause(Scope("workspace", shop.id), by=shop.person("wim"), reason="")
    assert not Pause.objects.exists()


def test_a_second_pause_of_the_same_scope_changes_nothing(shop: Shop) -> None:
    scope = Scope("agent", shop.agent.pk)
    assert pause.pause(scope, by=shop.person("sol"), reason="one")
    assert not pause.pause(scope, by=shop.person("daniel"), reason="two")
    assert Pause.objects.count() == 1


def test_a_pause_lists_what_is_on_the_wire_and_says_when_all_is_quiet(shop: Shop) -> None:
    action = shop.claimed(started=True, over=False)
    pause.pause(Scope("workspace", shop.id), by=shop.person("sol"), reason="drill")
    [standing] = pause.standing()
    assert [one["action"] for one in standing.listed] == [str(action.pk)]
    assert not pause.report_quiet(standing.pk)
    shop.past_due_action(action)
    assert pause.report_quiet(standing.pk)


def test_an_undo_may_be_proposed_and_signed_under_a_pause_but_not_sent(shop: Shop) -> None:
    proposal = shop.propose(shop.wanted(shop.case())[1:2])
    shop.sign(proposal, "daniel")
    shop.work(until=lambda: shop.states(proposal) == ["done"])
    pause.pause(Scope("workspace", shop.id), by=shop.person("sol"), reason="drill")
    back = undo.undo(proposal.pk, by=shop.person("priya"))
    shop.sign(back, "priya")
    execute.run_due(5)
    assert shop.states(back) == ["approved"]
    assert Action.objects.get(proposal_id=back.pk).attempt == 0
