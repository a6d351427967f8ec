"""What policy may speak of: read from the rows, every family said."""

from apps.connectors.contract import Facts, HasNone, Known, Risk
from apps.core.canonical import digest
from tests.connectors.sql.shop import Shop, known


def test_every_family_is_said(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    assert prepared.facts == Facts(
        money=HasNone(),
        recipients=HasNone(),
        fields=Known(value=["shout", "status"]),
        permission_change=HasNone(),
        billing_change=HasNone(),
        count=Known(value=1),
        record=Known(value={"object": "Case", "id": "00048213", "ids": ["00048213"]}),
    )


def test_money_is_what_the_amount_moves_by(shop: Shop) -> None:
    one = shop.prepare("update", table="cases", key={"id": 1}, set={"refund_amount": "184.50"})
    assert one.facts.money == Known(value={"amount": 18450, "currency": "USD", "category": "refund"})
    two = shop.prepare("update", table="cases", key={"id": 2}, set={"refund_amount": "184.50"})
    assert known(two.facts.money)["amount"] == 17450
    odd = shop.prepare("update", table="cases", key={"id": 1}, set={"refund_amount": "1", "refund_currency": None})
    assert odd.facts.money.kind == "cannot tell"


def test_money_may_name_its_currency_outright(shop: Shop) -> None:
    shop.tick("orders", money={"amount": "total", "currency": "EUR", "category": "charge"})
    prepared = shop.prepare("update", table="orders", key={"id": 11}, set={"total": 25})
    assert prepared.facts.money == Known(value={"amount": 500, "currency": "EUR", "category": "charge"})


def test_a_ticked_column_is_a_change_of_permissions(shop: Shop) -> None:
    prepared = shop.prepare("update", table="roles", key={"id": 1}, set={"is_admin": False})
    assert (prepared.facts.permission_change, prepared.risk) == (Known(value=True), Risk.HIGH)
    other = shop.prepare("update", table="roles", key={"id": 1}, set={"person": "ida"})
    assert other.facts.permission_change == Known(value=False)
    shop.tick("orders", permissions=True)
    assert known(shop.prepare("update", table="orders", key={"id": 10}, set={"total": 1}).facts.permission_change)


def test_arguments_alone_tell_what_they_can(shop: Shop) -> None:
    job = shop.job("update", {"table": "cases", "key": {"number": "00048213"}, "set": {"refund_amount": 1}})
    facts = shop.driver.foretell(job)
    assert facts.record == Known(value={"object": "Case", "id": "00048213", "ids": ["00048213"]})
    assert facts.fields == Known(value=["refund_amount"])
    assert (facts.money.kind, facts.count.kind, facts.recipients) == ("cannot tell", "cannot tell", HasNone())


def test_a_prepared_write_has_one_byte_form_and_the_same_twice(shop: Shop) -> None:
    arguments = {
        "table": "cases",
        "key": {"id": 1},
        "set": {"details": {"a": 1.50, "b": [2**60]}, "refund_amount": 0.1},
    }
    one, two = (shop.prepare("update", **arguments) for _ in range(2))
    assert digest(one.model_dump(mode="json")) == digest(two.model_dump(mode="json"))
