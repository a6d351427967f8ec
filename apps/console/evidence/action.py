"""The evidence of one action: everything that is known of it in one file, with the proofs that the log holds it."""

import json
from typing import Any
from uuid import UUID

from apps.actions.models import Action, Attempt, Proposal
from apps.approvals.models import Request, Signature
from apps.audit import export
from apps.audit.log import JsonDict
from apps.billing.models import Reservation, Usage
from apps.core import ids
from apps.core.errors import Refused
from apps.workspaces.models import User


def evidence(action: Action, *, since: int = 0) -> JsonDict:
    """The whole file. `since`: the size of a checkpoint that somebody keeps, to be proved from as well."""
    proposal = Proposal.objects.get(pk=action.proposal_id)
    if not proposal.document:
        raise Refused("This action has no document: nothing was put together for it to be signed or run.")
    said, of = ids.say("action", action.pk), ids.say("proposal", proposal.pk)
    whole = json.loads(bytes(proposal.document))
    part: JsonDict = next((one for one in whole["actions"] if one["action"] == said), {"prepared": {}})
    return {
        "countersign": "evidence", "version": 1, "workspace": action.workspace_id.hex, "action": said, "proposal": of,
        "title": action.title, "state": action.state, "why": action.why, "digest": proposal.digest,
        "document": bytes(proposal.document).decode(), "diff": part["prepared"].get("changes"),
        "sentences": [one["sentence"] for one in action.decision.get("matched", [])], "decision": action.decision,
        **_request(proposal.request_id), "afterwards": _request(proposal.afterwards_id), "attempts": _attempts(action),
        "result": action.result, "settled_by": action.settled_by, "cost": _cost(action.pk), "undo": _undo(action),
        **export.proved(action.workspace_id, [of, said], since=since),
    }  # fmt: skip


def _request(request_id: UUID | None) -> JsonDict:
    request = Request.objects.filter(pk=request_id).first() if request_id else None
    if request is None:
        return {"request": None, "signatures": []}
    signed = list(Signature.objects.filter(request_id=request.pk, withdrawn_at=None).order_by("signed_at"))
    people = {one.pk: one.name for one in User.objects.filter(pk__in=[one.person_id for one in signed])}
    return {
        "request": {"state": request.state, "requirements": request.requirements, "digest": request.digest,
                    "confirm_with": request.proofs,
                    "refused": request.reason},
        "signatures": [
            {"person": one.person_id.hex, "name": people.get(one.person_id, ""), "at": _at(one.signed_at),
             "digest": one.digest, "groups": one.groups, "confirmed_with": one.proofs} for one in signed
        ],
    }  # fmt: skip


def _attempts(action: Action) -> list[JsonDict]:
    return [
        {"number": one.number, "claimed": _at(one.claimed_at), "started": _at(one.started_at),
         "ended": _at(one.ended_at), "as": one.ended_as, "version": one.version, "proof": one.proof}
        for one in Attempt.objects.filter(action_id=action.pk).order_by("number")
    ]  # fmt: skip


def _cost(action: UUID) -> JsonDict:
    used = Usage.objects.filter(action_id=action).order_by("id")
    held = Reservation.objects.filter(action_id=action).order_by("id")
    return {
        "used": [{name: getattr(one, name) for name in ("unit", "currency", "category", "amount")} for one in used],
        "reserved": [{"amount": one.amount, "used": one.used, "state": one.state} for one in held],
    }


def _undo(action: Action) -> JsonDict:
    """What it takes back, and what took it back or would."""
    backs = Action.objects.filter(undoes_id=action.pk).order_by("id")
    return {
        "undoes": ids.say("action", action.undoes_id) if action.undoes_id else None,
        "undone_by": [
            {"action": ids.say("action", one.pk), "proposal": ids.say("proposal", one.proposal_id), "state": one.state}
            for one in backs
        ],
    }


def _at(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
