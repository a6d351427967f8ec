"""The question put to a policy: which rules hold, and what follows. No Django, no table, no clock.

Whatever goes wrong on the way is a deny. Whatever no rule covers is only suggested.
"""

from collections.abc import Sequence
from functools import partial

from apps.policies import cells, facts, lattice
from apps.policies.ceilings import Rung, ladder
from apps.policies.compile import Compiled
from apps.policies.counted import came_with, counted
from apps.policies.decision import Ceiling, Decision, Outcome
from apps.policies.enforce import NOTHING, enforced
from apps.policies.explain import reason
from apps.policies.question import Question
from apps.policies.untold import untold

NO_RULE = "No rule covers this, so it is only suggested."


def decide(
    compiled: Compiled,
    question: Question,
    *,
    rung: Rung | None = None,
    ceilings: Sequence[Ceiling] = (),
    enforces: frozenset[str] = NOTHING,
    above: Decision | None = None,
) -> Decision:
    """The strictest of policy, the agent's rung (None: no agent acts) and any further ceilings, with all reasons.

    `enforces`: what else than signatures by groups the caller sees to (`enforce.EVERYTHING`); the rest is made
    stricter: a person is asked where nobody was. `above`: what the organisation's rules say (`above.limit`); all that
    they ask is asked too.
    """
    try:
        found = lattice.strictest(_decide(compiled, question, name) for name in facts.objects(question))
        found = enforced(found, enforces, compiled.admins, given=partial(came_with, compiled, question))
    except Exception as why:  # noqa: BLE001  whatever goes wrong here, the action must not run
        note = f"A rule could not be evaluated: {why}"
        if not cells.governs_itself(question):
            return Decision(outcome=Outcome.DENY, notes=(note,))
        found = cells.floor(compiled.admins, (), (), (note,))  # or the rule that fails could never be changed
    policy = Ceiling(name="policy", outcome=found.outcome, reason=reason(found))
    steps = ladder(rung, question) if rung else ()
    under = lattice.under(found, (policy, *steps, *ceilings))
    return lattice.strictest((under, above)) if above else under


def _decide(compiled: Compiled, question: Question, object_name: str) -> Decision:
    """What the rules say of an action as far as it concerns one object."""
    parts, skipped, seen = counted(compiled, question, object_name)
    notes = tuple(f"Not applied, because {untold(part.clause, question, seen)}: {part.sentence}" for part in skipped)
    requirements = tuple(need for part, _ in parts for need in part.requirements(question.risk))
    lines = tuple(part.line(note, question.risk) for part, note in parts)
    owed = tuple(each for part, _ in parts for each in part.owed)
    if cells.governs_itself(question):
        return cells.floor(compiled.admins, requirements, lines, notes)
    deciding = [line for (part, _), line in zip(parts, lines, strict=True) if not part.adds_only]
    if not deciding:
        return cells.uncovered(question, NO_RULE, notes, lines=lines, owed=owed)
    outcome = lattice.strictest_of(line.outcome for line in deciding)
    return Decision(outcome=outcome, requirements=requirements, matched=lines, owed=owed, notes=notes)
