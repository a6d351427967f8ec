"""One row, from preview to undo."""

import pytest

from apps.connectors.contract import Moves, Same, UndoKind, Value
from apps.core.errors import Invalid
from tests.connectors.sql.shop import Shop

CASE = {"number": "00048213"}


def test_an_update_is_previewed_executed_and_taken_back_exactly(shop: Shop) -> None:
    before = shop.sql("SELECT * FROM cases ORDER BY id")
    prepared = shop.prepare("update", table="cases", key=CASE, set={"status": "resolved", "refund_amount": 184.5})
    assert shop.sql("SELECT * FROM cases ORDER BY id") == before
    assert (prepared.title, prepared.record) == ("Update Case 00048213", "Case 00048213")
    assert prepared.undo.kind is UndoKind.EXACT
    done = shop.done(prepared)
    assert shop.one("SELECT status || refund_amount FROM cases WHERE id = 1") == "resolved184.50"
    shop.undone(prepared, done)
    assert shop.sql("SELECT * FROM cases ORDER BY id") == before


def test_the_diff_is_what_the_database_would_hold_not_what_was_sent(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key=CASE, set={"status": "resolved", "refund_amount": "184.5"})
    shown = {change.field: (change.before, change.after) for change in prepared.changes}
    assert shown["refund_amount"] == (None, Value(type="numeric(10,2)", text="184.50"))
    assert shown["shout"] == (Value(type="text", text="OPEN"), Value(type="text", text="RESOLVED"))
    assert prepared.other_fields == 11 - 3
    assert all(change.moves is Moves.CHANGES for change in prepared.changes)


def test_the_guard_holds_while_nothing_shown_moved(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key=CASE, set={"status": "resolved"})
    assert shop.recheck(prepared) == Same()


def test_a_row_that_is_not_there_is_refused_in_plain_words(shop: Shop) -> None:
    with pytest.raises(Invalid, match="There is no Case 99"):
        shop.prepare("update", table="cases", key={"number": "99"}, set={"status": "resolved"})
