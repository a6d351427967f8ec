"""What was done is what was signed: verification finds what else stands there, evidence shows it outside."""

import json
from pathlib import Path

import pytest

from apps.actions import verify
from apps.audit import keys, sealer, verify_evidence
from apps.audit.verify_evidence import Key
from apps.console.evidence.action import evidence
from tests.actions.shop import Shop


@pytest.mark.parametrize("place", ["its own part", "another action's part", "nothing"])
def test_verify_finds_a_part_that_is_not_the_one_in_the_document(shop: Shop, place: str) -> None:
    proposal = shop.done(shop.propose(shop.wanted(shop.case())))
    one, two = shop.action(proposal, 1), shop.action(proposal, 2)
    found = verify.what_ran_was_signed(shop.id)
    assert (found.holds, found.checked) == (True, 3)
    said = json.loads(bytes(one.document or b""))
    said["prepared"]["title"] += "!"
    forged = {"its own part": json.dumps(said).encode(), "another action's part": two.document, "nothing": b""}[place]
    shop.forge("UPDATE actions_action SET document = %s WHERE id = %s", forged, one.pk)
    assert ["what stands beside it" in why for why in verify.what_ran_was_signed(shop.id).faults] == [True]


def test_the_evidence_of_what_was_done_tells_all_of_it_and_holds(shop: Shop, tmp_path: Path) -> None:
    action = shop.action(shop.done(shop.refund()))
    sealer.seal(shop.id)
    said = evidence(action)
    assert [(one["number"], one["as"]) for one in said["attempts"]] == [(1, "done")]
    assert said["result"]
    assert {one["unit"] for one in said["cost"]["used"]} >= {"money"}
    assert said["state"] == "done"
    (tmp_path / "evidence").write_text(json.dumps(said))
    report = verify_evidence.look(tmp_path / "evidence", [Key.read(one) for one in keys.vkeys(shop.id)], "")
    assert report.holds, report.lines
    assert "ok      The log's last word is done." in report.lines
