"""Giving a role a right on one agent, connection or policy alone, and taking it away: each undoes the other."""

from uuid import UUID

from apps.actions.claim import Claim
from apps.actions.draft import Step
from apps.actions.own.tool import OwnTool, asker, facts, text
from apps.agents.models import Agent
from apps.connectors.contract import Change, InverseCall, JsonDict, Prepared, Tier, Undo, UndoKind
from apps.connectors.models import Connection
from apps.core.errors import Invalid
from apps.core.tenancy import TenantModel
from apps.policies.models import Policy
from apps.workspaces import grants
from apps.workspaces.access import DO, Right
from apps.workspaces.models import Role

GIVE, TAKE = "countersign.give_right", "countersign.take_right"
THINGS: dict[str, type[TenantModel]] = {"agent": Agent, "connection": Connection, "policy": Policy}


def _named(arguments: JsonDict) -> tuple[Role, Right, TenantModel]:
    """Whose right to do what on which thing. Raises Invalid for what is not here or cannot be given there."""
    kind = arguments["kind"]
    thing = THINGS[kind].objects.filter(pk=UUID(arguments["id"])).first()
    role = Role.objects.filter(pk=UUID(arguments["role"])).first()
    right = Right(arguments["right"])
    if thing is None or role is None:
        raise Invalid(f"There is no such {'role' if role is None else kind} here.")
    if not grants.grantable(right, thing):
        raise Invalid(f"The right to {DO[right]} is not given on one {kind} alone.")
    return role, right, thing


def _prepare(step: Step) -> Prepared:
    arguments, giving = step.wanted.arguments, step.tool.full_name == GIVE
    role, right, thing = _named(arguments)
    if grants.holds(role, right, thing) is giving:
        raise Invalid(f"{role.name} {'holds' if giving else 'does not hold'} this right already.")
    before, after = text("no"), text("yes")
    name = f"{role.name} on {thing}"
    return Prepared(
        tool=step.tool.full_name, definition=step.tool.definition,
        title=f"{'Let' if giving else 'No longer let'} {role.name} {_deed(right)} for {thing}",
        button=f"{'giving' if giving else 'taking'} this right", record=name,
        risk=step.tool.risk, arguments=arguments, before={"held": not giving},
        changes=(Change(record=name, field=f"May {_deed(right)}", before=before if giving else after,
                        after=after if giving else before),),
        guard={"held": not giving}, request=arguments, facts=facts("Right", name, permission=True),
        undo=Undo(kind=UndoKind.EXACT, say="The right is taken away again." if giving else "The right is given back."),
        hold_s=0, tier=Tier.A,
    )  # fmt: skip


def _give(taken: Claim, arguments: JsonDict) -> str:
    done = grants.give(*_named(arguments), by=asker(taken).said)
    return "" if done else "This right is held already."


def _take(taken: Claim, arguments: JsonDict) -> str:
    done = grants.take(*_named(arguments), by=asker(taken).said)
    return "" if done else "This right is not held any more."


def _inverse(prepared: Prepared) -> InverseCall:
    opposite = TAKE if prepared.tool == GIVE else GIVE
    return InverseCall(kind=UndoKind.EXACT, say=prepared.undo.say, tool=opposite, arguments=prepared.arguments)


def _deed(right: Right) -> str:
    return DO[right].removesuffix(" here").removesuffix(" this")


GIVE_TOOL, TAKE_TOOL = OwnTool(_prepare, _give, _inverse), OwnTool(_prepare, _take, _inverse)
