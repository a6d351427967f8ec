"""The pages of policies: drafts are written as they were understood, asked about the past, reviewed, and taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from apps.actions import rules
from apps.actions.backtests import start, work
from apps.actions.models import Proposal, Recording
from apps.core import ids, scope
from apps.core.errors import NotFound
from apps.policies import drafts, publish, shadows
from apps.policies.models import Backtest, Draft, PolicyVersion, Shadow
from apps.policies.starters import STARTERS, Starter
from apps.policies.views import editor
from apps.workspaces import grants
from apps.workspaces.access import Right
from apps.workspaces.models import Role, User, Workspace
from tests import make
from tests.pages import drafts as proposals
from tests.pages.conftest import at

Browser = Callable[[User], Client]
People = Callable[..., User]
LIVE = ("Read anything without asking.", "Refunds need two people from Finance or Support leads.")
MILDER = "Refunds need one person from Finance."


def said(answer: Any) -> str:
    assert isinstance(answer, HttpResponse)
    return answer.content.decode()


@pytest.fixture
def ada(acme: Workspace, person: People) -> User:
    """An admin of a workspace with a policy in force."""
    admin = person("ada", "Admins")
    put_in_force(acme, *LIVE)
    return admin


def put_in_force(acme: Workspace, *sentences: str) -> PolicyVersion:
    return publish.publish(acme.pk, name="refunds", sentences=sentences, vocabulary=rules.vocabulary(), by="operator",
                           last_editor=None)  # fmt: skip


def draft(acme: Workspace, by: User, *sentences: str) -> Draft:
    return drafts.begin(acme.pk, name="refunds", sentences=sentences or LIVE, by=by.pk)


def page_of(acme: Workspace, one: Draft, page: str = "") -> str:
    return at(acme, f"policy/drafts/{ids.say('draft', one.pk)}/{page}")


def sentences(one: Draft) -> tuple[str, ...]:
    one.refresh_from_db()
    return tuple(one.sentences)


def form(one: Draft, deed: str, **said: object) -> dict[str, object]:
    one.refresh_from_db()
    return {"deed": deed, "edition": one.edition, **said}


def backtested(one: Draft) -> Backtest:
    made = start.start(one, days=7, by=one.made_by)
    work.run(made.pk, seconds=60)
    return Backtest.objects.get(pk=made.pk)


def test_a_draft_begins_with_what_is_in_force(acme: Workspace, ada: User, browser: Browser) -> None:
    answer = browser(ada).post(at(acme, "policy/begin/"))
    one = Draft.objects.get()
    assert answer.status_code == 302
    assert ids.say("draft", one.pk) in answer["Location"]
    assert (one.name, tuple(one.sentences)) == ("refunds", LIVE)
    assert "Nobody is writing one" not in said(browser(ada).get(at(acme, "policy/")))


def test_a_sentence_is_shown_as_it_was_understood_before_it_is_kept(
    acme: Workspace, ada: User, browser: Browser
) -> None:
    one, client = draft(acme, ada), browser(ada)
    shown = said(client.get(page_of(acme, one), {"sentence": "refunds  need 1 person from finance"}))
    assert "Understood as:" in shown
    assert MILDER in shown
    assert sentences(one) == LIVE
    client.post(page_of(acme, one), form(one, "add", sentence=MILDER))
    assert sentences(one) == (*LIVE, MILDER)


def test_what_is_not_understood_is_refused_with_a_pointer_and_an_offer(
    acme: Workspace, ada: User, browser: Browser
) -> None:
    one, client = draft(acme, ada), browser(ada)
    shown = said(client.get(page_of(acme, one), {"sentence": "Refunds need two people from Finanse."}))
    assert "<mark>" in shown
    assert "Read this instead" in shown
    answer = client.post(page_of(acme, one), form(one, "add", sentence="Be careful with big refunds."))
    assert answer.status_code == 409
    assert sentences(one) == LIVE


def test_the_open_places_of_a_sentence_can_be_filled_anew(acme: Workspace, ada: User, browser: Browser) -> None:
    one, client = draft(acme, ada, "Refunds over 75 USD need one person from Finance."), browser(ada)
    shown = said(client.get(page_of(acme, one), {"at": 1}))
    assert 'name="slot" value="75"' in shown
    shown = said(client.get(page_of(acme, one) + "?at=1&slot=100&slot=two&slot=Finance"))
    assert "Refunds over 100 USD need two people from Finance." in shown


def test_sentences_are_moved_replaced_and_removed(acme: Workspace, ada: User, browser: Browser) -> None:
    one, client = draft(acme, ada), browser(ada)
    client.post(page_of(acme, one), form(one, "down", at=1))
    assert sentences(one) == (LIVE[1], LIVE[0])
    client.post(page_of(acme, one), form(one, "replace", at=1, sentence=MILDER))
    client.post(page_of(acme, one), form(one, "up", at=2))
    assert sentences(one) == (LIVE[0], MILDER)
    client.post(page_of(acme, one), form(one, "remove", at=1))
    assert sentences(one) == (MILDER,)
    shown = said(client.get(page_of(acme, one)))
    assert "In force, and not in this draft" in shown
    assert client.post(page_of(acme, one), form(one, "remove", at=9)).status_code == 409


def test_whoever_reads_an_older_edition_overwrites_nothing(acme: Workspace, ada: User, browser: Browser) -> None:
    one, client = draft(acme, ada), browser(ada)
    old = form(one, "remove", at=1)
    client.post(page_of(acme, one), form(one, "add", sentence=MILDER))
    answer = client.post(page_of(acme, one), old)
    assert answer.status_code == 409
    assert "Somebody changed this draft" in said(answer)
    assert sentences(one) == (*LIVE, MILDER)


def test_a_pasted_document_is_read_whole_and_kept_only_when_asked(acme: Workspace, ada: User, browser: Browser) -> None:
    one, client = draft(acme, ada), browser(ada)
    document = f"1. {MILDER}\n- Never refund over 500 USD. Be careful with big refunds."
    shown = said(client.post(page_of(acme, one), {"deed": "paste", "document": document}))
    assert "2 of 3 sentences were understood" in shown
    assert sentences(one) == LIVE
    client.post(page_of(acme, one), form(one, "add", sentence=[MILDER, "Never refund over 500 USD."]))
    assert sentences(one) == (*LIVE, MILDER, "Never refund over 500 USD.")
    assert "Tick or write at least one sentence." in said(client.post(page_of(acme, one), form(one, "add")))


def test_of_a_pasted_document_nothing_is_lost(acme: Workspace, ada: User, browser: Browser) -> None:
    document = "Refunds above $50 need approval from Finance. Be careful with big refunds."
    shown = said(browser(ada).post(page_of(acme, draft(acme, ada)), {"deed": "paste", "document": document}))
    assert "Refunds above $50 need approval from Finance.</bdi></p>" in shown
    assert "required>Be careful with big refunds.</textarea>" in shown


def test_a_sentence_that_goes_on_with_the_one_before_it_is_one_rule(
    acme: Workspace, ada: User, browser: Browser
) -> None:
    document = "Refunds under 100 USD run without asking. Above that, one person from Finance signs."
    shown = said(browser(ada).post(page_of(acme, draft(acme, ada)), {"deed": "paste", "document": document}))
    assert "1 of 1 sentence was understood" in shown


def test_what_takes_too_long_to_read_is_left_for_the_next_time(
    acme: Workspace, ada: User, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor, "PATIENCE_S", 0.0)
    shown = said(browser(ada).post(page_of(acme, draft(acme, ada)), {"deed": "paste", "document": MILDER}))
    assert "0 of 0 sentences were understood" in shown
    assert f"required>{MILDER}</textarea>" in shown


@pytest.mark.parametrize("starter", STARTERS, ids=lambda one: one.title)
def test_a_starter_is_read_like_any_document_and_kept_only_when_asked(
    acme: Workspace, ada: User, browser: Browser, starter: Starter
) -> None:
    one, client = draft(acme, ada), browser(ada)
    assert f">{starter.title}</button>" in said(client.get(page_of(acme, one)))
    shown = said(client.post(page_of(acme, one), {"deed": "paste", "document": "\n".join(starter.sentences)}))
    assert f"of {len(starter.sentences)} sentences were understood" in shown
    assert sentences(one) == LIVE


def test_the_draft_is_shown_as_code(acme: Workspace, ada: User, browser: Browser) -> None:
    assert "permit(principal" in said(browser(ada).get(page_of(acme, draft(acme, ada), "code/")))


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
