"""Only host, port, database, user, password and sslmode are taken, and only addresses that may be reached."""

import os
from typing import Any

import pytest

from apps.connectors.contract import Opened
from apps.connectors.drivers.sql.address import place
from apps.core.errors import Refused
from tests.connectors.sql.shop import Shop


def opened(url: str, *allowed: str, **secret: Any) -> Opened:
    return Opened(
        id="c", connector="postgres", sandbox=False, address={}, secret={"url": url} | secret, allowed=allowed,
        fingerprint="",
    )  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///postgres?host=/var/run/postgresql&user=postgres",
        "postgresql://user@%2Fvar%2Frun%2Fpostgresql/postgres",
        "postgresql://user@8.8.8.8/db?host=/tmp",
        "postgresql://user@8.8.8.8/db?hostaddr=127.0.0.1",
        "postgresql://user@8.8.8.8/db?options=-csession_replication_role%3Dreplica",
        "postgresql://user@8.8.8.8/db?service=ours",
        "postgresql://user@8.8.8.8,127.0.0.1/db",
        "postgresql://8.8.8.8/db",
        "postgresql://user@8.8.8.8/",
        "postgresql://user@8.8.8.8:99999/db",
        "postgresql://user@8.8.8.8/db?sslmode=whatever",
        "http://user@8.8.8.8/db",
        "host=/tmp dbname=postgres",
    ],
)
def test_whatever_else_a_url_says_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        place(opened(url))


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "2130706433", "0x7f.1", "0.0.0.0", "10.1.2.3", "169.254.169.254", "192.168.1.1", "localhost"),
        *("[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fd00::1]", "224.0.0.1"),
    ],
)
def test_a_private_address_needs_the_operator(host: str) -> None:
    with pytest.raises(Refused):
        place(opened(f"postgresql://user@{host}/db"))


def test_an_operator_allows_a_network_or_one_place() -> None:
    url = "postgresql://user:p%40ss@127.0.0.1:5433/db"
    for rule in ("127.0.0.0/8", "127.0.0.1:5433", "127.0.0.1"):
        found = place(opened(url, rule))
        assert (found.hostaddr, found.port, found.user, found.password) == ("127.0.0.1", 5433, "user", "p@ss")
    for rule in ("127.0.0.1:5432", "10.0.0.0/8", "db.internal:5433", "localhost:5433"):
        with pytest.raises(Refused):
            place(opened(url, rule))


def test_a_public_address_is_reached_with_tls_only() -> None:
    assert place(opened("postgresql://user@8.8.8.8/db")).sslmode == "require"
    assert place(opened("postgresql://user@8.8.8.8/db?sslmode=verify-full")).sslmode == "verify-full"
    with pytest.raises(Refused, match="sslmode"):
        place(opened("postgresql://user@8.8.8.8/db?sslmode=prefer"))


def test_the_password_may_stand_apart_and_never_shows() -> None:
    found = place(opened("postgresql://user@8.8.8.8/db", password="hidden"))
    assert found.password == "hidden"
    assert "hidden" not in repr(found)


def test_our_own_environment_has_no_say(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "PGHOST": "/tmp",
        "PGUSER": "postgres",
        "PGOPTIONS": "-c lock_timeout=9s",
        "PGPASSWORD": "x",
    }.items():
        monkeypatch.setitem(os.environ, name, value)
    assert shop.driver.check(shop.job("tables", {}).manifest, shop.opened).sentence.endswith("as operations.")


def test_a_database_that_does_not_answer_is_said_plainly(shop: Shop) -> None:
    shop.user = "nobody_here"
    health = shop.driver.check(shop.job("tables", {}).manifest, shop.opened)
    assert not health.ok
    assert "does not answer" in health.sentence


def test_a_rule_may_open_one_database_of_a_place_and_no_other() -> None:
    rule = "127.0.0.1:5433/shop"
    assert place(opened("postgresql://user@127.0.0.1:5433/shop", rule)).database == "shop"
    with pytest.raises(Refused, match="private address"):
        place(opened("postgresql://user@127.0.0.1:5433/countersign", rule))
