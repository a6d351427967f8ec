"""What an organisation's rules say of an action in one of its workspaces: a limit, never a leave.

Whatever they forbid, ask or put off holds beside all that the workspace's own rules say. What they let is left to the
workspace, and so is what no rule of theirs covers. Pure.
"""

from functools import partial

from apps.policies import cells, facts, lattice
from apps.policies.compile import Compiled
from apps.policies.counted import came_with, counted
from apps.policies.decision import Ceiling, Decision, Outcome
from apps.policies.enforce import NOTHING, enforced
from apps.policies.explain import reason
from apps.policies.part import Part
from apps.policies.question import Question

NAME = "organisation's policy"


def limit(compiled: Compiled, question: Question, *, of: str, enforces: frozenset[str] = NOTHING) -> Decision | None:
    """All that they ask of it, each line named as that version's (`of`); None: they do not speak of it.

    A rule that cannot be evaluated denies, but not what governs the workspace itself.
    """
    try:
        found = lattice.strictest(_of_object(compiled, question, name) for name in facts.objects(question))
        found = enforced(found, enforces, compiled.admins, given=partial(came_with, compiled, question))
    except Exception as why:  # noqa: BLE001  whatever goes wrong here, the action must not run
        outcome = Outcome.AUTO if cells.governs_itself(question) else Outcome.DENY
        found = Decision(outcome=outcome, notes=(f"A rule of the organisation could not be evaluated: {why}",))
    return _named(found, of) if found != Decision(outcome=Outcome.AUTO) else None


def _of_object(compiled: Compiled, question: Question, object_name: str) -> Decision:
    parts = [(part, note) for part, note in counted(compiled, question, object_name).parts if _limits(part)]
    lines = tuple(part.line(note, question.risk) for part, note in parts)
    requirements = tuple(need for part, _ in parts for need in part.requirements(question.risk))
    if cells.governs_itself(question):
        return cells.besides(requirements, lines)
    outcome = lattice.strictest_of((Outcome.AUTO, *(line.outcome for line in lines)))
    owed = tuple(each for part, _ in parts for each in part.owed)
    return Decision(outcome=outcome, requirements=requirements, matched=lines, owed=owed)


def _limits(part: Part) -> bool:
    """Does it do more than let something?"""
    return not part.loosens or bool(part.owed)


def _named(found: Decision, of: str) -> Decision:
    mine = {"above": of}
    return found.model_copy(update={
        "requirements": tuple(one.model_copy(update=mine) for one in found.requirements),
        "matched": tuple(one.model_copy(update=mine) for one in found.matched),
        "owed": tuple(one.model_copy(update=mine) for one in found.owed),
        "ceilings": (Ceiling(name=NAME, outcome=found.outcome, reason=reason(found)),),
    })  # fmt: skip
