"""A drill: a real pause, with its lock, flag and entries, that is timed and lifted at once.

Unless told otherwise it pauses a scope that no work uses, so nothing stops but the probe that asks to start there.
"""

import threading
import time
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from apps.actions import park, pause
from apps.audit import log
from apps.core import scope as scopes
from apps.core.errors import Refused
from apps.workspaces import pause as flags
from apps.workspaces.access import Right, check
from apps.workspaces.models import Pause, User
from apps.workspaces.pause import Scope

NAMED = "a drill"
PROBE = "countersign.drill"  # no tool is called that
PATIENCE_S = 10.0


@dataclass(frozen=True)
class Drilled:
    """Milliseconds from the click: the pause was committed, a start was first refused, all was quiet."""

    committed_ms: int
    refused_ms: int
    quiet_ms: int
    late: int  # starts that were let through although they began after the commit
    wire: int  # attempts under way when it committed


@dataclass
class Probe:
    """Asks to start, again and again, as a claim does: (asked at, answered at, was all clear)."""

    workspace: UUID
    scope: Scope
    asked: list[tuple[float, float, bool]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        try:
            with scopes.workspace(self.workspace):
                while not self.over.is_set():
                    began = time.monotonic()
                    clear = self._clear()
                    self.asked.append((began, time.monotonic(), clear))
                    time.sleep(0.001)
        finally:
            connection.close()

    @transaction.atomic
    def _clear(self) -> bool:
        with connection.cursor() as cursor:
            flags.share(cursor, [self.scope])
            return not flags.paused(cursor, self.workspace, [self.scope])

    def wait_for(self, clear: bool, since: float) -> float:
        """When a start that was asked for since then was first let through, or refused."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if found := [ended for began, ended, was in list(self.asked) if was is clear and ended > since]:
                return found[0]
            time.sleep(0.002)
        raise Refused("The drill's own starts got no answer. Is the database up?")


def drill(*, by: User) -> Drilled:
    """Time a pause of a scope that nothing uses. Raises NotEntitled."""
    workspace = scopes.only()
    check(by, Right.PAUSE, workspace)
    return timed(flags.tool_scope(PROBE, workspace=workspace), workspace=workspace, by=by.said)


def timed(scope: Scope, *, workspace: UUID, by: str) -> Drilled:
    """Pause the scope, wait until all is quiet, lift it, and enter what was measured.

    Raises Refused inside a transaction: the drill's own starts would wait for a lock that ends with it.
    """
    if connection.in_atomic_block:
        raise Refused("A drill is a pause in earnest, so it is made outside any transaction.")
    probe = Probe(workspace, scope)
    asking = threading.Thread(target=probe.work, name="drill")
    asking.start()
    try:
        probe.wait_for(clear=True, since=0)
        found = _pull(scope, probe, workspace=workspace, by=by)
    finally:
        probe.over.set()
        asking.join()
    _enter(found, scope, workspace=workspace, by=by)
    return found


def _pull(scope: Scope, probe: Probe, *, workspace: UUID, by: str) -> Drilled:
    began = time.monotonic()
    flag = flags.set_flag(scope, workspace=workspace, by=by, reason="A drill.", named=NAMED)
    committed = time.monotonic()
    if flag is None:
        raise Refused("It is paused already, so there is nothing to drill.")
    try:
        refused = probe.wait_for(clear=False, since=began)
        wire = pause.wire(Pause.objects.get(pk=flag))
        quiet = _until_quiet(flag)
    finally:
        _lift(scope, workspace=workspace, by=by)
    late = sum(clear for asked, answered, clear in list(probe.asked) if committed < asked and answered < quiet)
    return Drilled(_ms(began, committed), _ms(began, refused), _ms(began, quiet), late, len(wire))


def _until_quiet(flag: UUID) -> float:
    deadline = time.monotonic() + settings.COUNTERSIGN_LEASE_S + settings.COUNTERSIGN_GRACE_S + PATIENCE_S
    while not pause.report_quiet(flag):
        if Pause.objects.filter(pk=flag).exclude(quiet_at=None).exists():
            break  # the reaper said so first
        if time.monotonic() > deadline:
            raise Refused("It did not fall quiet: see what is still on the wire.")
        time.sleep(0.01)
    return time.monotonic()


def _lift(scope: Scope, *, workspace: UUID, by: str) -> None:
    with transaction.atomic():
        flags.clear_flag(scope, workspace=workspace, by=by, why="A drill.")
    park.wake(workspace)


@transaction.atomic
def _enter(found: Drilled, scope: Scope, *, workspace: UUID, by: str) -> None:
    facts = {"scope": f"{scope.kind}:{scope.id.hex}", **vars(found)}
    log.append("pause.drilled", workspace=workspace, subject=f"workspace:{workspace.hex}", by=by, facts=facts)


def _ms(since: float, until: float) -> int:
    return round((until - since) * 1000)
