"""What a tool of the built-in connector is: how it is shown, how it takes effect, and what takes it back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from apps.actions.claim import Claim
from apps.actions.draft import Step
from apps.actions.models import Action, Proposal
from apps.connectors.contract import Facts, HasNone, InverseCall, JsonDict, Known, NoInverse, Prepared, Value
from apps.workspaces.models import User

Prepare: TypeAlias = Callable[[Step], Prepared]
Effect: TypeAlias = Callable[[Claim, JsonDict], str]  # a sentence where it cannot take effect any more, else ""
Inverse: TypeAlias = Callable[[Prepared], InverseCall | NoInverse]


@dataclass(frozen=True)
class OwnTool:
    prepare: Prepare
    effect: Effect
    inverse: Inverse


def asker(taken: Claim) -> User:
    """Who asked for the action that takes effect now."""
    action = Action.objects.get(pk=taken.picked.action)
    return User.objects.get(pk=Proposal.objects.get(pk=action.proposal_id).asker_id)


def text(said: str) -> Value:
    return Value(type="text", text=said)


def facts(thing: str, name: str, *, permission: bool = False, billing: bool = False) -> Facts:
    """What policy may speak of: no money, no recipients, one record of ours."""
    none = HasNone()
    return Facts(
        money=none, recipients=none, fields=none, permission_change=Known(value=permission),
        billing_change=Known(value=billing), count=Known(value=1), record=Known(value={"object": thing, "id": name}),
    )  # fmt: skip
