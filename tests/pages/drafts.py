"""Proposals for pages: frozen, decided and asked for as the product does it, over a change that nobody has to look up."""

from itertools import count
from typing import Any

from apps.actions import decide, freeze
from apps.actions.draft import Asked, Drafted, Step, Wanted
from apps.actions.models import Proposal
from apps.actions.rules import in_force
from apps.agents.models import Agent
from apps.connectors import engine
from apps.connectors.contract import ABSENT, Change, Facts, Known, Opened, Prepared, Risk, Tier, Undo, UndoKind, Value
from apps.policies.asking import Decided
from apps.policies.decision import Decision, Matched, Outcome, Requirement
from apps.runs.models import Run
from apps.workspaces.models import Role, User, Workspace

numbers = count(1)
SENTENCE = "Refunds need two people from Finance or Support leads."
OPENED = Opened(id="con_" + "0" * 32, connector="stripe", sandbox=True, address={}, secret={}, fingerprint="0" * 8)


def agent(workspace: Workspace, owner: User) -> Agent:
    return Agent.objects.get_or_create(workspace_id=workspace.pk, name="Refunds agent", defaults={"owner": owner})[0]


def propose(
    workspace: Workspace, *, owner: User, asker: User, title: str = "Refund $184.50 to Maria Oduya", text: str = "",
    after: str = "184.50", outcome: Outcome = Outcome.APPROVE, people: int = 2,
) -> Proposal:  # fmt: skip
    """One refund, waiting for so many people from Finance or Support leads unless the test says otherwise."""
    bot = agent(workspace, owner)
    run = Run.objects.create(workspace_id=workspace.pk, agent=bot, asker=asker, goal="A broken lamp")
    asked = Asked(bot, asker, run, goal="The customer wants her money back.")
    decision = decided(outcome, people)
    tool = engine.tool("stripe.refund")
    step = Step(Wanted(None, tool.full_name, {"charge": "ch_1", "amount": 18450}), tool, OPENED)
    ready = prepared(tool.definition, title=title, text=text, after=after)
    drafted = [Drafted(step, ready, Decided(decide.asking(step, asked, ready.facts, in_force()), decision))]
    number = next(numbers)
    return freeze.freeze(
        freeze.Made(asked, in_force(), key=f"page-{number}", fingerprint=str(number)), drafted, decision
    )


def decided(outcome: Outcome, people: int) -> Decision:
    groups = [id.hex for id in Role.objects.filter(name__in=["Finance", "Support leads"]).values_list("pk", flat=True)]
    matched = (Matched(rule_id="rule 1", sentence=SENTENCE, outcome=outcome, number=1),)
    if outcome != Outcome.APPROVE:
        return Decision(outcome=outcome, matched=matched)
    wants = Requirement(people=people, groups=tuple(groups), rule_id="rule 1", sentence=SENTENCE, number=1)
    return Decision(outcome=outcome, matched=matched, requirements=(wants,))


def prepared(definition: str, *, title: str, text: str, after: str) -> Prepared:
    changes = (
        Change(record="Payment ch_1", field="Amount refunded", before=Value(type="json", text="0"), after=Value(type="json", text=after)),
        Change(record="Payment ch_1", field="Reason", before=ABSENT, after=None),
    )  # fmt: skip
    money: dict[str, Any] = {"amount": 18450, "currency": "USD", "category": "refunds"}
    return Prepared(
        tool="stripe.refund", definition=definition, title=title, button="refund of $184.50", record="Payment ch_1",
        risk=Risk.HIGH, arguments={"charge": "ch_1", "amount": 18450, **({"text": text} if text else {})}, before={}, changes=changes, text=text,
        guard={}, request={}, facts=Facts(money=Known(value=money)), hold_s=60, tier=Tier.A,
        undo=Undo(kind=UndoKind.COMPENSATE, say="Bills the amount again."),
    )  # fmt: skip
