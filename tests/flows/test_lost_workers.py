"""A worker is killed between its send and its settle: after recovery there is one effect, and the log says so honestly."""

from collections.abc import Callable

import pytest

from apps.actions.draft import Wanted
from apps.actions.models import Action, Proposal
from tests.flows.world import World, until

LOST = "send.after_write=exit"
FOUND = "Found at its target by our reference."


def lose_the_worker(shop: World, wanted: Wanted) -> Proposal:
    """A worker sent this and died before it could write down what came of it. Others come after it."""
    worker = shop.worker(failpoints=LOST)
    proposal = shop.proposes(wanted)
    shop.signs(proposal, "priya", "daniel") if wanted.tool == "stripe.refund" else shop.signs(proposal, "priya")
    until(worker.poll)
    shop.worker()
    shop.reaper()
    return proposal


def honest(shop: World, proposal: Proposal) -> None:
    """Done because it was looked for and found, after it had been unknown for a while; and nothing else is claimed."""
    action = Action.objects.get(proposal_id=proposal.pk)
    assert (action.state, action.settled_by, action.why) == ("done", "look", FOUND)
    kinds = shop.entries(action)
    assert kinds.count("action.unknown") >= 1
    assert kinds.count("action.done") == 1


@pytest.mark.parametrize(
    ("connector", "wanted"), [("stripe", World.refund), ("mail", World.mail)], ids=["stripe", "mail"]
)  # fmt: skip
def test_what_was_sent_before_the_worker_died_happened_once(
    shop: World, connector: str, wanted: Callable[[World], Wanted]
) -> None:
    proposal = lose_the_worker(shop, wanted(shop))
    assert shop.settled(proposal) == ["done"]
    assert len(shop.effects(connector)) == 1
    honest(shop, proposal)


def test_what_was_committed_before_the_worker_died_was_written_once(shop: World) -> None:
    first = shop.version()
    proposal = lose_the_worker(shop, shop.case())
    written = shop.version()
    assert shop.settled(proposal) == ["done"]
    assert "Resolved" in shop.row()
    assert first != written == shop.version()
    honest(shop, proposal)
