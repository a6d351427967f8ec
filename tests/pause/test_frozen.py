"""Whoever hangs while it holds what a pause needs loses its session, and the pause is committed all the same."""

import threading
import time
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from apps.audit import log
from apps.workspaces import pause
from apps.workspaces.pause import Scope
from tests import make
from tests.actions.shop import Shop

SOON_S = 0.8


def frozen(workspace: UUID, hold: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    return make.frozen(hold, of=workspace, seconds=1.5)


def writes_a_line(workspace: UUID) -> None:
    log.append("agent.made", workspace=workspace, subject="agent:1", by="operator", facts={})


def writes_a_line_deeper(workspace: UUID) -> None:
    with transaction.atomic():
        writes_a_line(workspace)


@pytest.mark.parametrize("hold", [writes_a_line, writes_a_line_deeper])
def test_a_pause_does_not_wait_for_somebody_frozen_at_the_log(shop: Shop, hold: Callable[[UUID], None]) -> None:
    thread, outcome = frozen(shop.id, lambda: hold(shop.id))
    time.sleep(0.15)
    began = time.monotonic()
    assert pause.set_flag(Scope("workspace", shop.id), workspace=shop.id, by="operator", reason="drill")
    assert time.monotonic() - began < SOON_S
    thread.join()
    assert isinstance(outcome[0], DatabaseError)


def test_a_pause_does_not_wait_for_a_frozen_claim_behind_which_others_queue(shop: Shop) -> None:
    everything = Scope("workspace", shop.id)

    def claims() -> None:
        with connection.cursor() as cursor:
            pause.share(cursor, [everything])
        writes_a_line(shop.id)

    thread, outcome = frozen(shop.id, claims)
    began = time.monotonic()
    assert pause.set_flag(everything, workspace=shop.id, by="operator", reason="drill")
    assert time.monotonic() - began < SOON_S
    thread.join()
    assert isinstance(outcome[0], DatabaseError)
