"""Why somebody is asked, in sentences for a page."""

from apps.policies.decision import Decision, Outcome


def explain(decision: Decision, policy: str) -> tuple[str, ...]:
    """`Rule 2 of refunds_v1: Refunds need two people from Finance or Support leads.`"""
    asking = [_line(each.number, each.sentence, policy) for each in decision.requirements]
    strictest = [each for each in decision.matched if each.outcome == decision.outcome]
    deciding = [_line(each.number, each.sentence, policy) for each in strictest]
    lines = asking if decision.outcome == Outcome.APPROVE else deciding
    above = [ceiling.reason for ceiling in decision.ceilings if ceiling.outcome == decision.outcome]
    noted = [each.note for each in decision.matched if each.note]
    return tuple(dict.fromkeys((*(lines or above), *noted)))


def _line(number: int, sentence: str, policy: str) -> str:
    return f"Rule {number} of {policy}: {sentence}" if number else sentence
