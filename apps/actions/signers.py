"""Who is asked to sign a proposal, and who may not: the asker, the agent's owner, the policy's last editor. By id."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from apps.actions.draft import Drafted
from apps.actions.models import Action, Proposal
from apps.agents.models import Agent
from apps.approvals import requests
from apps.approvals.requirements import Requirement
from apps.policies.engine import Decision
from apps.policies.models import InForce

SIGN_WITHIN = timedelta(hours=24)


def ask(proposal: Proposal, decision: Decision, drafted: Sequence[Drafted]) -> None:
    """Put the proposal's document before people, inside its transaction."""
    request = requests.open(
        workspace=proposal.workspace_id,
        document=bytes(proposal.document),
        digest=proposal.digest,
        requirements=[_requirement(one, proposal, drafted) for one in decision.requirements],
        excluded=excluded(proposal),
        deadline=timezone.now() + SIGN_WITHIN,
    )
    proposal.request_id = request.pk
    proposal.save(update_fields=["request_id"])


def excluded(proposal: Proposal) -> dict[str, str]:
    """Who may not sign this, by id, and why."""
    owner = Agent.objects.values_list("owner_id", flat=True).get(pk=proposal.agent_id)
    editor = InForce.objects.values_list("version__last_editor_id", flat=True).first()
    barred = {owner.hex: "owns the agent", proposal.asker_id.hex: "asked for this"}
    if editor:
        barred.setdefault(editor.hex, "last edited the policy that decided")
    return barred


def _requirement(asked: object, proposal: Proposal, drafted: Sequence[Drafted]) -> Requirement:
    """A decision's requirement as people sign for it. For an exact undo the clicker's own signature counts."""
    plain = Requirement(asked.people, tuple(asked.groups), asked.rule_id, asked.sentence)
    if asked.kind != "exact undo":
        return plain
    originals = [one.step.wanted.undoes for one in drafted if one.step.wanted.undoes]
    groups, askers = _could_have_signed(originals)
    return Requirement(
        plain.people, groups, plain.rule_id, plain.sentence,
        admits=(proposal.asker_id.hex,) if proposal.asker_id.hex not in askers else (), bars=askers,
    )  # fmt: skip


def _could_have_signed(originals: Sequence[UUID]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The groups that the originals asked, and the people who had asked for them."""
    actions = list(Action.objects.filter(pk__in=originals))
    needed = [need for action in actions for need in action.decision["requirements"]]
    groups = sorted({group for need in needed for group in need["groups"]})
    askers = Proposal.objects.filter(pk__in=[action.proposal_id for action in actions]).values_list("asker_id", flat=True)
    return tuple(groups), tuple(sorted(asker.hex for asker in set(askers)))
