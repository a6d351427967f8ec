"""The ledger does what the model of it does."""

from uuid import UUID

import pytest

from tests.billing.beside import beside_the_model, beside_the_model_by_hand


@pytest.mark.parametrize("hot", [True, False])
def test_the_ledger_does_what_the_model_does(acme: UUID, hot: bool) -> None:
    beside_the_model(acme, hot=hot, examples=25)


@pytest.mark.parametrize("hot", [True, False])
def test_the_ledger_does_what_the_model_does_where_chance_seldom_leads(acme: UUID, hot: bool) -> None:
    beside_the_model_by_hand(acme, hot)
