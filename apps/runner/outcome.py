"""What became of a proposal, as a sentence a person can rely on: never more than what really happened."""

from collections.abc import Sequence
from uuid import UUID

from apps.actions import states
from apps.actions.models import Action, State
from apps.connectors.contract import JsonDict
from apps.core import ids
from apps.runner.wishes import Outcome
from apps.runs.models import RunState

S = State
AT_ONCE = {
    S.DENIED: ("denied", "Denied by policy."),
    S.SUGGESTED: ("suggested", "Suggested only: nothing runs unless a person applies it."),
    S.REJECTED: ("declined", "Declined: nothing was done."),
    S.LAPSED: ("declined", "Nobody signed in time, so nothing was done."),
}
ENDS_AS = {"done": RunState.DONE, "suggested": RunState.DONE, "partly": RunState.FAILED, "refused": RunState.FAILED}


def of(proposal: UUID) -> Outcome | None:
    """The outcome; None while anything of it may still happen."""
    actions = list(Action.objects.filter(proposal_id=proposal).order_by("position"))
    if not actions or any(State(action.state) not in states.FINAL for action in actions):
        return None
    kind, sentence = _said(actions)
    return Outcome(kind, sentence, ENDS_AS.get(kind, RunState.STOPPED), tuple(_brief(action) for action in actions))


def refused(why: str) -> Outcome:
    """The proposal never came to be: a preview was refused, or it did not fit."""
    return Outcome("refused", f"Not proposed: {why}", RunState.FAILED)


def _said(actions: Sequence[Action]) -> tuple[str, str]:
    done = [action for action in actions if action.state == S.DONE]
    if len(done) == len(actions):
        return "done", f"Done: {_listed(done)}."
    first = next(action for action in actions if action.state != S.DONE)
    if not done and (at_once := AT_ONCE.get(State(first.state))):
        kind, sentence = at_once
        return kind, f"{sentence} {first.why}".strip()
    ended = f"{_ended(first)}{_rest(actions, first)}"
    if done:
        return "partly", f"Partly done: {_listed(done)}. {ended}"
    return ("refused" if first.state == S.FAILED else "stopped"), f"Not done. {ended}"


def _ended(action: Action) -> str:
    word = "Not done" if action.state == S.FAILED else State(action.state).label
    return f"{word}: {_small(action.title)}. {action.why}".strip()


def _rest(actions: Sequence[Action], first: Action) -> str:
    left = sum(1 for action in actions if action.position > first.position and action.state != S.DONE)
    if not left:
        return ""
    return " The one after it did not run." if left == 1 else f" The {left} after it did not run."


def _listed(actions: Sequence[Action]) -> str:
    return "; ".join(_small(action.title) for action in actions)


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]


def _brief(action: Action) -> JsonDict:
    return {"id": ids.say("action", action.pk), "title": action.title, "state": action.state, "why": action.why}
