"""Freezing: the proposal, its actions, its document, its request and its entries, in one transaction or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.actions import afterwards, document, doing, keys, owed, recording, signers, states, telling
from apps.actions.draft import Asked, Drafted, Step
from apps.actions.models import Action, OpenWork, Proposal, State
from apps.actions.rules import Rules
from apps.audit import log
from apps.connectors.contract import Tier
from apps.core import doorbell, ids
from apps.policies import lattice
from apps.policies.asking import Decided
from apps.policies.decision import Decision

STATE_OF = {"deny": State.DENIED, "suggest": State.SUGGESTED, "approve": State.WAITING, "auto": State.APPROVED}


@dataclass(frozen=True)
class Made:
    """What a proposal is made under."""

    asked: Asked
    rules: Rules
    key: str
    fingerprint: str
    undoes: UUID | None = None
    left_out: tuple[str, ...] = ()


def freeze(made: Made, drafted: Sequence[Drafted], decision: Decision) -> Proposal:
    """Write down a decided proposal. Whoever wrote the same key first keeps it, and theirs is returned."""
    proposal = _proposal(made, decision, title=titled([one.prepared.title for one in drafted]))
    fill(proposal, made.asked, drafted)
    afterwards.note(proposal, drafted)
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
            keys.claim(proposal, made.key, made.fingerprint)
            _write_actions(proposal, made, drafted, STATE_OF[decision.outcome])
            recording.keep(made.rules, drafted[0].step.id, [one.decided for one in drafted], proposal=proposal.pk)
            if decision.outcome == "approve":
                signers.ask(proposal, decision, drafted)
            _enter(proposal, made, decision, [one.step.id for one in drafted])
            if decision.outcome == "auto":
                afterwards.begin(proposal, held_s=owed.longest_hold_s(drafted))
            telling.tell(proposal, decision, drafted, by=made.asked.agent.said)
    except keys.Raced:
        return keys.find(made.key, made.fingerprint) or proposal
    return proposal


def denied(made: Made, steps: Sequence[Step], decided: Sequence[Decided]) -> Proposal:
    """Write down a proposal that was denied on its arguments: nothing was read, so there is no document."""
    decision = lattice.strictest(one.decision for one in decided)
    proposal = _proposal(made, decision, title=titled([step.tool.title for step in steps]))
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
            keys.claim(proposal, made.key, made.fingerprint)
            for place, step in enumerate(steps, 1):
                _action(proposal, made, step, place, State.DENIED, title=step.tool.title, decision=decision)
            recording.keep(made.rules, steps[0].id, decided, proposal=proposal.pk)
            _enter(proposal, made, decision, [step.id for step in steps])
    except keys.Raced:
        return keys.find(made.key, made.fingerprint) or proposal
    return proposal


def titled(titles: Sequence[str]) -> str:
    """One sentence of several: `Refund $184.50 to Maria Oduya, update Case 00048213, and e-mail m.oduya@…`."""
    first, *others = titles
    rest = [title[:1].lower() + title[1:] for title in others]
    if not rest:
        return first
    *middle, last = rest
    return ", ".join([first, *middle]) + (f", and {last}" if middle else f" and {last}")


def _proposal(made: Made, decision: Decision, *, title: str) -> Proposal:
    asked = made.asked
    return Proposal(
        workspace_id=asked.agent.workspace_id, agent_id=asked.agent.pk, run_id=asked.run.pk, asker_id=asked.asker.pk,
        asker_named=asked.asker_named, by_hand=asked.undoing, title=title, goal=asked.goal, outcome=decision.outcome,
        undoes_id=made.undoes, left_out=list(made.left_out),
    )  # fmt: skip


def fill(proposal: Proposal, asked: Asked, drafted: Sequence[Drafted]) -> None:
    """Put the document of this edition, and its digest, into the proposal."""
    whole = document.ProposalDocument(
        proposal=ids.say("proposal", proposal.pk),
        edition=proposal.edition,
        workspace=proposal.workspace_id.hex,
        agent=ids.say("agent", asked.agent.pk),
        asker=asked.asker.said,
        asker_named=asked.asker_named,
        actions=tuple(one.part for one in drafted),
        given=dict(asked.given),
    )
    proposal.document, proposal.digest = document.freeze(whole)


def _write_actions(proposal: Proposal, made: Made, drafted: Sequence[Drafted], state: State) -> None:
    for place, one in enumerate(drafted, 1):
        hold = timedelta(seconds=owed.hold_s(one.prepared, one.decision))
        _action(
            proposal, made, one.step, place, state, title=one.prepared.title, decision=one.decision,
            risk=one.prepared.risk, tier=one.prepared.tier, document=document.part(one.part),
            past=doing.kept(one, made.asked, made.rules),
            hold_until=timezone.now() + hold if state == State.APPROVED else None,
        )  # fmt: skip
    doing.written(drafted, made.asked)
    if state == State.APPROVED:
        doorbell.ring("action", drafted[0].step.id, workspace=proposal.workspace_id)


def _action(
    proposal: Proposal, made: Made, step: Step, place: int, state: State, *, title: str, decision: Decision, **more: Any
) -> None:
    final = state in states.FINAL
    action = Action(
        id=step.id, workspace_id=proposal.workspace_id, proposal_id=proposal.pk, position=place,
        agent_id=proposal.agent_id, connection_id=step.wanted.connection_id, tool=step.tool.full_name, title=title,
        state=state, decision=decision.model_dump(mode="json"), policy_version_id=made.rules.version_id,
        above_version_id=made.rules.above_id,
        undoes_id=step.wanted.undoes, ended_at=timezone.now() if final else None,
        **{"risk": step.tool.risk, "tier": Tier.D, **more},
    )  # fmt: skip
    action.save(force_insert=True)
    if not final:
        due = action.hold_until or timezone.now() + signers.SIGN_WITHIN
        OpenWork.objects.create(
            action_id=action.pk, workspace_id=action.workspace_id, proposal_id=proposal.pk, position=place,
            state=state, due_at=due,
        )  # fmt: skip


def _enter(proposal: Proposal, made: Made, decision: Decision, actions: Sequence[UUID]) -> None:
    said = ids.say("proposal", proposal.pk)
    by = made.asked.asker.said if proposal.by_hand else made.asked.agent.said
    facts = {
        "actions": [ids.say("action", action) for action in actions], "digest": proposal.digest,
        "asker": made.asked.asker.said, "run": ids.say("run", proposal.run_id), "outcome": decision.outcome,
        "policy": str(made.rules.version or ""), "rules": [rule.sentence for rule in decision.matched],
    }  # fmt: skip
    log.append("proposal.made", workspace=proposal.workspace_id, subject=said, by=by, facts=facts)
    for action in actions:
        states.born(
            action, STATE_OF[decision.outcome], workspace=proposal.workspace_id, by=by, facts={"proposal": said}
        )
