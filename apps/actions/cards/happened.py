"""What happened to a proposal, line by line, from the log itself."""

from collections.abc import Sequence
from uuid import UUID

from apps.actions.cards.names import Names
from apps.actions.cards.steps import Step
from apps.actions.cards.words import Event
from apps.actions.models import State
from apps.audit.models import Entry
from apps.core import ids

MOST = 200
SAID = {
    "proposal.made": "Proposed",
    "proposal.signed": "Signed",
    "proposal.declined": "Declined",
    "proposal.signature_withdrawn": "Took the signature back",
    "proposal.stopped": "Stopped it",
    "proposal.edited": "Changed the wording; signatures start again",
    "proposal.lapsed": "Nobody signed in time",
    "proposal.signature_owed": "Let run first; a signature is owed",
    "proposal.signature_reminded": "Reminded of the signature that is owed",
    "proposal.signature_overdue": "The signature that is owed is overdue",
    "proposal.signed_afterwards": "Signed what ran first",
    "proposal.refused_afterwards": "Refused what ran first",
    "proposal.nothing_owed": "No signature is owed any more",
    "proposal.reminder_mailed": "Mailed a reminder of the signature that is owed",
    "proposal.reminder_in_doubt": "A reminder may not have been mailed; it is not repeated",
    "proposal.reminder_refused": "The mail server took no reminder",
    "proposal.vouched": "Reported a check",
    "proposal.decided": "Policy decided again",
}
MOVED = {
    State.DENIED: "denied by policy",
    State.SUGGESTED: "only suggested",
    State.WAITING: "waits for signatures",
    State.REJECTED: "declined",
    State.LAPSED: "declined, nobody signed in time",
    State.APPROVED: "ready",
    State.EXECUTING: "taken up",
    State.UNKNOWN: "outcome unknown",
    State.DONE: "done",
    State.FAILED: "not done",
    State.STOPPED: "stopped",
}


def entries_of(proposal: UUID, actions: Sequence[UUID]) -> list[Entry]:
    subjects = [ids.say("proposal", proposal), *(ids.say("action", action) for action in actions)]
    told = Entry.objects.filter(subject__in=subjects).exclude(kind="action.waiting")  # the proposal's own line says it
    return list(told.order_by("seq")[:MOST])


def events(entries: Sequence[Entry], steps: Sequence[Step], names: Names) -> tuple[Event, ...]:
    by_subject = {ids.say("action", step.id): step for step in steps}
    return tuple(_event(entry, by_subject.get(entry.subject), names) for entry in entries)


def _event(entry: Entry, step: Step | None, names: Names) -> Event:
    facts, who = entry.facts, names.said(entry.by)
    said = _said(entry.kind)
    title = f"Step {step.number}, {step.record}: {said}" if step else f"{who.name}: {said}"
    return Event(entry.at, who, title, names.plain(_sub(facts, who.name if step else "")))


def _said(kind: str) -> str:
    family, _, word = kind.partition(".")
    if kind in SAID:
        return SAID[kind].lower() if family == "action" else SAID[kind]
    if family == "action" and word in set(State):
        return MOVED[State(word)]
    return word.replace("_", " ") or kind


def _sub(facts: dict[str, object], who: str) -> str:
    told = ["Their own wish, signed by themselves."] if facts.get("own wish") else []
    if facts.get("check"):
        told.append(f"{facts['check']} has {'passed' if facts.get('passed') else 'failed'}.".capitalize())
    told += [str(facts[name]) for name in ("why", "reason") if facts.get(name)]
    attempt = facts.get("attempt")
    if isinstance(attempt, int) and attempt > 1:
        told.append(f"Attempt {attempt}.")
    if facts.get("settled by") in ("look", "record", "person"):
        told.append(
            {"look": "Found by looking into the target.", "record": "Found so.", "person": "By a person's word."}[
                str(facts["settled by"])
            ]
        )
    return " ".join([*told, f"By {who}." if who and who not in ("A worker", "Countersign") else ""]).strip()
