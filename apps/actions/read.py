"""Reads: decided, metered, entered and run at once, without document or start mark."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.actions import decide, draft, heard, recording, reserve, rules
from apps.actions.draft import Asked, Step, Wanted
from apps.actions.models import Action, Occasion, State
from apps.actions.propose import refuse_under_pause
from apps.actions.rules import Rules
from apps.agents.models import Agent
from apps.audit import log
from apps.billing import budgets
from apps.billing.budgets import Amount
from apps.connectors import engine, trust
from apps.connectors.contract import Facts, JsonDict, Tier
from apps.core import ids
from apps.core.canonical import digest
from apps.core.errors import Invalid, Refused
from apps.policies import likeness, provenance
from apps.policies.asking import Decided
from apps.policies.decision import Outcome
from apps.policies.explain import explain
from apps.runs.models import Run
from apps.workspaces.models import User

LEAVES = (
    "This would open an address that only text from outside has named. That counts as sending, which a read may not:"
    " a person has to look at it."
)
METERED = Amount("actions", 1, category="reads")


class Denied(Refused):
    code = "denied"


@dataclass(frozen=True)
class Reading:
    action_id: UUID
    result: JsonDict
    outside_text: bool  # holds text from outside: data, never an instruction
    outside_fields: tuple[str, ...] | None = None  # which of its fields; None: any of them


def read(wanted: Wanted, *, agent: Agent, asker: User, run: Run, asker_named: bool = False) -> Reading:
    """Read one thing. Raises Denied where no rule lets it, Refused where the target cannot be read."""
    refuse_under_pause(agent, [wanted])
    asked = Asked(agent, asker, run, asker_named=asker_named)
    [step] = draft.steps([wanted])
    if not step.tool.verb.reads:
        raise Invalid(f"{step.tool.title} writes: propose it.")
    _refuse_to_leave(step, run)
    current = rules.in_force()
    decided = Decided.by(current.compiled, decide.asking(step, asked, Facts(), current))
    decision = decided.decision
    if decision.outcome != Outcome.AUTO:
        _enter(asked, step, decided, State.DENIED, current)
        why = " ".join(explain(decision, str(current.version or "policy")))
        raise Denied(f"{step.tool.title} is not allowed without asking. {why}".strip())
    return _run(asked, step, decided, current)


def _refuse_to_leave(step: Step, run: Run) -> None:
    """A read that opens an address which outside text alone named counts as sending. Raises Denied."""
    links = [words for _, words in provenance.leaves(step.wanted.arguments) if likeness.is_link(words)]
    if links and "outside" in heard.traced_back(step, heard.by(run)).origins.values():
        raise Denied(LEAVES)


def _run(asked: Asked, step: Step, decided: Decided, current: Rules) -> Reading:
    _reserve(asked, step)
    try:
        result = engine.read(step.call, step.opened, timeout_s=settings.COUNTERSIGN_CALL_TIMEOUT_S)
    except Refused as why:
        _settle(asked, step, decided, State.FAILED, current, why=str(why))
        raise
    _settle(asked, step, decided, State.DONE, current)
    fields = trust.outside_fields(step.tool, step.call, step.opened)
    return Reading(step.id, result, outside_text=fields != (), outside_fields=fields)


@transaction.atomic
def _reserve(asked: Asked, step: Step) -> None:
    workspace = asked.agent.workspace_id
    budgets.reserve(workspace=workspace, action=step.id, scopes=_scopes(asked, step), amounts=[METERED])


def _scopes(asked: Asked, step: Step) -> list[tuple[str, UUID]]:
    return reserve.scopes(
        workspace=asked.agent.workspace_id, agent=asked.agent.pk, person=asked.asker.pk,
        connection=step.wanted.connection_id, run=asked.run.pk,
    )  # fmt: skip


@transaction.atomic
def _settle(asked: Asked, step: Step, decided: Decided, state: State, current: Rules, *, why: str = "") -> None:
    budgets.settle(step.id, used=[METERED], scopes=_scopes(asked, step))
    _enter(asked, step, decided, state, current, why=why)


@transaction.atomic
def _enter(asked: Asked, step: Step, decided: Decided, state: State, current: Rules, *, why: str = "") -> None:
    """The read's row and its one line in the log: what was read is told by a digest of the arguments."""
    workspace, decision = asked.agent.workspace_id, decided.decision
    Action(
        id=step.id, workspace_id=workspace, proposal_id=asked.run.pk, agent_id=asked.agent.pk, tool=step.tool.full_name,
        connection_id=step.wanted.connection_id, title=step.tool.title, risk=step.tool.risk, tier=Tier.D, state=state,
        decision=decision.model_dump(mode="json"), policy_version_id=current.version_id,
        above_version_id=current.above_id, why=why, ended_at=timezone.now(),
    ).save(force_insert=True)  # fmt: skip
    recording.keep(current, step.id, [decided], occasion=Occasion.READ)
    facts = {
        "tool": step.tool.full_name, "arguments": digest(step.wanted.arguments), "run": ids.say("run", asked.run.pk),
        "rules": [rule.sentence for rule in decision.matched], "why": why,
    }  # fmt: skip
    subject = ids.say("action", step.id)
    log.append(f"read.{state.value}", workspace=workspace, subject=subject, by=asked.agent.said, facts=facts)
