"""What an action sets aside before it acts: one count, and the money it moves, in every scope it runs in."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Protocol
from uuid import UUID

from apps.actions import document
from apps.actions.models import Action, Proposal
from apps.actions.permit import Picked
from apps.approvals.models import Request
from apps.approvals.models import State as Asked
from apps.billing import budgets
from apps.billing.budgets import Amount, Need, OverCap
from apps.connectors.contract import Known, Prepared
from apps.core.postgres import plain

BUDGET = "budget:"  # the rule of a requirement that a budget makes, before its id in hex
WRITE = Amount("actions", 1, category="writes")


class Wished(Protocol):
    @property
    def picked(self) -> Picked: ...
    @property
    def amounts(self) -> Sequence[Amount]: ...


def for_all(wishes: Sequence[Wished]) -> dict[UUID, OverCap]:
    """Reserve for each, inside the claim's transaction; held already, nothing more. Who found no room, and why."""
    needs = {one.picked.action: _need(one) for one in wishes}
    short = budgets.reserve_many(list(needs.values())) if needs else {}
    asking = [one for one in wishes if one.picked.action in short and short[one.picked.action].asks]
    if not asking:
        return short
    signed = signed_over([one.picked.proposal for one in asking])
    passing = [one for one in asking if set(short[one.picked.action].asks) <= signed.get(one.picked.proposal, set())]
    again = [replace(needs[one.picked.action], signed=signed[one.picked.proposal]) for one in passing]
    kept = {action: over for action, over in short.items() if action not in {one.action for one in again}}
    return kept | (budgets.reserve_many(again) if again else {})


def stating(wishes: Sequence[Wished]) -> list[plain.Statement]:
    """The statement that reserves for all of them or for none, to be sent along with what follows it in the claim."""
    return budgets.reserving([_need(one) for one in wishes])


def needed(wishes: Sequence[Wished]) -> list[Any]:
    """What a statement that takes all of them, or none, hands on to the ledger."""
    return budgets.needed([_need(one) for one in wishes])


def heard(wishes: Sequence[Wished], answers: Sequence[Sequence[plain.Row]]) -> None:
    """What it answered: where a soft line was crossed, people are told once the claim stands."""
    for rows in answers:
        budgets.tell_later({one.picked.workspace for one in wishes}, rows)


def signed_over(proposals: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """By proposal: the budgets whose owners signed that it passes their caps. Whether they count is asked before."""
    asked = dict(Proposal.objects.filter(pk__in=proposals).values_list("request_id", "pk"))
    met = Request.objects.filter(pk__in=[one for one in asked if one], state=Asked.MET).defer("document")
    rules = {asked[one.pk]: [need.rule_id for need in one.needed] for one in met}
    return {
        proposal: {UUID(hex=rule.removeprefix(BUDGET)) for rule in found if rule.startswith(BUDGET)}
        for proposal, found in rules.items()
    }


def _need(wish: Wished) -> Need:
    return Need(wish.picked.workspace, wish.picked.action, scopes_of(wish.picked), wish.amounts)


def scopes_of(picked: Picked) -> list[tuple[str, UUID]]:
    """Whose budgets count it: the workspace's, its agent's, the asker's, its connection's and its run's."""
    return scopes(
        workspace=picked.workspace, agent=picked.agent, person=picked.asker, connection=picked.connection,
        run=picked.run,
    )  # fmt: skip


def scopes(*, workspace: UUID, agent: UUID, person: UUID, connection: UUID | None, run: UUID) -> list[tuple[str, UUID]]:
    joined = [("connection", connection)] if connection else []
    return [("workspace", workspace), ("agent", agent), ("person", person), *joined, ("run", run)]


def of_action(action: UUID) -> list[Amount]:
    stored = Action.objects.values_list("document", flat=True).get(pk=action)
    return of(document.read(stored).prepared) if stored else [WRITE]


def of(prepared: Prepared) -> list[Amount]:
    """One action, and where money moves its amount in minor units under its category: refunds, charges."""
    count = WRITE
    money = prepared.facts.money
    if not isinstance(money, Known):
        return [count]
    return [count, Amount("money", money.value["amount"], money.value["currency"], money.value.get("category", ""))]
