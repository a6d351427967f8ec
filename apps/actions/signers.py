"""Who is asked to sign a proposal, and who may not: the asker, the agent's owner, the policy's last editor. By id."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.actions import owed, relatives
from apps.actions.draft import Drafted
from apps.actions.models import Action, Proposal
from apps.actions.relatives import RELATION, people
from apps.agents.models import Agent
from apps.approvals import quorum, requests
from apps.approvals.models import Request
from apps.approvals.models import State as Asked
from apps.approvals.requirements import Requirement
from apps.connectors.contract import Risk
from apps.policies import charters, verdicts
from apps.policies.decision import Decision, Kind, Outcome
from apps.policies.decision import Requirement as Needed
from apps.policies.models import InForce
from apps.workspaces.access import ADMINS, people_with, role_ids_of
from apps.workspaces.models import Role

SIGN_WITHIN = timedelta(hours=24)
APPLIED, FLOOR, KEY = "applied", "floor", "security key"
OVER = "You last edited the organisation's policy, which decided this too, so somebody else has to sign."
ASKED = "You asked for this, so somebody else has to sign."


def ask(proposal: Proposal, decision: Decision, drafted: Sequence[Drafted]) -> Request:
    """Put the proposal's document before people, inside its transaction."""
    request = requests.open(
        workspace=proposal.workspace_id,
        document=bytes(proposal.document),
        digest=proposal.digest,
        requirements=[requirement(one, proposal, drafted) for one in decision.requirements],
        excluded=excluded(proposal, drafted),
        deadline=timezone.now() + SIGN_WITHIN,
        valid_s=owed.valid_s(decision),
        proofs=proofs(proposal, decision, drafted),
    )
    proposal.request_id = request.pk
    proposal.save(update_fields=["request_id"])
    return request


def ask_no_more(proposal: Proposal) -> None:
    """Nobody has to sign it any more. Where something of it began already, the signatures for that stay its proof."""
    if proposal.request_id and not Action.objects.filter(proposal_id=proposal.pk, attempt__gt=0).exists():
        requests.supersede(proposal.request_id)
        proposal.request_id = None
        proposal.save(update_fields=["request_id"])


def ask_anew(proposal: Proposal, decision: Decision, drafted: Sequence[Drafted]) -> bool:
    """Ask the same again where what was signed stands no more. One that is still open goes on. Never enough yet."""
    if not proposal.request_id or not Request.objects.filter(pk=proposal.request_id, state=Asked.OPEN).exists():
        if proposal.request_id:
            requests.supersede(proposal.request_id)
        ask(proposal, decision, drafted)
    return False


def ask_otherwise(proposal: Proposal, decision: Decision, drafted: Sequence[Drafted]) -> bool:
    """Ask for what is needed now instead. Signatures stand where no more is asked than before. Are they enough?"""
    before = Request.objects.filter(pk=proposal.request_id).first() if proposal.request_id else None
    if before:
        requests.supersede(before.pk)
    made = ask(proposal, decision, drafted)
    return bool(before and _stand_for(before, made) and quorum.carry_over(before, to=made))


def _stand_for(before: Request, now: Request) -> bool:
    """Do signatures on the one stand for the other? Not where more is asked, and what expires is given anew."""
    then, asked = (verdicts.signatures(asked_of(one)) for one in (before, now))
    return before.digest == now.digest and asked <= then and before.valid_s is None and now.valid_s is None


def asked_of(request: Request) -> dict[str, Any]:
    """What a request asks, as a verdict says it."""
    return {"outcome": Outcome.APPROVE, "requirements": request.requirements}


def asks_the_same(proposal: Proposal, decision: Decision, drafted: Sequence[Drafted]) -> bool:
    """Does the request that stands ask just what is needed now, of the same people?"""
    request = Request.objects.filter(pk=proposal.request_id).first() if proposal.request_id else None
    needed = [requirement(one, proposal, drafted) for one in decision.requirements]
    return bool(
        request
        and _who(request.needed) == _who(needed)
        and request.excluded == excluded(proposal, drafted)
        and request.valid_s == owed.valid_s(decision)
        and request.proofs == proofs(proposal, decision, drafted)
    )


def _who(needed: Iterable[Requirement]) -> list[Requirement]:
    """Whoever is asked, whichever sentences say so."""
    return [replace(one, rule_id="", sentence="", names=()) for one in needed]


def excluded(proposal: Proposal, drafted: Sequence[Drafted]) -> dict[str, str]:
    """Who may not sign this, by id, and why. What governs the workspace is a person's wish: no agent acts in it, and
    the floor decides, so there the asker alone is excluded and two admins always suffice; an only admin is admitted.
    """
    if all(not one.step.opened.id for one in drafted):
        return {proposal.asker_id.hex: ASKED}
    owner = Agent.objects.values_list("owner_id", flat=True).get(pk=proposal.agent_id)
    editor = InForce.objects.values_list("version__last_editor_id", flat=True).first()
    over = charters.above(proposal.workspace_id)
    barred = {
        owner.hex: "You own the agent that proposes this, so somebody else has to sign.",
        proposal.asker_id.hex: ASKED,
    }
    if editor:
        barred.setdefault(editor.hex, "You last edited the policy that decided this, so somebody else has to sign.")
    if over and over.last_editor_id:
        barred.setdefault(over.last_editor_id.hex, OVER)
    return barred


def proofs(proposal: Proposal, decision: Decision, drafted: Sequence[Drafted]) -> list[str]:
    """What each signer confirms with: what rules say, and a security key where an admin signs alone."""
    alone = {KEY} if signs_alone(proposal, drafted) else set()
    return sorted({*owed.proofs(decision), *alone})


def signs_alone(proposal: Proposal, drafted: Sequence[Drafted]) -> bool:
    """Does it govern the workspace, and is the asker the only admin there is? Then nobody else can sign it."""
    if any(one.step.opened.id for one in drafted):
        return False
    admins = people_with(frozenset({ADMINS}), proposal.workspace_id)
    return [one.pk for one in admins] == [proposal.asker_id]


def requirement(asked: Needed, proposal: Proposal, drafted: Sequence[Drafted]) -> Requirement:
    """A decision's requirement as people sign for it. For an exact undo the clicker's own signature counts."""
    groups: tuple[str, ...] = tuple(asked.groups)
    admits: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    if asked.kind == Kind.EXACT_UNDO:
        originals = [one.step.wanted.undoes for one in drafted if one.step.wanted.undoes]
        groups, bars = _could_have_signed(originals)
        admits = (proposal.asker_id.hex,)
    elif _own_wish(asked, proposal, drafted):
        admits = (proposal.asker_id.hex,)
    related = [one for one in groups if one.startswith(RELATION)]
    roles = [UUID(hex=one) for one in groups if one not in related]
    known = Role.objects.filter(pk__in=roles).values_list("name", flat=True) if roles else ()
    missing = (relatives.ELSEWHERE,) if len(known) < len(set(roles)) else ()
    named = {one.hex for group in related for one in people(group, asker=proposal.asker_id, drafted=drafted)}
    return Requirement(
        asked.people, groups, asked.rule_id, asked.sentence, admits=admits, bars=bars, named=tuple(sorted(named)),
        names=(*known, *missing, *map(relatives.named, related)), order=asked.order,
    )  # fmt: skip


def _own_wish(asked: Needed, proposal: Proposal, drafted: Sequence[Drafted]) -> bool:
    """Does the asker's own signature count: the only admin's, or of who applies a suggestion up to medium risk?"""
    if asked.rule_id == FLOOR:
        return signs_alone(proposal, drafted)
    return asked.rule_id == APPLIED and not any(one.prepared.risk in (Risk.HIGH, Risk.CRITICAL) for one in drafted)


def _could_have_signed(originals: Sequence[UUID]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The groups that the originals asked, and the people who had asked for them."""
    actions = list(Action.objects.filter(pk__in=originals))
    needed = [need for action in actions for need in action.decision["requirements"]]
    groups = sorted({group for need in needed for group in need["groups"]})
    askers = Proposal.objects.filter(pk__in=[action.proposal_id for action in actions]).values_list(
        "asker_id", flat=True
    )
    return tuple(groups), tuple(sorted(asker.hex for asker in set(askers)))


def signed_enough(proposal: Proposal, decision: Decision, drafted: Sequence[Drafted]) -> bool:
    """Do the signatures over this document meet what is asked now? Whoever is excluded now counts no more."""
    if proposal.request_id is None:
        return False
    request = Request.objects.get(pk=proposal.request_id)
    needed = tuple(requirement(one, proposal, drafted) for one in decision.requirements)
    return quorum.would_meet(
        request,
        needed,
        excluded=excluded(proposal, drafted),
        proofs=proofs(proposal, decision, drafted),
        roles_of=partial(role_ids_of, workspace_id=proposal.workspace_id),
    )


def was_applied(proposal: Proposal) -> bool:
    """Is this a suggestion that a person applied?"""
    request = Request.objects.filter(pk=proposal.request_id).first() if proposal.request_id else None
    return bool(request and any(one.rule_id == APPLIED for one in request.needed))


def of_an_applied_suggestion(decision: Decision) -> Decision:
    """A suggestion that a person applies is their own wish: one entitled person signs, they too up to medium risk."""
    if decision.outcome != Outcome.SUGGEST:
        return decision
    asks = Needed(people=1, rule_id=APPLIED, sentence="A suggestion that somebody applies needs one entitled person.")
    return decision.model_copy(
        update={"outcome": Outcome.APPROVE, "requirements": (*decision.requirements, asks)}
    )  # fmt: skip
