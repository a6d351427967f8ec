"""What stands beside an action is what was signed for it, and verification finds whatever else it is."""

import json

import pytest

from apps.actions import verify
from apps.actions.models import Action
from tests.actions.shop import Shop


@pytest.mark.parametrize("place", ["its own part", "another action's part", "nothing"])
def test_verify_finds_a_part_that_is_not_the_one_in_the_document(shop: Shop, place: str) -> None:
    proposal = shop.done(shop.propose(shop.wanted(shop.case())[1:]))
    one, two = Action.objects.filter(proposal_id=proposal.pk).order_by("position")
    found = verify.what_ran_was_signed(shop.id)
    assert (found.holds, found.checked) == (True, 2)
    said = json.loads(bytes(one.document or b""))
    said["prepared"]["title"] += "!"
    forged = {"its own part": json.dumps(said).encode(), "another action's part": two.document, "nothing": b""}[place]
    shop.forge("UPDATE actions_action SET document = %s WHERE id = %s", forged, one.pk)
    assert ["what stands beside it" in why for why in verify.what_ran_was_signed(shop.id).faults] == [True]
