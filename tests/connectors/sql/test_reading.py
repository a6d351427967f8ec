"""Search, read and the list of tables: what an admin ticked and the login may see, in the server's own text."""

import pytest

from apps.core.errors import Invalid
from tests.connectors.sql.shop import Shop


def test_a_row_is_read_by_key_unique_column_or_label(shop: Shop) -> None:
    for key in ({"id": 1}, {"number": "00048213"}, {"id": "1"}):
        row = shop.read("read", table="cases", key=key)
        assert row["record"] == "Case 00048213"
        assert row["values"]["details"]["text"] == '{"tags": ["a", "b"], "weight": 50, "address": {"city": "Aarhus"}}'
    with pytest.raises(Invalid, match="Name one Case by id or number"):
        shop.read("read", table="cases", key={"status": "open"})


def test_a_search_finds_by_value_by_list_by_null_and_by_words(shop: Shop) -> None:
    def found(**arguments: object) -> list[str]:
        return [row["record"] for row in shop.read("search", table="cases", **arguments)["rows"]]

    both = ["Case 00048213", "Case 00048214"]
    assert found(where={"status": "open"}) == both
    assert found(where={"id": [1, 2]}) == both
    assert found(where={"refund_amount": None}) == both[:1]
    assert found(where={"refund_amount": 10}) == both[1:]
    assert found(contains={"number": "213"}) == both[:1]
    assert found(where={"id": []}) == []


def test_a_search_says_when_there_is_more(shop: Shop) -> None:
    answer = shop.read("search", table="cases", limit=1)
    assert (len(answer["rows"]), answer["more"]) == (1, True)
    assert not shop.read("search", table="cases")["more"]


def test_a_table_nobody_ticked_is_not_there(shop: Shop) -> None:
    del shop.tables["customers"]
    for name in ("customers", "pg_catalog.pg_authid", "nothing"):
        with pytest.raises(Invalid, match="is not ticked"):
            shop.read("search", table=name)
    with pytest.raises(Invalid, match="is not ticked"):
        shop.prepare("delete", table="customers", key={"id": 1})


def test_hostile_names_stay_names(shop: Shop) -> None:
    shop.sql('CREATE TABLE "a""b; DROP TABLE cases" ("x"" = 1 OR ""y" int PRIMARY KEY, "select" text)')
    shop.sql('INSERT INTO "a""b; DROP TABLE cases" VALUES (1, %s)', "' OR 1=1 --")
    shop.sql("GRANT ALL ON ALL TABLES IN SCHEMA public TO operations")
    name = 'a"b; DROP TABLE cases'
    shop.tick(name)
    prepared = shop.prepare("update", table=name, key={'x" = 1 OR "y': 1}, set={"select": "'); DROP TABLE cases; --"})
    shop.done(prepared)
    assert shop.one('SELECT "select" FROM "a""b; DROP TABLE cases"') == "'); DROP TABLE cases; --"
    with pytest.raises(Invalid, match="has no column"):
        shop.read("search", table=name, where={"1=1; --": "x"})
    assert shop.one("SELECT count(*) FROM cases") == 2


def test_columns_a_login_may_not_read_are_never_named(shop: Shop) -> None:
    shop.sql("REVOKE SELECT ON customers FROM operations")
    shop.sql("GRANT SELECT (id, name) ON customers TO operations")
    row = shop.read("read", table="customers", key={"id": 1})
    assert set(row["values"]) == {"id", "name"}
    with pytest.raises(Invalid, match="may not read email"):
        shop.read("search", table="customers", columns=["email"])


def test_a_table_in_another_schema_is_named_with_it(shop: Shop) -> None:
    shop.sql("CREATE SCHEMA hr; CREATE TABLE hr.people (id int PRIMARY KEY); INSERT INTO hr.people VALUES (5)")
    shop.sql("GRANT USAGE ON SCHEMA hr TO operations; GRANT SELECT ON hr.people TO operations")
    shop.tick("hr.people", object="Person")
    assert shop.read("read", table="hr.people", key={"id": 5})["record"] == "Person 5"


def test_the_list_of_tables_says_what_can_be_written(shop: Shop) -> None:
    tables = {table["table"]: table for table in shop.read("tables")["tables"]}
    assert tables["cases"]["writes"]
    assert not tables["unkeyed"]["writes"]
    columns = {column["name"]: column for column in tables["cases"]["columns"]}
    assert columns["shout"]["generated"]
    assert columns["id"]["identity"]
    assert columns["details"]["type"] == "jsonb"


def test_the_connection_says_how_it_stands(shop: Shop) -> None:
    manifest = shop.job("tables", {}).manifest
    details = shop.driver.check(manifest, shop.opened).details
    assert "unkeyed: search and read only." in details
    assert any("status of its transactions" in line for line in details)
    shop.install_marker()
    assert any("countersign.applied." in line for line in shop.driver.check(manifest, shop.opened).details)
