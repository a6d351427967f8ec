"""What a decision asks besides signatures, as far as the spine sees to it: how long to hold, when a yes is over."""

from collections.abc import Iterable, Sequence

from apps.actions.draft import Drafted
from apps.actions.models import Action
from apps.connectors.contract import Prepared
from apps.policies.decision import Decision, Owed

PROOFS = frozenset({"second channel", "security key"})  # what signers confirm with
ENFORCES = frozenset(
    {"hold", "expire", "order", "relation", "tell", *PROOFS}
)  # the rest of what can be owed is asked of a person


def hold_s(prepared: Prepared, decision: Decision) -> int:
    """How many seconds the action is held: what its tool says, or longer where a rule does."""
    return max([prepared.hold_s, *_seconds("hold", decision.owed)])


def longest_hold_s(drafted: Sequence[Drafted]) -> int:
    """Of several actions the longest."""
    return max(hold_s(one.prepared, one.decision) for one in drafted)


def hold_s_of(action: Action, prepared: Prepared) -> int:
    return hold_s(prepared, Decision.model_validate(action.decision))


def valid_s(decision: Decision) -> int | None:
    """For how many seconds signatures stand: the least that a rule says. None: without end."""
    return min(_seconds("expire", decision.owed), default=None)


def proofs(decision: Decision) -> list[str]:
    """What each signer confirms their signature with."""
    return sorted({one.kind for one in decision.owed} & PROOFS)


def _seconds(kind: str, owed: Iterable[Owed]) -> list[int]:
    return [one.seconds for one in owed if one.kind == kind]
