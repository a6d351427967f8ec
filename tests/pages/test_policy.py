"""The pages of policies: cases are tried, the past is asked, versions are published and taken back."""

import pytest

from apps.actions.backtests import work
from apps.actions.models import Proposal, Recording
from apps.core import ids, scope
from apps.core.errors import NotFound
from apps.policies import drafts, shadows
from apps.policies.models import Backtest, Draft, PolicyVersion, Shadow
from apps.workspaces import grants
from apps.workspaces.access import Right
from apps.workspaces.models import Role, User, Workspace
from tests import make
from tests.pages import drafts as proposals
from tests.pages.conftest import at
from tests.pages.policies import (
    LIVE,
    MILDER,
    Browser,
    People,
    backtested,
    draft,
    form,
    page_of,
    put_in_force,
    said,
    sentences,
)


@pytest.fixture
def ada(acme: Workspace, person: People) -> User:
    """An admin of a workspace with a policy in force."""
    admin = person("ada", "Admins")
    put_in_force(acme, *LIVE)
    return admin


def test_one_case_is_tried_from_the_past_and_from_a_form(acme: Workspace, ada: User, browser: Browser) -> None:
    leo = proposals_of(acme, ada)
    one, client = draft(acme, ada, "Never refund."), browser(ada)
    action = ids.say("action", Recording.objects.get().action_id)
    shown = said(client.get(page_of(acme, one, "try/"), {"case": action}))
    assert "Denied" in shown
    assert "Never refund." in shown
    agent = ids.say("agent", leo.agent_id)
    written = {"tool": "stripe.refund", "agent": agent, "amount": "12.50", "currency": "USD"}
    assert "Rule 1 of the draft of refunds: Never refund." in said(client.get(page_of(acme, one, "try/"), written))
    assert client.get(page_of(acme, one, "try/"), {"case": "act_" + "0" * 32}).status_code == 404
    wrong = said(client.get(page_of(acme, one, "try/"), written | {"amount": "x"}))
    assert "is not an amount" in wrong


def proposals_of(acme: Workspace, owner: User) -> Proposal:
    return proposals.propose(acme, owner=owner, asker=owner, title="Refund <b>Maria</b>")


def test_a_backtest_says_what_would_change_and_lists_it(acme: Workspace, ada: User, browser: Browser) -> None:
    proposals_of(acme, ada)
    one, client = draft(acme, ada, "Never refund."), browser(ada)
    assert "Nobody has asked this draft" in said(client.get(page_of(acme, one, "backtest/")))
    assert client.post(page_of(acme, one, "backtest/"), {"days": "7"}).status_code == 302
    assert "0 of 1 decisions asked again" in said(client.get(page_of(acme, one, "backtest/")))
    work.run(Backtest.objects.get().pk, seconds=60)
    shown = said(client.get(page_of(acme, one, "backtest/")))
    assert "1 of 1 decisions would have been different." in shown
    assert "Refund &lt;b&gt;Maria" in shown
    file = b"".join(client.get(page_of(acme, one, "backtest.csv")).streaming_content).decode()  # type: ignore[attr-defined]
    assert "deny" in file
    assert client.post(page_of(acme, one, "backtest/"), {"days": "x"}).status_code == 409


def test_publishing_is_refused_until_the_past_was_asked(acme: Workspace, ada: User, browser: Browser) -> None:
    proposals.agent(acme, ada)
    one, client = draft(acme, ada, LIVE[0], MILDER), browser(ada)
    shown = said(client.get(page_of(acme, one, "publish/")))
    assert "Nobody has asked this draft about the past yet" in shown
    assert "Propose to publish" not in shown
    assert client.post(page_of(acme, one, "publish/")).status_code == 409
    backtested(one)
    assert "Propose to publish these sentences" in said(client.get(page_of(acme, one, "publish/")))
    answer = client.post(page_of(acme, one, "publish/"))
    assert "proposals/prp_" in answer["Location"]
    assert Proposal.objects.get().outcome == "approve"
    assert "It was put before people" in said(client.get(page_of(acme, one, "publish/")))


def test_what_a_person_publishes_by_hand_is_not_said_of_an_agent(acme: Workspace, ada: User, browser: Browser) -> None:
    agent = proposals.agent(acme, ada)
    one, client = draft(acme, ada, LIVE[0], MILDER), browser(ada)
    backtested(one)
    shown = said(client.post(page_of(acme, one, "publish/"), follow=True))
    assert "Ada</b>, by hand" in shown
    assert f"Proposed by {agent.name}" not in shown
    assert "What the agent says" not in shown
    rows = said(client.get(at(acme, "actions/"))).partition("<tbody>")[2]
    assert (">Ada<" in rows, f">{agent.name}<" in rows) == (True, False)


def test_a_first_policy_is_published_like_any_other(acme: Workspace, person: People, browser: Browser) -> None:
    ada = person("ada", "Admins")
    proposals.agent(acme, ada)
    client = browser(ada)
    assert "No policy is in force" in said(client.get(at(acme, "policy/")))
    client.post(at(acme, "policy/begin/"), {"name": "refunds", "of": "nothing"})
    one = Draft.objects.get()
    client.post(page_of(acme, one), form(one, "add", sentence=MILDER))
    one.refresh_from_db()
    assert "Nothing was in force before" in said(client.get(page_of(acme, one, "publish/")))
    backtested(one)
    assert "proposals/prp_" in client.post(page_of(acme, one, "publish/"))["Location"]


def test_versions_show_what_each_changed_and_the_way_back(acme: Workspace, ada: User, browser: Browser) -> None:
    proposals.agent(acme, ada)
    first = PolicyVersion.objects.get()
    put_in_force(acme, LIVE[0], MILDER)
    shown = said(browser(ada).get(at(acme, "policy/history/")))
    assert "<s><bdi" in shown
    assert "Go back to this" in shown
    where = f"policy/history/{ids.say('policyversion', first.pk)}/"
    assert "Go back to this version" in said(browser(ada).get(at(acme, where)))
    assert "proposals/prp_" in browser(ada).post(at(acme, f"{where}back/"))["Location"]


def test_a_shadow_shows_where_it_differs(acme: Workspace, ada: User, browser: Browser) -> None:
    one, client = draft(acme, ada, "Never refund."), browser(ada)
    client.post(page_of(acme, one, "shadow/"), {"deed": "begin"})
    proposals_of(acme, ada)
    shown = said(client.get(page_of(acme, one, "shadow/")))
    assert "1 of the last 1 decisions would have been different." in shown
    assert "Nobody can switch what is in force off" in shown
    assert "A draft watches" in said(client.get(at(acme, "policy/")))
    client.post(page_of(acme, one, "shadow/"), {"deed": "end"})
    assert Shadow.objects.get().ended_at
    assert client.post(page_of(acme, one, "shadow/"), {"deed": "x"}).status_code == 409


@pytest.mark.parametrize("page", ["", "code/", "try/", "backtest/", "publish/", "shadow/"])
def test_auditors_read_and_write_nothing(
    acme: Workspace, ada: User, person: People, browser: Browser, page: str
) -> None:
    one, wim = draft(acme, ada), browser(person("wim", "Auditors"))
    shown = wim.get(page_of(acme, one, page))
    assert shown.status_code == 200
    assert (
        "btn primary" not in said(shown).replace("Ask the draft</button></form></section></div>", "") or page == "try/"
    )
    if page not in ("code/", "try/"):
        assert wim.post(page_of(acme, one, page), form(one, "begin", days="7", at=1)).status_code == 403
    assert sentences(one) == LIVE
    assert [model.objects.count() for model in (Shadow, Backtest, Proposal)] == [0, 0, 0]


def test_a_right_on_one_policy_alone_lets_somebody_write_it(
    acme: Workspace, ada: User, person: People, browser: Browser
) -> None:
    sol = browser(person("sol", "Security officers"))
    assert sol.post(at(acme, "policy/begin/")).status_code == 403
    role, version = Role.objects.get(name="Security officers"), PolicyVersion.objects.get()
    grants.give(role, Right.CONFIGURE, version.policy, by="operator")
    assert sol.post(at(acme, "policy/begin/")).status_code == 302
    assert sol.post(at(acme, "policy/begin/"), {"of": "nothing", "name": "other"}).status_code == 403


def test_a_closed_draft_is_only_read(acme: Workspace, ada: User, browser: Browser) -> None:
    one, client = draft(acme, ada), browser(ada)
    client.post(page_of(acme, one), form(one, "discard"))
    assert client.post(page_of(acme, one), form(one, "remove", at=1)).status_code == 404
    assert "cannot be changed any more" in said(client.get(page_of(acme, one)))
    with pytest.raises(NotFound):
        shadows.begin(one.pk, by=ada.pk)


def test_another_workspaces_draft_is_not_there(acme: Workspace, ada: User, browser: Browser) -> None:
    other = make.workspace("northlight")
    with scope.workspace(other.pk):
        foreign = drafts.begin(other.pk, name="refunds", sentences=LIVE, by=ada.pk)
    for page in ("", "code/", "try/", "backtest/", "backtest.csv", "publish/", "shadow/"):
        assert browser(ada).get(page_of(acme, foreign, page)).status_code == 404
