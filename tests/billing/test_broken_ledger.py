"""A ledger that is broken on purpose does not get through beside its model."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, connections
from hypothesis import Phase

from apps.billing import ledger
from tests.billing.beside import beside_the_model, beside_the_model_by_hand

SQL = Path(ledger.__file__).parent / "sql"
BROKEN = {
    "no cap is asked": ("take_1", "WHERE taken + upto > cap AND NOT passes", "WHERE false"),
    "a release counts twice": ("settle_2", "w.reserved - t.amount", "greatest(w.reserved - 2 * t.amount, 0)"),
    "what is leased does not count": ("take_1", "+ coalesce(leased.n, 0)", "+ 0"),
    "a batch is not added up": ("take_1", "ORDER BY need.place)::bigint AS upto", "ORDER BY need.place)::bigint * 0 + need.n AS upto"),
    "no cap is asked where no budget is hot": ("reserve_2", "bool_and(taken + upto <= cap)", "true"),
    "a batch is not added up where no budget is hot": ("reserve_2", "sum(n.n) OVER (PARTITION BY n.budget_id ORDER BY n.place)::bigint AS upto", "n.n AS upto"),
    "no cap is asked at once": ("reserve_3", "AND w.reserved + w.used + uptos[i] <= caps[i]", ""),
    "a batch is not added up at once": ("reserve_3", "uptos[i] := uptos[i - 1] + ns[i]", "uptos[i] := ns[i]"),
    "an action reserves again at once": ("reserve_3", "AND r.state <> 'released'", "AND false"),
    "what is leased does not count at once": ("reserve_3", "FROM billing_lease l WHERE l.budget_id = w.budget_id", "FROM billing_lease l WHERE false"),
    "a settlement returns too much": ("settle_3", "w.reserved - t.amount", "greatest(w.reserved - 2 * t.amount, 0)"),
    "an action reserves again where no budget is hot": ("reserve_2", "AND r.state <> 'released'", "AND false"),
    "a lowered cap leaves leases alone": ("gather_1", "SET granted = l.reserved + l.used", "SET granted = l.granted"),
    "an action reserves again": ("take_1", "WHERE NOT billing_holds_1(need.workspace_id, need.action_id)", "WHERE true"),
}  # fmt: skip


@pytest.fixture
def broken(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[None]:
    """The ledger with one line of it replaced, for as long as the test runs."""
    file, line, instead = BROKEN[request.param]
    sound = (SQL / f"{file}.sql").read_text().replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    assert line in sound
    with connections["owner"].cursor() as owner:
        owner.execute(sound.replace(line, instead).replace("%", "%%"))
    try:
        yield
    finally:
        with connections["owner"].cursor() as owner:
            owner.execute(sound.replace("%", "%%"))


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("broken", BROKEN, indirect=True)
def test_a_broken_ledger_is_found(broken: None, request: pytest.FixtureRequest, acme: UUID) -> None:
    said = request.node.callspec.id
    hot = not any(words in said for words in ("no budget is hot", "at once", "too much"))
    with pytest.raises((AssertionError, IntegrityError)):  # whatever shows first: an answer, a sum, a constraint
        beside_the_model_by_hand(acme, hot)
        beside_the_model(acme, hot=hot, examples=40, phases=[Phase.generate])  # the first sign will do: no shrinking
