"""First attempts side by side: what is outside runs in threads, and whatever came back together is claimed, or settled,
in one transaction. A slow target holds up nobody but itself.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections

from apps.actions import admit, claim, look, send, settle
from apps.actions.claim import Claim, Road, Wish
from apps.actions.load import Loaded
from apps.actions.outside import Outside
from apps.actions.permit import Hindrance, Picked
from apps.actions.reserve import of
from apps.actions.send import Sent
from apps.billing.budgets import OverCap
from apps.connectors import engine
from apps.connectors.contract import Guarded, Same
from apps.core import scope
from apps.core.errors import Refused
from apps.core.failpoints import reach


@dataclass(frozen=True)
class Seen:
    """What the first read showed of an action's record."""

    picked: Picked
    loaded: Loaded
    guarded: Guarded | Refused


def run(ready: Sequence[tuple[Picked, Loaded]], *, all_back: Callable[[], None]) -> None:
    """Read first, claim and start, send, verify, settle. `all_back`: who wants to know when no call is out any more."""
    outside: Outside[Seen | Sent] = Outside(alone=len(ready) == 1)
    for picked, loaded in ready:
        outside.ask(_read_first, picked, loaded)
    while outside.out:
        back = outside.back()
        sent, seen = [one for one in back if isinstance(one, Sent)], [one for one in back if isinstance(one, Seen)]
        if not (seen or outside.out):
            all_back()
        try:
            _settle(sent)
            _carry_on(seen, outside)
        except DatabaseError as why:  # none of these is ours now; what is out already is settled all the same
            outside.broken = why
            close_old_connections()
    if outside.broken:
        raise outside.broken


def _settle(sent: Sequence[Sent]) -> None:
    """Settle what came back. What is known is worth a few tries where the database is just being restarted."""
    for wait_s in (0.2, 0.5, 1, 2, None):
        try:
            send.settle_all(sent)
            return
        except (OperationalError, InterfaceError):
            close_old_connections()
            if wait_s is None:  # they stay in doubt, and whoever looks after lost workers asks their targets
                raise
            time.sleep(wait_s)


def _read_first(picked: Picked, loaded: Loaded) -> Seen:
    try:
        guarded = engine.recheck(loaded.prepared, loaded.opened, timeout_s=settings.COUNTERSIGN_CALL_TIMEOUT_S)
    except Refused as why:
        return Seen(picked, loaded, why)
    reach("guard.after_read")
    return Seen(picked, loaded, guarded)


def _carry_on(seen: Sequence[Seen], outside: "Outside[Seen | Sent]") -> None:
    """Claim and send what is as it was signed; the rest takes the long road."""
    for one in seen:
        if not isinstance(one.guarded, Refused):
            admit.heard(one.picked, one.guarded)
    same = {one.picked.action: one for one in seen if isinstance(one.guarded, Same)}
    wishes = [Wish(one.picked, of(one.loaded.prepared), _version(one)) for one in same.values()]
    outcomes = claim.claim_many(wishes, Road.SHORT) if wishes else {}
    for action, taken in outcomes.items():
        if isinstance(taken, Claim):
            outside.ask(send.outside, taken, same[action].loaded, version=_version(same[action]))
    for one in seen:
        why = outcomes.get(one.picked.action)
        if not isinstance(why, Claim):
            with scope.workspace(one.picked.workspace):
                _otherwise(one, why)


def _otherwise(seen: Seen, why: Hindrance | OverCap | None) -> None:
    """It was hindered, its record is not as signed, or it cannot be acted on any more: each by itself."""
    try:
        if isinstance(seen.guarded, Refused):
            raise seen.guarded
        send.hindered(seen.picked, why) if why else look.long_road(seen.picked, seen.loaded)
    except Refused as refused:
        settle.cannot_act(seen.picked, str(refused))


def _version(seen: Seen) -> str:
    return seen.guarded.version if isinstance(seen.guarded, Same) else ""
