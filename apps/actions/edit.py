"""Editing what waits: another document, decided anew, signatures start again. And applying a suggestion."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from apps.actions import (
    afterwards,
    document,
    doing,
    draft,
    freeze,
    heard,
    owed,
    propose,
    recording,
    rules,
    signers,
    states,
)
from apps.actions.draft import Asked, Drafted, Step, Wanted, who_asked
from apps.actions.models import Action, Occasion, OpenWork, Proposal, State
from apps.agents.models import Agent
from apps.approvals import requests
from apps.audit import log
from apps.connectors.contract import JsonDict
from apps.core import ids
from apps.core.canonical import digest as digest_of
from apps.core.errors import NotEntitled, NotFound, Refused, Stale
from apps.policies import lattice
from apps.policies.decision import Decision
from apps.workspaces.access import Right, check, rights_of
from apps.workspaces.models import User

CHANGED = "This changed while you were reading. Look at it again."


def edit(action_id: UUID, *, by: User, arguments: JsonDict, digest: str) -> Proposal:
    """Change some arguments of one action of a proposal that waits for signatures. The target is read again.

    Raises Stale for another digest, Refused once it no longer waits, Invalid for arguments that do not fit.
    """
    action = Action.objects.filter(pk=action_id).first()
    if action is None:
        raise NotFound
    proposal = Proposal.objects.get(pk=action.proposal_id)
    rights = rights_of(by, proposal.workspace_id, Agent.objects.get(pk=proposal.agent_id))
    if not rights & {Right.SIGN, Right.PROPOSE}:
        raise NotEntitled("You may not change what is proposed here.")
    if digest != proposal.digest:
        raise Stale(CHANGED)
    actions = list(Action.objects.filter(proposal_id=proposal.pk).order_by("position"))
    if any(one.state != State.WAITING for one in actions):
        raise Refused("Only what still waits for signatures can be changed.")
    return _again(proposal, actions, {action_id: arguments}, by=by)


def apply(proposal_id: UUID, *, by: User) -> Proposal:
    """Propose a suggestion anew, as this person's own wish."""
    suggested = Proposal.objects.filter(pk=proposal_id).first()
    if suggested is None:
        raise NotFound
    check(by, Right.PROPOSE, suggested.workspace_id)
    actions = list(Action.objects.filter(proposal_id=proposal_id).order_by("position"))
    if any(one.state != State.SUGGESTED for one in actions):
        raise Refused("Only a suggestion can be applied.")
    asked = replace(who_asked(suggested), asker=by, asker_named=False, applied=True)
    wanted = [_wanted(one, {}) for one in actions]
    propose.refuse_under_pause(asked.agent, wanted)
    return propose.put(
        asked,
        draft.steps(wanted),
        key=f"apply:{suggested.pk.hex}",
        fingerprint=digest_of(ids.say("proposal", suggested.pk)),
    )


def _again(proposal: Proposal, actions: list[Action], changes: dict[UUID, JsonDict], *, by: User) -> Proposal:
    asked, current = who_asked(proposal), rules.in_force()
    found = draft.steps([_wanted(one, changes.get(one.pk, {})) for one in actions])
    steps = [Step(one.wanted, one.tool, one.opened, action.pk) for one, action in zip(found, actions, strict=True)]
    typed = [heard.typed(_arguments(one), changes[one.pk]) for one in actions if one.pk in changes]
    drafted = propose.drafted_from(steps, asked, current, [*heard.by(asked.run), *typed])
    return _replace(proposal, asked, drafted, lattice.strictest([one.decision for one in drafted]), current, by=by)


@transaction.atomic
def _replace(
    proposal: Proposal, asked: Asked, drafted: list[Drafted], decision: Decision, current: rules.Rules, *, by: User
) -> Proposal:
    """The next edition: its document, its actions' parts, its request; unless somebody was quicker."""
    held = Proposal.objects.select_for_update().get(pk=proposal.pk)
    waiting = OpenWork.objects.select_for_update().filter(proposal_id=held.pk, state=State.WAITING).count()
    if held.digest != proposal.digest or waiting != len(drafted):
        raise Stale(CHANGED)
    held.edition += 1
    held.title, held.outcome = freeze.titled([one.prepared.title for one in drafted]), decision.outcome
    freeze.fill(held, asked, drafted)
    afterwards.note(held, drafted)
    held.save()
    for one in drafted:
        Action.objects.filter(pk=one.step.id).update(
            document=document.part(one.part), title=one.prepared.title, risk=one.prepared.risk, tier=one.prepared.tier,
            decision=one.decision.model_dump(mode="json"), policy_version_id=current.version_id,
            above_version_id=current.above_id, past=doing.kept(one, asked, current),
        )  # fmt: skip
    doing.written_anew(drafted, asked)
    again = [one.decided for one in drafted]
    recording.keep(current, drafted[0].step.id, again, proposal=held.pk, occasion=Occasion.EDITED)
    facts = {"edition": held.edition, "digest": held.digest, "outcome": decision.outcome}
    subject = ids.say("proposal", held.pk)
    log.append("proposal.edited", workspace=held.workspace_id, subject=subject, by=by.said, facts=facts)
    _ask_again(held, drafted, decision, by=by)
    return held


def _ask_again(held: Proposal, drafted: list[Drafted], decision: Decision, *, by: User) -> None:
    if held.request_id:
        requests.supersede(held.request_id)
    if decision.outcome == "approve":
        signers.ask(held, decision, drafted)
        return
    to = freeze.STATE_OF[decision.outcome]
    for one in drafted:
        states.move(one.step.id, to, workspace=held.workspace_id, frm=State.WAITING, by=by.said, why="Decided anew.")
    if to == State.APPROVED:
        afterwards.begin(held, held_s=owed.longest_hold_s(drafted))


def _wanted(action: Action, changes: JsonDict) -> Wanted:
    return Wanted(action.connection_id, action.tool, {**_arguments(action), **changes}, action.undoes_id)


def _arguments(action: Action) -> JsonDict:
    if action.document is None:
        raise Refused("This was decided without looking at the record. Ask the agent to propose it again.")
    return document.read(action.document).prepared.arguments
