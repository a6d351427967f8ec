"""A person's word on an unknown outcome, taken only when nothing can still be on its way."""

from typing import Literal
from uuid import UUID

from django.db import transaction

from apps.actions import attempts, claim, settle, states
from apps.actions.models import Action, State
from apps.actions.permit import Picked, pick
from apps.audit import log
from apps.billing import budgets
from apps.core import doorbell, ids, scope
from apps.core.errors import NotFound, Refused
from apps.workspaces.access import Right, check
from apps.workspaces.models import User

Says = Literal["happened", "did not", "try again", "ask"]


def word(action_id: UUID, *, by: User, says: Says) -> None:
    """Settle an unknown by what a person saw at the target. `try again` is the same action under the same key, and
    `ask` settles nothing: the target is looked at again now.

    Raises Refused while a request may still arrive, and for a second try where nothing keeps it from doubling.
    """
    picked = pick(action_id, scope.only())
    if picked is None:
        raise NotFound
    check(by, Right.WORD, picked.workspace)
    if picked.state != State.UNKNOWN:
        raise Refused("The outcome of this is known.")
    if says == "ask":
        _ask(picked, by=by)
        return
    if not attempts.nothing_on_its_way(action_id, lag_s=attempts.lag_s(picked)):
        raise Refused("The request may still be on its way. Your word is taken when its lease and grace are over.")
    if says == "happened":
        why = f"{by.name} says that it happened."
        settle.positive(picked, {}, by=by.said, settled_by="person", attempt=picked.attempt, why=why)
    else:
        _did_not(picked, by=by, again=says == "try again")
    settle.stop_the_rest(picked.workspace, picked.proposal, by=by.said)


@transaction.atomic
def _ask(picked: Picked, *, by: User) -> None:
    """A worker looks at the target now, as far as its tier lets it, instead of when its time comes."""
    claim.defer(picked, 0)
    subject = ids.say("action", picked.action)
    log.append("word.asked", workspace=picked.workspace, subject=subject, by=by.said, facts={})
    doorbell.ring("action", picked.action, workspace=picked.workspace)


@transaction.atomic
def _did_not(picked: Picked, *, by: User, again: bool) -> None:
    action = Action.objects.select_for_update().get(pk=picked.action)
    if action.state != State.UNKNOWN or action.attempt != picked.attempt:
        raise Refused("This changed while you were reading. Look at it again.")
    attempts.end_all(picked, "a person's word")
    budgets.release(picked.action)
    states.move(
        picked.action, State.APPROVED if again else State.FAILED, workspace=picked.workspace, frm=State.UNKNOWN,
        by=by.said, why=f"{by.name} says that it did not happen" + (" and asks to try again." if again else "."),
        settled_by="" if again else "person", lease_until=None,
    )  # fmt: skip
    doorbell.ring("action" if again else "run", picked.action if again else picked.run, workspace=picked.workspace)
