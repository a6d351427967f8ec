"""The question put to a policy: which rules hold, and what follows. No Django, no table, no clock.

Whatever goes wrong on the way is a deny. Whatever no rule covers is only suggested.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from apps.policies import cells, facts, lattice
from apps.policies.ceilings import Rung, ladder
from apps.policies.compile import Compiled
from apps.policies.decision import Ceiling, Decision, Outcome
from apps.policies.enforce import NOTHING, enforced
from apps.policies.facts import Seen
from apps.policies.part import Part
from apps.policies.question import Question
from apps.policies.rule import Given
from apps.policies.told import names
from apps.policies.told.asked import Asked, Told
from apps.policies.untold import untold

NO_RULE = "No rule covers this, so it is only suggested."


def decide(
    compiled: Compiled,
    question: Question,
    *,
    rung: Rung | None = None,
    ceilings: Sequence[Ceiling] = (),
    enforces: frozenset[str] = NOTHING,
) -> Decision:
    """The strictest of policy, the agent's rung (None: no agent acts) and any further ceilings, with all reasons.

    `enforces`: what else than signatures by groups the caller sees to (`enforce.EVERYTHING`); the rest is made
    stricter: a person is asked where nobody was.
    """
    try:
        found = lattice.strictest(_decide(compiled, question, name) for name in facts.objects(question))
        found = enforced(found, enforces, compiled.admins, given=partial(_came_with, compiled, question))
    except Exception as why:  # noqa: BLE001  whatever goes wrong here, the action must not run
        note = f"A rule could not be evaluated: {why}"
        if not cells.governs_itself(question):
            return Decision(outcome=Outcome.DENY, notes=(note,))
        found = cells.floor(compiled.admins, (), (), (note,))  # or the rule that fails could never be changed
    policy = Ceiling(name="policy", outcome=found.outcome, reason=_reason(found))
    steps = ladder(rung, question) if rung else ()
    return lattice.under(found, (policy, *steps, *ceilings))


def _came_with(compiled: Compiled, question: Question, what: str) -> bool:
    return names.given(Given(what=what), Asked(question, compiled.house)) is Told.YES


def _decide(compiled: Compiled, question: Question, object_name: str) -> Decision:
    """What the rules say of an action as far as it concerns one object."""
    seen = facts.seen(question, object_name, compiled.house, compiled.tests, compiled.free, compiled.arguments)
    facts.must_be_text(seen)
    held = compiled.slices.of(seen).held(seen)
    matched = _matched(compiled, question, held, seen)
    parts = [(compiled.parts[at], note) for at, note in sorted(matched.items())]
    skipped = [compiled.parts[at] for at in sorted(held) if at not in matched and not compiled.parts[at].otherwise]
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


def _matched(compiled: Compiled, question: Question, held: Mapping[int, bool], seen: Seen) -> dict[int, str]:
    """The parts that count, each with a note where it counts only because something cannot be told.

    "Everything else" counts where no other rule holds; where one perhaps holds, it counts only if it is restrictive.
    """
    first = {at for at in held if not compiled.parts[at].otherwise and not compiled.parts[at].adds_only}
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
        elif not part.loosens:
            found[at] = _why(part, question, seen)
    return found


def _why(part: Part, question: Question, seen: Seen) -> str:
    return untold(part.clause, question, seen) or "another rule may cover this, which cannot be told"


def _reason(decision: Decision) -> str:
    deciding = [line.sentence for line in decision.matched if line.outcome == decision.outcome]
    return " ".join(deciding or [req.sentence for req in decision.requirements] or decision.notes[:1])
