"""A worker is killed between its send and its settle: after recovery there is one effect, and the log says so honestly."""

import pytest
from pytest_django.fixtures import Settings

from apps.actions import execute, reaper
from apps.actions.draft import Wanted
from apps.actions.models import Action, Proposal
from tests.flows.world import World, until

LOST = "send.after_write=exit"
ONE_PIECE = "import django; django.setup(); from apps.actions import execute; execute.run_due(1)"
FOUND = "Found at its target by our reference."


@pytest.fixture(autouse=True)
def quick(settings: Settings) -> None:
    """Those who come after the lost worker wait as little as it did."""
    settings.COUNTERSIGN_LEASE_S, settings.COUNTERSIGN_CALL_TIMEOUT_S, settings.COUNTERSIGN_GRACE_S = 4, 2, 1


def lose_the_worker(shop: World, wanted: Wanted, *signers: str) -> Proposal:
    """A worker sent this and died before it could write down what came of it."""
    proposal = shop.proposes(wanted)
    shop.signs(proposal, *signers)
    until(lambda: Action.objects.extra(where=["hold_until <= clock_timestamp()"]).first())
    worker = shop.start("-c", ONE_PIECE, COUNTERSIGN_FAILPOINTS=LOST)
    assert until(worker.poll) == 1
    assert shop.states(proposal) == ["executing"]
    return proposal


def recover(shop: World, proposal: Proposal) -> Action:
    """Whoever comes after it: the reaper, and a worker that looks."""

    def settled() -> Action | None:
        reaper.sweep()
        execute.run_due(1)
        return Action.objects.filter(proposal_id=proposal.pk, ended_at__isnull=False).first()

    return until(settled)


def honest(shop: World, action: Action) -> None:
    """Done because it was looked for and found, after it had been unknown for a while; and nothing else is claimed."""
    assert (action.state, action.settled_by, action.why) == ("done", "look", FOUND)
    kinds = shop.entries(action)
    assert kinds.count("action.unknown") >= 1
    assert kinds.count("action.done") == 1


def test_a_refund_that_was_sent_before_the_worker_died_is_made_once(shop: World) -> None:
    proposal = lose_the_worker(shop, shop.refund(), "priya", "daniel")
    honest(shop, recover(shop, proposal))
    assert len(shop.effects("stripe")) == 1


def test_a_mail_that_was_sent_before_the_worker_died_goes_out_once(shop: World) -> None:
    proposal = lose_the_worker(shop, shop.mail(), "priya")
    honest(shop, recover(shop, proposal))
    assert len(shop.effects("mail")) == 1


def test_a_row_that_was_written_before_the_worker_died_is_written_once(shop: World) -> None:
    proposal = lose_the_worker(shop, shop.case(), "priya")
    written = shop.version()
    honest(shop, recover(shop, proposal))
    assert "Resolved" in shop.row()
    assert shop.version() == written


def test_where_the_worker_died_before_it_sent_the_next_one_sends(shop: World) -> None:
    proposal = shop.proposes(shop.case())
    shop.signs(proposal, "priya")
    worker = shop.start("-c", ONE_PIECE, COUNTERSIGN_FAILPOINTS="send.before_write=exit")
    assert until(worker.poll) == 1
    action = recover(shop, proposal)
    assert (action.state, action.attempt) == ("done", 2)
    assert "Resolved" in shop.row()
