"""What a trial works on: workspaces with people, agents, caps and a policy, and very many approved actions.

Proposals are made by the real steps (validate, read, decide, freeze, sign); what they share is looked up once.
"""

import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connections

from apps.actions import approve, decide, draft, freeze, propose, rules
from apps.actions.draft import Asked, Drafted, Wanted
from apps.actions.models import Proposal
from apps.agents import make
from apps.agents.models import Agent, Rung
from apps.billing import budgets
from apps.connectors.connect import connect
from apps.console.faults.place import TIERS
from apps.core import scope
from apps.core.ids import uuid7
from apps.policies import lattice
from apps.policies.publish import publish
from apps.runs import record
from apps.workspaces import found
from apps.workspaces.access import ADMINS, ASKERS, LEADS
from apps.workspaces.models import User

SENTENCES = ("Write to anything without asking.",)
BOLD, CAREFUL = "Bold agent", "Careful agent"  # what the careful one wants, somebody signs
TOOLS = {  # P: a record without a version, tier D
    "A": "trial.pay",
    "B": "trial.set",
    "C": "trial.post",
    "D": "trial.tell",
    "P": "trial.put",
}
SHARES = {"A": 45, "B": 20, "C": 20, "D": 15}
AMOUNT = 7
LONG = 0.08  # of the proposals have three actions in order
PLENTY = 10**9


@dataclass(frozen=True)
class Place:
    """One workspace of the trial."""

    id: UUID
    asker: User
    signer: User
    agents: tuple[Agent, Agent]  # bold, careful
    connections: dict[str, UUID]  # by tier


def furnish(number: int, ports: dict[str, int], *, payouts: int = PLENTY) -> Place:
    """A workspace of its own. `payouts`: how much may be paid out in all."""
    founded = found.workspace(f"Trial {number}", name=f"Trial {number}", slug=f"trial-{number}-{uuid7().hex[-6:]}",
                              time_zone="UTC", domains=["trial.example"], sandbox=False)  # fmt: skip
    with scope.workspace(founded.pk):
        owner, asker, signer = (_person(founded.pk, name) for name in ("owner", "asker", "signer"))
        bold = make.make(founded.pk, name=BOLD, owner=owner, by="operator", rung=Rung.AUTO)
        careful = make.make(founded.pk, name=CAREFUL, owner=owner, by="operator", rung=Rung.APPROVE)
        made = {tier: _connect(founded.pk, tier, ports[tier]) for tier in TIERS}
        _cap(founded.pk, payouts)
        publish(founded.pk, name="trial", sentences=SENTENCES, vocabulary=rules.vocabulary(), by="operator",
                last_editor=owner.pk)  # fmt: skip
    return Place(founded.pk, asker, signer, (bold, careful), made)


def propose_many(place: Place, actions: int, *, signed: float, seed: int) -> int:
    """So many actions, ready to run; `signed` of them were signed by somebody. Returns how many there are."""
    dice = random.Random(seed)  # noqa: S311  a plan, no secret
    with scope.workspace(place.id):
        current = rules.in_force()
        runs = [record.open_run(agent, goal="A trial", asker=place.asker) for agent in place.agents]
        asked = [Asked(agent, place.asker, run) for agent, run in zip(place.agents, runs, strict=True)]
        made = 0
        while made < actions:
            careful = dice.random() < signed
            wanted = _wanted(place, dice, min(3 if dice.random() < LONG else 1, actions - made))
            proposal = propose_one(asked[careful], current, wanted)
            if careful:
                approve.sign(proposal.pk, by=place.signer, digest=proposal.digest)
            made += len(wanted)
    return made


def propose_one(asked: Asked, current: rules.Rules, wanted: Sequence[Wanted]) -> Proposal:
    """The steps of `propose.propose`, with the rules and the run at hand."""
    key = f"trial:{uuid7().hex}"
    steps = draft.steps(wanted)
    prepared = propose.look(steps)
    decided = [decide.after_looking(step, asked, current, one) for step, one in zip(steps, prepared, strict=True)]
    drafted = [Drafted(*three) for three in zip(steps, prepared, decided, strict=True)]
    decision = lattice.strictest(one.decision for one in decided)
    return freeze.freeze(freeze.Made(asked, current, key, key), drafted, decision)


def at_once(deeds: Sequence[Callable[[], object]], most: int) -> None:
    """Each of these in a process of its own, at most so many at a time. Raises RuntimeError where one broke."""
    connections.close_all()
    waiting, running, broken = list(deeds), 0, 0
    while waiting or running:
        while waiting and running < most:
            _fork(waiting.pop(0))
            running += 1
        broken += os.waitstatus_to_exitcode(os.wait()[1]) != 0
        running -= 1
    if broken:
        raise RuntimeError(f"{broken} of {len(deeds)} processes broke.")


def _fork(deed: Callable[[], object]) -> None:
    if os.fork():
        return
    code = 1
    try:
        deed()
        code = 0
    finally:
        os._exit(code)


def _wanted(place: Place, dice: random.Random, count: int) -> list[Wanted]:
    tiers = dice.choices(list(SHARES), list(SHARES.values()), k=count)
    return [wanted(place, tier) for tier in tiers]


def wanted(place: Place, tier: str, *, record: str = "", value: str = "new", amount: int = AMOUNT) -> Wanted:
    arguments = {"record": record or uuid7().hex, "amount": amount}
    return Wanted(
        place.connections["D" if tier == "P" else tier],
        TOOLS[tier],
        arguments if tier == "A" else {**arguments, "value": value},
    )


def _person(workspace: UUID, name: str) -> User:
    user = User.objects.create_user(f"{name}@{workspace.hex}.example", name=name.title())
    found.member(workspace, user, roles=[ADMINS, ASKERS, LEADS], by="operator")
    return user


def _connect(workspace: UUID, tier: str, port: int) -> UUID:
    return connect(workspace, connector="trial", name=f"Tier {tier}", address={"port": port}, secret={}, sandbox=False,
                   by="operator").pk  # fmt: skip


def _cap(workspace: UUID, payouts: int) -> None:
    here = ("workspace", workspace)
    budgets.set_up(workspace=workspace, name="Payouts", scope=here, unit="money", currency="USD", category="payouts",
                   cap=payouts, period="forever", by="operator")  # fmt: skip
    budgets.set_up(workspace=workspace, name="Actions", scope=here, unit="actions", cap=PLENTY, period="day",
                   by="operator")  # fmt: skip
