"""Long lists: pages by key that hold still, filters that look through a bounded stretch, and counts from tallies."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.test import Client

from apps.actions.cards.listing import Listing
from apps.actions.models import Action, State
from apps.audit.models import Entry
from apps.console import rollup
from apps.console.history.generate import Generated
from apps.console.models import Tally, TallyMark
from apps.core import scope
from apps.core.ids import uuid7
from apps.workspaces.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(past: Generated) -> Iterator[str]:
    """The largest workspace, in scope: where its pages are."""
    with scope.workspace(past.places[0].workspace):
        yield f"/w/{past.places[0].slug}/"


@pytest.fixture
def client(past: Generated) -> Client:
    one = Client()
    one.force_login(
        User.objects.get(pk=next(iter(past.places[0].signers))), backend="django.contrib.auth.backends.ModelBackend"
    )
    return one


def listed(client: Client, address: str) -> Listing:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    found: Listing = answer.context["listing"]
    return found


def test_going_on_and_back_shows_the_same_rows(place: str, client: Client) -> None:
    first = listed(client, f"{place}actions/")
    second = listed(client, first.pager.older)
    assert len(first.rows) == len(second.rows) == 50
    assert not {row.href for row in first.rows} & {row.href for row in second.rows}
    assert listed(client, second.pager.newer).rows == first.rows
    assert second.pager.first
    assert not first.pager.newer


def test_the_last_page_says_that_there_is_no_more(place: str, client: Client) -> None:
    oldest = Action.objects.order_by("id").values_list("id", flat=True)[30]
    last = listed(client, f"{place}actions/?before=act_{oldest.hex}")
    assert len(last.rows) == 30
    assert not last.pager.older


def test_a_new_action_does_not_move_what_an_older_page_shows(place: str, client: Client) -> None:
    second = listed(client, f"{place}actions/").pager.older
    before = listed(client, second).rows
    newest = Action.objects.order_by("-id")[0]
    newest.pk = uuid7()
    newest.save(force_insert=True)
    assert listed(client, second).rows == before


@pytest.mark.parametrize("narrowed", [{}, {"tool": "stripe.refund"}])
@pytest.mark.parametrize("state", ["done", "failed", "denied", "rejected", "stopped"])
def test_ended_ones_are_found_by_their_state_and_nothing_is_left_out(
    place: str, client: Client, state: str, narrowed: dict[str, str]
) -> None:
    address, seen = f"{place}actions/?{urlencode({'state': state, **narrowed})}", set[str]()
    for _ in range(40):
        page = listed(client, address)
        assert {row.chip for row in page.rows} <= {next(iter({row.chip for row in page.rows}), None)}
        seen |= {f"{row.href} {row.at} {row.title}" for row in page.rows}
        address = page.pager.older
        if not address:
            break
    expected = Action.objects.filter(state=state, **narrowed).count()
    assert len(seen) == pytest.approx(min(expected, 2000), rel=0.02)


def test_nonsense_in_the_address_is_not_asked(place: str, client: Client) -> None:
    page = listed(client, f"{place}actions/?state=flying&agent=x&tool=y&before=act_1")
    assert len(page.rows) == 50


@pytest.mark.parametrize("path", ["", "inbox/?view=done", "inbox/?view=team", "inbox/", "runs/"])
def test_every_list_answers_over_a_long_past(place: str, client: Client, path: str) -> None:
    assert client.get(place + path).status_code == 200


def test_the_inbox_turns_its_pages_too(place: str, client: Client) -> None:
    first = client.get(f"{place}inbox/?view=done").context["inbox"]
    second = client.get(first.pager.older).context["inbox"]
    back = client.get(second.pager.newer).context["inbox"]
    assert [row.id for row in back.groups[0].rows] == [row.id for row in first.groups[0].rows]
    assert len(first.groups[0].rows) == 50


def test_tallies_are_what_the_actions_say(place: str, past: Generated) -> None:
    for state in (State.DONE, State.DENIED, State.LAPSED):
        counted = sum(Tally.objects.filter(state=state).values_list("n", flat=True))
        assert counted == Action.objects.filter(state=state).count()


def test_counting_again_counts_nothing_twice(place: str, past: Generated) -> None:
    before = sum(Tally.objects.values_list("n", flat=True))
    assert rollup.fold_one(past.places[0].workspace) == 0
    assert sum(Tally.objects.values_list("n", flat=True)) == before


def test_tallies_made_anew_are_the_same(place: str, past: Generated) -> None:
    before = set(Tally.objects.values_list("day", "tool", "state", "n"))
    Tally.objects.all().delete()
    TallyMark.objects.all().delete()
    assert rollup.fold_one(past.places[0].workspace) == Entry.objects.count()
    assert set(Tally.objects.values_list("day", "tool", "state", "n")) == before
