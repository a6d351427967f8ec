"""What pages show of an organisation's rules: read in its workspaces, written at its seat, named wherever they decide."""

import pytest
from django.http import HttpResponse

from apps.actions import rules
from apps.actions.models import Action, Recording
from apps.core import ids, scope
from apps.policies import asking, drafts, publish
from apps.policies.decision import Outcome
from apps.policies.models import Draft
from apps.workspaces import found
from apps.workspaces.models import User, Workspace
from tests.pages import drafts as proposals
from tests.pages.conftest import at
from tests.pages.policies import LIVE, Browser, People, backtested, put_in_force, said

OVER = "Never refund over 10 USD."


@pytest.fixture
def ada(acme: Workspace, person: People) -> User:
    admin = person("ada", "Admins")
    put_in_force(acme, *LIVE)
    return admin


@pytest.fixture
def seat(acme: Workspace, ada: User) -> Workspace:
    """The seat of acme's organisation, with a policy in force, and Ada among its admins."""
    made = found.workspace(acme.organisation, name="Rules", slug="rules", time_zone="UTC", domains=[], sandbox=True,
                           governs=True)  # fmt: skip
    with scope.workspace(made.pk):
        found.member(made.pk, ada, roles=["Admins"], by="operator")
        publish.publish(made.pk, name="all", sentences=(OVER,), vocabulary=rules.vocabulary(), by="operator",
                        last_editor=None)  # fmt: skip
    return made


def shown(answer: object) -> str:
    assert isinstance(answer, HttpResponse)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_workspace_reads_the_organisations_sentences_and_writes_its_own_alone(
    acme: Workspace, seat: Workspace, ada: User, browser: Browser
) -> None:
    page = shown(browser(ada).get(at(acme, "policy/")))
    assert "From the organisation" in page
    assert OVER in page
    assert "all_v1" in page
    browser(ada).post(at(acme, "policy/begin/"))
    assert Draft.objects.get().sentences == list(LIVE)


def test_the_seat_says_how_far_its_sentences_hold(seat: Workspace, ada: User, browser: Browser) -> None:
    page = shown(browser(ada).get(at(seat, "policy/")))
    assert "What holds in the whole organisation" in page
    assert "the policy of 1 workspace." in page
    assert "From the organisation" not in page


def test_a_proposal_names_the_sentence_as_the_organisations(
    acme: Workspace, seat: Workspace, ada: User, browser: Browser
) -> None:
    made = proposals.propose(acme, owner=ada, asker=ada, title="Refund Maria", outcome=Outcome.DENY)
    asked = asking.read(bytes(Recording.objects.get().asked or b""))
    under = asked.decided(rules.compiled(("Do anything without asking.",)))
    Action.objects.update(decision=under.model_dump(mode="json"))
    page = shown(browser(ada).get(at(acme, f"proposals/{ids.say('proposal', made.pk)}/")))
    assert 'Rule 1 of the organisation’s <bdi class="outside">all_v1' in page
    assert "A rule of the organisation holds here" in page


def test_one_case_is_tried_under_the_organisations_rules_too(
    acme: Workspace, seat: Workspace, ada: User, browser: Browser
) -> None:
    agent = proposals.propose(acme, owner=ada, asker=ada, title="Refund Maria").agent_id
    one = drafts.begin(acme.pk, name="refunds", sentences=("Do anything without asking.",), by=ada.pk)
    asked = {"tool": "stripe.refund", "agent": ids.say("agent", agent), "amount": "12.50", "currency": "USD"}
    page = said(browser(ada).get(at(acme, f"policy/drafts/{ids.say('draft', one.pk)}/try/"), asked))
    assert f"Rule 1 of the organisation&#x27;s all_v1: {OVER}" in page
    assert "Organisation&#x27;s policy" in page


def test_the_seats_draft_says_alone_what_it_asks_of_workspaces_and_gets_sums(
    acme: Workspace, seat: Workspace, ada: User, browser: Browser
) -> None:
    proposals.propose(acme, owner=ada, asker=ada, title="Refund Maria")
    with scope.workspace(seat.pk):
        one = drafts.begin(seat.pk, name="all", sentences=("Never refund.",), by=ada.pk)
        assert backtested(one).cases == 1
    here = f"policy/drafts/{ids.say('draft', one.pk)}"
    page = shown(browser(ada).get(at(seat, f"{here}/backtest/")))
    assert "Refund Maria" not in page
    assert "Shadow" not in page
