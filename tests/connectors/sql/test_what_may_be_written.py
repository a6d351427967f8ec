"""No key, no right, no table: each is refused before anything is touched."""

import pytest

from apps.connectors.contract import Same
from apps.core.errors import Invalid
from tests.connectors.sql.shop import Shop


def test_a_table_without_a_primary_key_is_read_only(shop: Shop) -> None:
    with pytest.raises(Invalid, match="no primary key"):
        shop.prepare("create", table="unkeyed", set={"word": "x"})
    assert shop.read("search", table="unkeyed")["rows"] == []


def test_a_view_is_read_only(shop: Shop) -> None:
    shop.sql("CREATE VIEW open_cases AS SELECT id, number FROM cases; GRANT ALL ON open_cases TO operations")
    shop.tick("open_cases")
    assert len(shop.read("search", table="open_cases")["rows"]) == 2
    with pytest.raises(Invalid, match="is a view"):
        shop.prepare("update", table="open_cases", key={"id": 1}, set={"number": "x"})


def test_a_table_with_rewrite_rules_is_read_only(shop: Shop) -> None:
    shop.sql("CREATE RULE quiet AS ON DELETE TO vouchers DO INSTEAD NOTHING")
    with pytest.raises(Invalid, match="rewrite rules"):
        shop.prepare("delete", table="vouchers", key={"id": 7})


@pytest.mark.parametrize(
    "how", ["REVOKE INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public FROM operations", "read only"]
)
def test_a_read_only_login_searches_and_reads(shop: Shop, how: str) -> None:
    role = f"ALTER ROLE operations IN DATABASE {shop.name} SET default_transaction_read_only = on"
    shop.sql(role if how == "read only" else how)
    assert shop.read("read", table="cases", key={"id": 1})["record"] == "Case 00048213"
    for tool, arguments in (
        ("update", {"key": {"id": 1}, "set": {"status": "x"}}),
        ("create", {"set": {"number": "1"}}),
        ("delete", {"key": {"id": 1}}),
    ):
        with pytest.raises(Invalid, match=r"may only read|may not"):
            shop.prepare(tool, table="cases", **arguments)


def test_column_rights_are_enough_and_are_kept(shop: Shop) -> None:
    shop.sql("REVOKE ALL ON cases FROM operations")
    shop.sql("GRANT SELECT (id, number, status, xmin), UPDATE (status) ON cases TO operations")
    prepared = shop.prepare("update", table="cases", key={"number": "00048213"}, set={"status": "resolved"})
    assert shop.recheck(prepared) == Same()
    shop.done(prepared)
    assert shop.one("SELECT status FROM cases WHERE id = 1") == "resolved"
    with pytest.raises(Invalid, match="may not write number"):
        shop.prepare("update", table="cases", key={"id": 1}, set={"number": "x"})


def test_without_the_right_to_xmin_values_alone_guard(shop: Shop) -> None:
    shop.sql("REVOKE ALL ON cases FROM operations")
    shop.sql("GRANT SELECT (id, number, status), UPDATE (status) ON cases TO operations")
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    assert prepared.guard["rows"][0]["version"] == ""
    assert shop.recheck(prepared) == Same()
    shop.sql("UPDATE cases SET status = 'else' WHERE id = 1")
    assert shop.recheck(prepared).changes[0].after.text == "else"


def test_generated_columns_are_left_out_of_writes(shop: Shop) -> None:
    with pytest.raises(Invalid, match="shout is computed"):
        shop.prepare("update", table="cases", key={"id": 1}, set={"shout": "X"})


def test_a_text_that_does_not_fit_is_refused_and_never_cut(shop: Shop) -> None:
    with pytest.raises(Invalid, match="too long"):
        shop.prepare("update", table="cases", key={"id": 1}, set={"note": "12345678901"})
    shop.sql("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
    shop.sql("CREATE TRIGGER t BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION f()")
    with pytest.raises(Invalid, match="too long"):
        shop.prepare("update", table="cases", key={"id": 1}, set={"note": "12345678901"})


def test_a_value_of_the_wrong_kind_is_refused_by_the_database_itself(shop: Shop) -> None:
    for name, value in {
        "refund_amount": "many",
        "opened_at": "yesterday-ish",
        "status": None,
        "customer_id": 99,
    }.items():
        with pytest.raises(Invalid, match="refuses"):
            shop.prepare("update", table="cases", key={"id": 1}, set={name: value})


def test_row_security_of_the_customer_holds(shop: Shop) -> None:
    shop.sql("ALTER TABLE cases ENABLE ROW LEVEL SECURITY")
    shop.sql("CREATE POLICY mine ON cases FOR SELECT TO operations USING (true)")
    shop.sql("CREATE POLICY own ON cases FOR UPDATE TO operations USING (id = 2)")
    with pytest.raises(Invalid):
        shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.done(shop.prepare("update", table="cases", key={"id": 2}, set={"status": "resolved"}))
