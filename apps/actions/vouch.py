"""A person reports a check of what waits, such as that somebody's identity was verified, and says how they found out:
it is decided again at once. Whoever asked for it, and the owner of its agent, vouch for nothing of it.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from apps.actions import decide_again, document, rules
from apps.actions.decide_again import OPEN
from apps.actions.models import Action, Proposal
from apps.agents import checks
from apps.agents.models import Agent
from apps.audit import log
from apps.connectors import engine
from apps.core import ids
from apps.core.errors import Invalid, NotEntitled, NotFound, Refused, Stale
from apps.policies.compile import Compiled
from apps.policies.question import Question, subject_of
from apps.policies.rule import IsDeed, Passed, tests_in
from apps.policies.told import checks as known
from apps.policies.told.asked import Asked, Told
from apps.policies.told.deeds import is_deed
from apps.workspaces.access import Right, check
from apps.workspaces.models import User

VOUCHED = "proposal.vouched"
COUNTS_H = 7 * 24
LONGEST = 1000  # letters of a note
CHANGED = "This changed while you were reading. Look at it again."


@transaction.atomic
def vouch(proposal_id: UUID, name: str, *, passed: bool, note: str, by: User, digest: str) -> Proposal:
    """Their word that this check has passed, or failed, for a week and for exactly this edition.

    Raises NotEntitled, Stale for another edition, Invalid for a check that no rule asks or without a note, and Refused
    where nothing of it is open any more.
    """
    proposal = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound
    _check_entitled(proposal, by)
    if proposal.digest != digest:
        raise Stale(CHANGED)
    open_ = list(Action.objects.filter(proposal_id=proposal.pk, state__in=OPEN).order_by("position"))
    if not open_:
        raise Refused("Nothing of this is open any more, so no check of it counts.")
    if name not in asked_of(open_):
        raise Invalid("No rule that may decide this asks for such a check.")
    if not note.strip() or len(note) > LONGEST:
        raise Invalid(f"Say how it was checked, in up to {LONGEST:,} letters.")
    for one in open_:
        checks.say(by, name, of=own(one), workspace=one.workspace_id, passed=passed, note=note.strip(), hours=COUNTS_H)
    facts = {"check": name, "passed": passed, "reason": note.strip(), "digest": digest}
    subject = ids.say("proposal", proposal.pk)
    log.append(VOUCHED, workspace=proposal.workspace_id, subject=subject, by=by.said, facts=facts)
    decide_again.decide_again(proposal.pk, by=by.said)
    return Proposal.objects.get(pk=proposal.pk)


def why_not(proposal: Proposal, by: UUID) -> str:
    """Why this person's word would not count here; empty where it would."""
    if by == proposal.asker_id:
        return "You asked for this, so somebody else has to say whether a check has passed."
    if by == Agent.objects.values_list("owner_id", flat=True).get(pk=proposal.agent_id):
        return "You own the agent that proposes this, so somebody else has to say whether a check has passed."
    return ""


def own(action: Action) -> str:
    """What a person's word on it is of."""
    return checks.own(action.pk, document.read(action.document or b"").prepared.arguments)


def asked_of(actions: Sequence[Action]) -> list[str]:
    """The checks that rules ask which may be about these actions, by name."""
    current = rules.in_force()
    if not current.ask(Passed):
        return []
    questions = [_question(one) for one in actions if one.document is not None]
    found = {name for rules_ in current.deciding for asks in questions for name in _asked(rules_, asks)}
    return sorted(found - {known.ALL})


def _check_entitled(proposal: Proposal, by: User) -> None:
    check(by, Right.SIGN, proposal.workspace_id, Agent(pk=proposal.agent_id, workspace_id=proposal.workspace_id))
    if why := why_not(proposal, by.pk):
        raise NotEntitled(why)


def _question(action: Action) -> Question:
    tool, prepared = engine.tool(action.tool), document.read(action.document or b"").prepared
    return Question(**subject_of(tool).model_dump(), risk=prepared.risk, facts=prepared.facts)


def _asked(compiled: Compiled, question: Question) -> set[str]:
    asked = Asked(question, compiled.house)
    about = (part for part in compiled.parts if is_deed(IsDeed(targets=part.clause.targets), asked) is not Told.NO)
    return {test.check for part in about for test in tests_in(part.clause.condition) if isinstance(test, Passed)}
