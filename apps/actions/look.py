"""The long road: claim first, look for the effect of an attempt in doubt, guard, start mark, send.

Guarding before looking would mistake our own half-finished effect for somebody else's change.
"""

from dataclasses import dataclass

from django.conf import settings

from apps.actions import admit, attempts, claim, own_tools, permit, send, settle
from apps.actions.claim import Claim, Road
from apps.actions.load import Loaded
from apps.actions.permit import Picked
from apps.connectors import engine
from apps.connectors.contract import Found, Guarded, Looked, Moved, NotThere, Same, Tier, Unclear
from apps.core.failpoints import reach


@dataclass(frozen=True)
class Doubt:
    """What looking showed of the attempts before this one."""

    numbers: tuple[int, ...]
    nothing_there: bool = False

    @property
    def stands(self) -> bool:
        return bool(self.numbers) and not self.nothing_there


def into(picked: Picked, loaded: Loaded) -> None:
    """An outcome is unknown: look, and go on as the tier of its target allows."""
    if permit.paused_now([picked]):
        send.hindered(picked, permit.Hindrance.PAUSED)
    elif loaded.own:
        own_tools.run(picked, loaded)  # its effect stands in its settle's transaction, so it did not happen yet
    elif picked.tier == Tier.D:
        _prove(picked, loaded)
    elif attempts.may_look(picked):
        long_road(picked, loaded)
    else:
        claim.defer(picked, send.DEFER_S)


def long_road(picked: Picked, loaded: Loaded) -> None:
    """Claim without starting, then look, guard and mark, each outside or inside the database as the protocol says."""
    taken = claim.claim(picked, Road.LONG)
    if not isinstance(taken, Claim):
        send.hindered(picked, taken)
        return
    doubt = _look(taken, loaded)
    if doubt is not None:
        _guard(taken, loaded, doubt)


def _look(taken: Claim, loaded: Loaded) -> Doubt | None:
    """None: the look settled it."""
    numbers = attempts.in_doubt(taken.picked.action)
    if not numbers:
        return Doubt(())
    seen = reconcile(taken.picked, loaded, number=taken.attempt, lease_left_s=taken.lease_left_s)
    if isinstance(seen, Found):
        settle.positive(
            taken.picked, seen.result, by=claim.WORKER, settled_by="look", attempt=taken.attempt,
            why="Found at its target by our reference.",
        )  # fmt: skip
        return None
    if isinstance(seen, Unclear) and taken.picked.tier not in (Tier.A, Tier.B):
        settle.hand_back(taken, why=f"Still unknown: {seen.why}", due_s=settle.prove_again_s(taken.attempt))
        return None
    return Doubt(tuple(numbers), nothing_there=isinstance(seen, NotThere) and taken.picked.tier == Tier.C)


def _guard(taken: Claim, loaded: Loaded, doubt: Doubt) -> None:
    seen = engine.recheck(loaded.prepared, loaded.opened, timeout_s=settings.COUNTERSIGN_CALL_TIMEOUT_S)
    admit.heard(taken.picked, seen)
    reach("guard.after_read")
    if doubt.stands and taken.picked.tier == Tier.B:
        _compare(taken, loaded, doubt, seen)
    elif isinstance(seen, Same) or (isinstance(seen, Moved) and doubt.stands and _ours(loaded, seen, taken.picked)):
        _mark_and_send(taken, loaded, doubt, version=seen.version if isinstance(seen, Same) else "")
    elif isinstance(seen, Moved) and not doubt.stands:
        attempts.end_before(taken, "not there" if doubt.nothing_there else "")
        settle.negative(taken, ended_as="moved", why=send.moved_sentence(seen))
        settle.stop_the_rest(taken.picked.workspace, taken.picked.proposal, by=claim.WORKER)
    else:
        due_s = settle.prove_again_s(taken.attempt) if doubt.stands else send.DEFER_S
        settle.hand_back(taken, why=_why(seen), due_s=due_s)


def _compare(taken: Claim, loaded: Loaded, doubt: Doubt, seen: Guarded) -> None:
    """Tier B after doubt. The record is as the first attempt met it: the same version is named again. It holds what we
    meant to write: found so, which does not say by whom. Anything else is for a person.
    """
    kept = attempts.kept_version(taken.picked.action)
    if isinstance(seen, Same) and seen.version == kept:
        _mark_and_send(taken, loaded, doubt, version=kept)
    elif isinstance(seen, Moved) and _ours(loaded, seen, taken.picked):
        settle.positive(
            taken.picked, {}, by=claim.WORKER, settled_by="record", attempt=taken.attempt,
            why="Found so: the record holds what was signed.",
        )  # fmt: skip
    else:
        settle.hand_back(taken, why=_why(seen), due_s=settle.prove_again_s(taken.attempt))


def _mark_and_send(taken: Claim, loaded: Loaded, doubt: Doubt, *, version: str) -> None:
    if doubt.stands and not attempts.key_is_young(taken.picked):
        settle.hand_back(taken, why="The key is too old to be sent again.", due_s=settle.prove_again_s(taken.attempt))
    elif hindrance := claim.start_mark(taken, version=version, nothing_there=doubt.nothing_there):
        settle.hand_back(taken, why=f"Not started: {hindrance}.")
        send.hindered_again(taken.picked, hindrance)
    else:
        send.send(taken, loaded, version=version)


def _prove(picked: Picked, loaded: Loaded) -> None:
    """Tier D: nothing is ever sent again, but a look may prove that it happened."""
    seen = reconcile(picked, loaded, number=picked.attempt, lease_left_s=settings.COUNTERSIGN_LEASE_S)
    if isinstance(seen, Found):
        why = "Found at its target by our reference."
        settle.positive(picked, seen.result, by=claim.WORKER, settled_by="look", attempt=picked.attempt, why=why)
    else:
        claim.defer(picked, settle.PROVE_AGAIN_S)


def reconcile(picked: Picked, loaded: Loaded, *, number: int, lease_left_s: float) -> Looked:
    """Ask the target for our effect, by our reference. Reads only."""
    asked = attempts.described(picked, number=number, lease_left_s=lease_left_s)
    seen = engine.reconcile(loaded.prepared, loaded.opened, asked)
    if not isinstance(seen, Unclear):
        admit.heard(picked, seen)
    return seen


def _ours(loaded: Loaded, seen: Moved, picked: Picked) -> bool:
    """Is every value that moved the one we meant to write? Then the key is asked, which cannot do it twice."""
    meant = {(change.record, change.field): change.after for change in loaded.prepared.changes}
    return picked.tier in (Tier.A, Tier.B) and all(meant.get((c.record, c.field)) == c.after for c in seen.changes)


def _why(seen: Guarded) -> str:
    if isinstance(seen, Moved):
        return f"Still unknown. {send.moved_sentence(seen)}"
    return f"The record could not be read: {seen.why}" if isinstance(seen, Unclear) else ""
