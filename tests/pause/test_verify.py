"""`manage.py verify` asks whether anything was started while it was paused."""

import pytest

from apps.actions import pause, verify
from apps.workspaces.pause import Scope
from tests.actions.shop import Shop
from tests.pause.test_sleep import KINDS, lift, scope_of


@pytest.mark.parametrize("kind", KINDS)
def test_a_start_mark_made_under_a_pause_is_found(shop: Shop, kind: str) -> None:
    action, scope = shop.claimed(started=True, over=False), scope_of(shop, kind)
    pause.pause(scope, by=shop.person("sol"), reason="drill")
    assert not verify.nothing_started_while_paused(shop.id).faults
    shop.forge("UPDATE actions_attempt SET started_at = clock_timestamp() WHERE action_id = %s", action.pk)
    lift(scope, shop)
    assert len(verify.nothing_started_while_paused(shop.id).faults) == 1


def test_what_runs_in_another_scope_is_no_fault(shop: Shop) -> None:
    pause.pause(Scope("connection", shop.connections["mail"]), by=shop.person("sol"), reason="drill")
    shop.claimed(started=True, over=False)
    assert not verify.nothing_started_while_paused(shop.id).faults
