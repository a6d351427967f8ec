"""What holds where no sentence of the workspace decides: the exact undo, the uncovered, and the product's own tools."""

from apps.policies.decision import Decision, Kind, Matched, Outcome, Owed, Requirement
from apps.policies.question import Question

OWN_CONNECTOR = "countersign"
UNDO = (
    "Putting it back exactly as it was needs one person who could have signed it; the clicker's own signature counts."
)
FLOOR = "Another admin signs what governs the workspace."
IGNORED = "A rule cannot close the road by which rules are changed, so it was not applied: {}"


def uncovered(
    question: Question, note: str, notes: tuple[str, ...], *, lines: tuple[Matched, ...], owed: tuple[Owed, ...]
) -> Decision:
    """No rule decides: an exact undo asks one person, anything else is only suggested; what is owed stands."""
    if question.exact_undo:
        back = Requirement(people=1, rule_id="undo", sentence=UNDO, kind=Kind.EXACT_UNDO)
        return Decision(outcome=Outcome.APPROVE, requirements=(back,), matched=lines, owed=owed, notes=notes)
    return Decision(outcome=Outcome.SUGGEST, matched=lines, owed=owed, notes=(note, *notes))


def governs_itself(question: Question) -> bool:
    """Whether this is a change to the workspace's own rules, rungs, budgets, members or pauses."""
    return question.connector == OWN_CONNECTOR and not question.verb.reads


def floor(
    admins: str,
    requirements: tuple[Requirement, ...],
    lines: tuple[Matched, ...],
    notes: tuple[str, ...],
) -> Decision:
    """Another admin signs. Rules may ask for more people; they can neither close this road nor open it wider."""
    signed = Requirement(people=1, groups=(admins,), rule_id="floor", sentence=FLOOR)
    found = besides(requirements, lines)
    return Decision(
        outcome=Outcome.APPROVE,
        requirements=(signed, *found.requirements),
        matched=found.matched,
        notes=(*found.notes, *notes),
    )


def besides(requirements: tuple[Requirement, ...], lines: tuple[Matched, ...]) -> Decision:
    """What rules ask beside the floor; those that would close the road are named and not applied."""
    closing = (line for line in lines if line.outcome in (Outcome.DENY, Outcome.SUGGEST))
    return Decision(
        outcome=Outcome.APPROVE if requirements else Outcome.AUTO,
        requirements=requirements,
        matched=tuple(line for line in lines if line.outcome == Outcome.APPROVE),
        notes=tuple(IGNORED.format(line.sentence) for line in closing),
    )
