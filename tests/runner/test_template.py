"""Places in texts are filled from what was read; nothing is evaluated, and a gap is a refusal."""

import pytest

from apps.runner.template import Missing, fill

VALUES = {
    "case": {"number": "00048213", "rows": [{"price": {"type": "numeric", "text": "184.50"}}]},
    "order": {"currency": "USD"},
    "names": ["a", "b"],
}


def test_a_value_of_a_record_fills_as_its_text() -> None:
    assert fill("Case ${case.number}: ${case.rows.0.price}", VALUES) == "Case 00048213: 184.50"


def test_a_place_alone_keeps_its_kind() -> None:
    assert fill({"to": "${names}", "of": ["${minor(case.rows.0.price, order.currency)}"]}, VALUES) == {
        "to": ["a", "b"], "of": [18450],
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["${case.none}", "${case.rows.1}", "${case.number.x}", "${run(case.number)}", "x ${names}"]
)
def test_what_is_not_there_is_refused(text: str) -> None:
    with pytest.raises(Missing):
        fill(text, VALUES)


def test_what_was_read_is_never_filled_in_turn() -> None:
    assert fill("${names.0}", {"names": ["${case.number}"]}) == "${case.number}"


@pytest.mark.parametrize("amount", ["1.005", "one", "NaN", ""])
def test_an_amount_that_cannot_be_paid_is_refused(amount: str) -> None:
    with pytest.raises(Missing, match="cannot be made out"):
        fill("${minor(a, b)}", {"a": amount, "b": "usd"})
