"""Letting an agent's key report a check that passes or fails outside a run, and ending that: each undoes the other."""

from uuid import UUID

from apps.actions.claim import Claim
from apps.actions.draft import Step
from apps.actions.own.tool import OwnTool, asker, facts, text
from apps.agents import checks
from apps.agents.models import Agent
from apps.connectors.contract import Change, InverseCall, JsonDict, Prepared, Tier, Undo, UndoKind
from apps.core.errors import Invalid

SET = "countersign.set_reporter"


def _named(arguments: JsonDict) -> tuple[Agent, str]:
    """Raises Invalid for an agent that is not here, or a check without a name."""
    agent = Agent.objects.filter(pk=UUID(arguments["agent"])).first()
    if agent is None:
        raise Invalid("There is no such agent here.")
    check = " ".join(arguments["check"].split()).lower()
    if not check:
        raise Invalid("Name the check, such as tests.")
    return agent, check


def _prepare(step: Step) -> Prepared:
    arguments, letting = step.wanted.arguments, bool(step.wanted.arguments["may"])
    agent, check = _named(arguments)
    if checks.may_report(agent, check) is letting:
        raise Invalid(f"{agent.name} {'may' if letting else 'may not'} report this check already.")
    no, yes = text("no"), text("yes")
    name = f"{agent.name}, {check}"[:200]
    return Prepared(
        tool=step.tool.full_name, definition=step.tool.definition,
        title=f"{'Let' if letting else 'No longer let'} {agent.name} report whether {check} passed"[:300],
        button="letting it report" if letting else "ending its reports", record=name, risk=step.tool.risk,
        arguments=arguments, before={"held": not letting}, guard={"held": not letting}, request=arguments,
        changes=(Change(record=name, field="May report", before=no if letting else yes, after=yes if letting else no),),
        facts=facts("Reporter", name, permission=True), hold_s=0, tier=Tier.A,
        undo=Undo(kind=UndoKind.EXACT, say="It may not report it again." if letting else "It may report it again."),
    )  # fmt: skip


def _set(taken: Claim, arguments: JsonDict) -> str:
    change = checks.let_report if arguments["may"] else checks.end
    done = change(*_named(arguments), by=asker(taken).said)
    return "" if done else "This was changed since it was shown."


def _inverse(prepared: Prepared) -> InverseCall:
    arguments = {**prepared.arguments, "may": not prepared.arguments["may"]}
    return InverseCall(kind=UndoKind.EXACT, say=prepared.undo.say, tool=SET, arguments=arguments)


TOOL = OwnTool(_prepare, _set, _inverse)
