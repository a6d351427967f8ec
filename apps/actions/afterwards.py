"""Act now, sign afterwards: what a rule lets run first is owed signatures from the moment it is ready until somebody
answers. Whoever acts first says why; what is critical never does. The request stands before anything is sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.actions import owed, signers
from apps.actions.draft import Asked, Drafted
from apps.actions.models import Action, Afterwards, Proposal
from apps.approvals import quorum, requests
from apps.approvals.models import Request, State
from apps.approvals.requirements import Requirement
from apps.audit import log
from apps.connectors.contract import Prepared, Risk
from apps.core import ids
from apps.policies.decision import Owed
from apps.policies.decision import Requirement as Needed
from apps.policies.told.asked import normal
from apps.workspaces.access import role_ids_of
from apps.workspaces.models import User

LATER = "later"
LONGEST_S = 7 * 86_400  # whatever a rule says
BY = "policy"


def may(asked: Asked, prepared: Prepared | None) -> bool:
    """May this run first where a rule lets it? Only with a reason, for somebody who is known, and not if critical."""
    critical = prepared is not None and prepared.risk == Risk.CRITICAL
    return not critical and not asked.asker_named and bool(reason(asked.given))


def reason(given: Mapping[str, str]) -> str:
    """The reason that came with a proposal; empty where none did."""
    return next((said.strip() for name, said in given.items() if normal(name) == "reason"), "")


def note(proposal: Proposal, drafted: Sequence[Drafted]) -> None:
    """Put into the proposal what will be owed once it is ready; None where nothing is. The caller saves it."""
    debts = dict.fromkeys(owing for one in drafted for owing in _debts(one))
    proposal.owes = {
        "seconds": min([LONGEST_S, *(one.seconds for one in debts)]),
        "requirements": [signers.requirement(_needed(one), proposal, drafted).stored for one in debts],
        "excluded": signers.excluded(proposal, drafted),
        "proofs": sorted({kind for one in drafted for kind in owed.proofs(one.decision)}),
    } if debts else None  # fmt: skip


def begin(proposal: Proposal, *, held_s: int = 0) -> None:
    """It may run from now on, so its signatures are owed. Those that stand over the same bytes already count."""
    if proposal.owes is None or proposal.afterwards_id is not None:
        return
    seconds = proposal.owes["seconds"]
    due = timezone.now() + timedelta(seconds=held_s + seconds)
    made = requests.open(
        workspace=proposal.workspace_id, document=bytes(proposal.document), digest=proposal.digest,
        requirements=[Requirement.of(one) for one in proposal.owes["requirements"]],
        excluded=proposal.owes["excluded"], deadline=due, stays=True,
        proofs=proposal.owes["proofs"],
    )  # fmt: skip
    _point(proposal, made.pk)
    remind = due - timedelta(seconds=seconds / 2)
    Afterwards.objects.create(proposal_id=proposal.pk, workspace_id=proposal.workspace_id, due_at=due, next_at=remind)
    enter("proposal.signature_owed", proposal, BY, {"due": due.isoformat(), "digest": proposal.digest})
    before = Request.objects.filter(pk=proposal.request_id).first() if proposal.request_id else None
    if before and quorum.carry_over(before, to=made, roles_of=_roles_of(proposal)):
        _close(proposal)


def again(proposal: Proposal, drafted: Sequence[Drafted]) -> None:
    """It was decided anew. What began is owed as it was; else only what the new decision owes, once it is ready."""
    if begun(proposal):
        return
    forget(proposal)
    note(proposal, drafted)
    proposal.save(update_fields=["owes"])


def begun(proposal: Proposal) -> bool:
    """May anything of it have had its effect?"""
    return Action.objects.filter(proposal_id=proposal.pk, attempt__gt=0).exists()


def is_asked(proposal: Proposal) -> bool:
    """Is what people answer now what ran first?"""
    if proposal.afterwards_id is None or proposal.request_id is None:
        return proposal.afterwards_id is not None
    return not Request.objects.filter(pk=proposal.request_id, state=State.OPEN).exists()


def asked(proposal: Proposal) -> UUID | None:
    """The request that people answer now, before it runs or afterwards; None: nobody is asked."""
    return proposal.afterwards_id if is_asked(proposal) else proposal.request_id


def forget(proposal: Proposal) -> None:
    """Nothing of it ran as it was: nobody owes it a signature."""
    if proposal.afterwards_id is not None:
        requests.withdraw(proposal.afterwards_id)
        _point(proposal, None)
        _close(proposal)


def sign(proposal: Proposal, *, by: User, digest: str, proofs: Mapping[str, dict[str, Any]]) -> None:
    """One person's yes to what ran first. Raises Stale, NotEntitled, Refused."""
    groups = role_ids_of(by.pk, proposal.workspace_id)
    signed = quorum.sign(
        _owed(proposal), by=by, groups=groups, digest=digest, roles_of=_roles_of(proposal), proofs=proofs
    )  # fmt: skip
    facts = {"digest": digest, "completed": signed.completed, "confirmed with": sorted(proofs)}
    enter("proposal.signed_afterwards", proposal, by.said, facts)
    if signed.completed:
        _close(proposal)


def decline(proposal: Proposal, *, by: User, digest: str, reason: str) -> None:
    """One person's no to what ran first: it stands until it is taken back, and nothing more is owed."""
    groups = role_ids_of(by.pk, proposal.workspace_id)
    quorum.decline(_owed(proposal), by=by, groups=groups, digest=digest, reason=reason)
    enter("proposal.refused_afterwards", proposal, by.said, {"digest": digest, "reason": reason.strip()})
    _close(proposal)


def enter(kind: str, proposal: Proposal, by: str, facts: dict[str, object]) -> None:
    log.append(kind, workspace=proposal.workspace_id, subject=ids.say("proposal", proposal.pk), by=by, facts=facts)


def _debts(one: Drafted) -> Iterator[Owed]:
    """Where it was not let run first, its signatures were asked for already."""
    if LATER in one.decided.asking.enforces:
        yield from (owing for owing in one.decision.owed if owing.kind == LATER)


def _needed(owing: Owed) -> Needed:
    return Needed(
        people=max(1, owing.people), groups=owing.groups, rule_id=owing.rule_id, sentence=owing.sentence,
        number=owing.number,
    )  # fmt: skip


def _owed(proposal: Proposal) -> UUID:
    assert proposal.afterwards_id is not None
    return proposal.afterwards_id


def _roles_of(proposal: Proposal) -> quorum.RolesOf:
    return partial(role_ids_of, workspace_id=proposal.workspace_id)


def _point(proposal: Proposal, request: UUID | None) -> None:
    proposal.afterwards_id = request
    proposal.save(update_fields=["afterwards_id"])


def _close(proposal: Proposal) -> None:
    Afterwards.objects.filter(proposal_id=proposal.pk, workspace_id=proposal.workspace_id).delete()
