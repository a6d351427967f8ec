"""The question put to a policy: which rules hold, and what follows. No Django, no table, no clock.

Whatever goes wrong on the way is a deny. Whatever no rule covers is only suggested.
"""

from collections.abc import Mapping, Sequence

from apps.policies import cells, facts, lattice
from apps.policies.ceilings import Rung, ladder
from apps.policies.compile import Compiled
from apps.policies.decision import Ceiling, Decision, Matched, Outcome, Requirement
from apps.policies.part import Part
from apps.policies.question import Question
from apps.policies.rule import Effect
from apps.policies.untold import untold

NO_RULE = "No rule covers this, so it is only suggested."


def decide(
    compiled: Compiled, question: Question, *, rung: Rung | None = None, ceilings: Sequence[Ceiling] = ()
) -> Decision:
    """The strictest of policy, the agent's rung (None: no agent acts) and any further ceilings, with all reasons."""
    try:
        found = lattice.strictest(_decide(compiled, question, name) for name in facts.objects(question))
    except Exception as why:  # noqa: BLE001  whatever goes wrong here, the action must not run
        return Decision(outcome=Outcome.DENY, notes=(f"A rule could not be evaluated: {why}",))
    policy = Ceiling(name="policy", outcome=found.outcome, reason=_reason(found))
    steps = ladder(rung, question) if rung else ()
    return lattice.under(found, (policy, *steps, *ceilings))


def _decide(compiled: Compiled, question: Question, object_name: str) -> Decision:
    """What the rules say of an action as far as it concerns one object."""
    held = _held(compiled, question, object_name)
    matched = _matched(compiled, question, held)
    parts = [(compiled.parts[at], note) for at, note in sorted(matched.items())]
    skipped = [compiled.parts[at] for at in sorted(held) if at not in matched and not compiled.parts[at].otherwise]
    notes = tuple(f"Not applied, because {untold(part.clause, question)}: {part.sentence}" for part in skipped)
    if cells.governs_itself(question):
        return cells.floor(compiled.admins, *_verdicts(parts)[1:], notes)
    if not parts:
        return cells.uncovered(question, NO_RULE, notes)
    outcomes, requirements, lines = _verdicts(parts)
    return Decision(outcome=lattice.strictest_of(outcomes), requirements=requirements, matched=lines, notes=notes)


def _held(compiled: Compiled, question: Question, object_name: str) -> dict[int, bool]:
    """Which parts hold: True surely, False perhaps. Parts that surely do not hold are left out."""
    context = facts.context(question, object_name, compiled.domains)
    facts.must_be_text(context)
    return compiled.slices.of(context).held(context)


def _matched(compiled: Compiled, question: Question, held: Mapping[int, bool]) -> dict[int, str]:
    """The parts that count, each with a note where it counts only because something cannot be told.

    "Everything else" counts where no other rule holds; where one perhaps holds, it counts only if it is restrictive.
    """
    first = {at for at in held if not compiled.parts[at].otherwise}
    if any(held[at] for at in first):
        open_to_others: bool | None = False
    else:
        open_to_others = None if first else True
    found: dict[int, str] = {}
    for at, sure in held.items():
        part = compiled.parts[at]
        if part.otherwise and open_to_others is False:
            continue
        certain = sure and not (part.otherwise and open_to_others is None)
        if certain:
            found[at] = ""
        elif part.clause.effect != Effect.AUTO:
            found[at] = untold(part.clause, question) or "Another rule may cover this, which cannot be told."
    return found


def _verdicts(
    parts: Sequence[tuple[Part, str]],
) -> tuple[tuple[Outcome, ...], tuple[Requirement, ...], tuple[Matched, ...]]:
    """The outcomes, the requirements and the lines of what matched."""
    lines = tuple(part.line(note) for part, note in parts)
    requirements = tuple(need for part, _ in parts for need in part.requirements)
    return tuple(line.outcome for line in lines), requirements, lines


def _reason(decision: Decision) -> str:
    deciding = [line.sentence for line in decision.matched if line.outcome == decision.outcome]
    return " ".join(deciding or [req.sentence for req in decision.requirements] or decision.notes[:1])
