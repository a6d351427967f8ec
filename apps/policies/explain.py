"""Why somebody is asked, in sentences for a page."""

from apps.policies.decision import Decision, Matched, Outcome, Requirement


def explain(decision: Decision, policy: str) -> tuple[str, ...]:
    """`Rule 2 of refunds_v1: Refunds need two people from Finance or Support leads.`

    A rule from above: `Rule 1 of the organisation's acme_v3: …`.
    """
    asking = [_line(each, policy) for each in decision.requirements]
    deciding = [_line(each, policy) for each in decision.matched if each.outcome == decision.outcome]
    lines = asking if decision.outcome == Outcome.APPROVE else deciding
    above = [ceiling.reason for ceiling in decision.ceilings if ceiling.outcome == decision.outcome]
    noted = [each.note for each in decision.matched if each.note]
    return tuple(dict.fromkeys((*(lines or above), *noted)))


def reason(decision: Decision) -> str:
    """The sentences that decide; else those that ask, else the first note."""
    deciding = [line.sentence for line in decision.matched if line.outcome == decision.outcome]
    return " ".join(deciding or [need.sentence for need in decision.requirements] or decision.notes[:1])


def _line(one: Requirement | Matched, policy: str) -> str:
    whose = f"the organisation's {one.above}" if one.above else policy
    return f"Rule {one.number} of {whose}: {one.sentence}" if one.number else one.sentence
