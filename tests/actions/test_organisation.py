"""An organisation's rules: written and signed at its seat, above every workspace of it at once, and of no other."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.actions import approve, governing, publishing, rules, seat
from apps.actions.backtests import start, work
from apps.actions.models import Action, OpenWork, Proposal, State
from apps.actions.permit import Hindrance
from apps.approvals.models import Request
from apps.audit.models import Entry
from apps.core import scope
from apps.core.errors import Refused
from apps.policies import drafts
from apps.policies.models import Backtest, Charter, InForce, PolicyVersion
from apps.policies.publish import understood
from apps.workspaces import found
from apps.workspaces.models import Role, Workspace
from config.doorbell import rung
from tests import make
from tests.actions.shop import Shop

FORBIDS = "Never refund over 10 USD."
ASKS = "Refunds need one person from Finance."


@pytest.fixture
def over(shop: Shop) -> Workspace:
    """The seat of Harbour & Pine's organisation."""
    return seat.at("hp-rules", of="harbour-pine", name="Rules", admins=[shop.person("ada"), shop.person("ruben")])


def proposed(shop: Shop, over: Workspace, *sentences: str) -> Proposal:
    """Written, asked about the past of all workspaces, and put before the seat's other admin. The seat is in scope."""
    ada = shop.person("ada")
    written = understood(sentences, rules.vocabulary())
    made = drafts.begin(over.pk, name="all", sentences=written, by=ada.pk)
    work.run(start.start(made, days=7, by=ada.pk).pk, seconds=60)
    return publishing.publish(made, by=ada)


def published(shop: Shop, over: Workspace, *sentences: str, heard: bool = True) -> Proposal:
    with scope.workspace(over.pk):
        made = proposed(shop, over, *sentences)
        approve.sign(made.pk, by=shop.person("ruben"), digest=made.digest)
        shop.work(until=lambda: shop.states(made) == ["done"])
    if heard:
        rung("organisation", str(over.organisation_id), str(over.pk))
    return made


def test_what_the_seat_signs_holds_in_the_workspaces_and_says_whose_it_is(shop: Shop, over: Workspace) -> None:
    published(shop, over, FORBIDS)
    denied = shop.refund()
    assert denied.outcome == "deny"
    [matched] = [one for one in shop.action(denied).decision["matched"] if one.get("above")]
    assert (matched["sentence"], matched["above"]) == (FORBIDS, "all_v1")
    assert shop.refund(amount=500).outcome != "deny"


def test_only_another_admin_of_the_seat_signs(shop: Shop, over: Workspace) -> None:
    with scope.workspace(over.pk):
        made = proposed(shop, over, FORBIDS)
        for name, why in (("ada", "somebody else"), ("mina", "may")):
            with pytest.raises(Refused, match=why):
                approve.sign(made.pk, by=shop.person(name), digest=made.digest)
        assert "stand above the policy of every workspace" in bytes(made.document).decode()
    assert not Charter.objects.exists()


def test_what_is_asked_adds_up_with_the_groups_of_the_workspace(shop: Shop, over: Workspace) -> None:
    published(shop, over, ASKS)
    request = shop.refund().request_id
    assert request
    asked = Request.objects.get(pk=request)
    finance = Role.objects.get(name="Finance").pk.hex
    assert [(one["people"], finance in one["groups"], len(one["groups"])) for one in asked.requirements] == [
        (2, True, 2), (1, True, 1),
    ]  # fmt: skip
    assert str(shop.person("ada").pk.hex) in asked.excluded  # she last edited the organisation's


def test_what_is_open_is_decided_again_and_each_log_says_so_once(shop: Shop, over: Workspace) -> None:
    waits, small = shop.refund(), shop.refund(amount=800)
    published(shop, over, FORBIDS)
    rung("organisation", str(over.organisation_id), str(over.pk))
    assert (shop.states(waits), shop.states(small)) == ([State.DENIED], [State.WAITING])
    [line] = Entry.objects.filter(kind=governing.HOLDS)
    assert (line.workspace_id, line.facts["sentences"]) == (shop.id, [FORBIDS])


def test_nothing_starts_that_was_decided_under_another_version(shop: Shop, over: Workspace) -> None:
    signed = shop.refund(amount=800)
    shop.sign(signed, "daniel", "priya")
    Action.objects.filter(proposal_id=signed.pk).update(hold_until=None)
    OpenWork.objects.filter(proposal_id=signed.pk).update(due_at=timezone.now() + timedelta(hours=1))
    assert shop.hindered(signed) is None
    published(shop, over, FORBIDS, heard=False)
    assert shop.hindered(signed) is Hindrance.POLICY
    rung("organisation", str(over.organisation_id), str(over.pk))
    assert (shop.states(signed), shop.hindered(signed)) == ([State.APPROVED], None)


def test_it_holds_in_all_workspaces_of_the_organisation_and_in_no_other(shop: Shop, over: Workspace) -> None:
    owner = Workspace.objects.select_related("organisation").get(pk=shop.id).organisation
    plain: dict[str, Any] = {"time_zone": "UTC", "domains": [], "sandbox": True}
    sister = found.workspace(owner, name="Sister", slug="sister", **plain)
    stranger = make.workspace("stranger")
    published(shop, over, FORBIDS)
    assert [_above(one) for one in (shop.id, sister.pk, over.pk, stranger.pk)] == ["all_v1", "all_v1", "", ""]
    later = found.workspace(owner, name="Later", slug="later", **plain)
    assert _above(later.pk) == "all_v1"


def _above(workspace: UUID) -> str:
    with scope.workspace(workspace):
        standing = rules.in_force().above
        return standing.name if standing else ""


def test_it_is_taken_back_in_one_click_and_the_versions_stay(shop: Shop, over: Workspace) -> None:
    published(shop, over, ASKS)
    published(shop, over, FORBIDS)
    with scope.workspace(over.pk):
        first = PolicyVersion.objects.get(number=1)
        back = publishing.roll_back(first, by=shop.person("ada"))
        approve.sign(back.pk, by=shop.person("ruben"), digest=back.digest)
        shop.work(until=lambda: shop.states(back) == ["done"])
        assert InForce.objects.get().version.sentences == [ASKS]
    assert (Charter.objects.get().name, Charter.objects.get().sentences) == ("all_v3", [ASKS])
    assert shop.refund().outcome == "approve"


def test_a_draft_is_asked_about_the_past_of_all_workspaces_and_learns_sums_alone(shop: Shop, over: Workspace) -> None:
    shop.refund()
    shop.refund(amount=500, place=1)
    with scope.workspace(over.pk):
        proposed(shop, over, FORBIDS)
        asked = Backtest.objects.get()
        assert asked.tally
        assert (asked.cases, asked.tally["changed"], asked.tally["stricter"]) == (2, 1, 1)
        assert not asked.changed.exists()


def test_the_same_sentences_change_nothing_of_the_past(shop: Shop, over: Workspace) -> None:
    published(shop, over, FORBIDS)
    shop.refund()
    with scope.workspace(over.pk):
        made = drafts.begin(over.pk, name="all", sentences=[FORBIDS], by=shop.person("ada").pk)
        work.run(start.start(made, days=7, by=shop.person("ada").pk).pk, seconds=60)
        asked = Backtest.objects.latest("id")
        assert asked.tally
        assert (asked.cases, asked.tally["changed"]) == (1, 0)


def test_an_organisation_has_one_seat_with_two_admins(shop: Shop, over: Workspace) -> None:
    both = [shop.person("ada"), shop.person("ruben")]
    with pytest.raises(Refused, match="governed from hp-rules already"):
        seat.at("more", of="harbour-pine", name="More", admins=both)
    make.workspace("stranger")
    with pytest.raises(Refused, match="at least two admins"):
        seat.at("strange-rules", of="stranger", name="Rules", admins=both[:1])
    with pytest.raises(Refused, match="no workspace at nowhere"):
        seat.at("x", of="nowhere", name="X", admins=both)
    said = ["--workspace", "stranger", "--seat", "strange-rules", "--name", "Rules"]
    call_command("organisation", *said, *(f"--admin={one.email}" for one in both))
    with pytest.raises(CommandError, match="Nobody here has the address"):
        call_command("organisation", *said, "--admin", "who@nowhere.example")
