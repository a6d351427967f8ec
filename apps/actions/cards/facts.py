"""The rail of facts beside a proposal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.actions.cards.bar import Seen
from apps.actions.cards.names import Names
from apps.actions.cards.signing import wanted
from apps.actions.cards.words import TIERS
from apps.actions.models import Action, State
from apps.connectors import trouble
from apps.connectors.models import Connection
from apps.core import ids


@dataclass(frozen=True)
class Fact:
    term: str
    words: str
    mono: bool = False
    at: datetime | None = None
    title: str = ""


def facts(seen: Seen, actions: Sequence[Action], names: Names) -> tuple[Fact, ...]:
    return tuple(fact for fact in (*_asked(seen, names), *_frozen(seen), *_steps(actions)) if fact)


def _asked(seen: Seen, names: Names) -> list[Fact]:
    if seen.ask is None:
        return [Fact("Required", "No signature")]
    found = [Fact("Required", _upper("; ".join(wanted(seen.ask, names))))]
    if seen.ask.is_open:
        owed = seen.ask.request.stays
        found.append(
            Fact("Owed by" if owed else "Expires", "" if owed else "then declined", at=seen.ask.request.deadline)
        )
    return found


def _frozen(seen: Seen) -> list[Fact]:
    if not seen.proposal.digest:
        return []
    edition = seen.proposal.edition
    again = [Fact("Version", f"{edition}, the wording was changed")] if edition > 1 else []
    return [Fact("Fingerprint", _short(seen.proposal.digest), mono=True, title=seen.proposal.digest), *again]


def _upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _short(digest: str) -> str:
    bare = digest.rpartition(":")[2]
    return f"sha256 {bare[:4]} {bare[4:8]} … {bare[-4:]}"


def _steps(actions: Sequence[Action]) -> list[Fact]:
    found = []
    for number, action in enumerate(actions, 1):
        name = f"Step {number}" if len(actions) > 1 else "Key"
        found.append(Fact(name, ids.say("action", action.pk), mono=True))
    tiers = dict.fromkeys(TIERS[action.tier] for action in actions if action.tier in TIERS)
    found += [Fact("Doubling" if n == 0 else "", tier) for n, tier in enumerate(tiers)]
    if any(action.state == State.APPROVED and action.hold_until for action in actions):
        held = max(action.hold_until for action in actions if action.hold_until)
        found.append(Fact("Held until", "", at=held))
    return [*found, *_waits(actions)]


def _waits(actions: Sequence[Action]) -> list[Fact]:
    """Why what is ready or unknown is not called just now: its connection is in trouble."""
    wanted = {
        one.connection_id for one in actions if one.state in (State.APPROVED, State.UNKNOWN) and one.connection_id
    }
    troubled = trouble.of(wanted) if wanted else {}
    named = Connection.objects.filter(pk__in=troubled).values_list("pk", "name") if troubled else ()
    return [Fact("Waits", troubled[pk].sentence(name)) for pk, name in named]
