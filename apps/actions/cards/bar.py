"""The bar at the foot of a proposal: what this person may do now, or one sentence why not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from django.urls import reverse

from apps.actions.cards.forms import Edit, Field, Sign, Undo, UndoStep
from apps.actions.cards.names import Names
from apps.actions.cards.signing import Asked
from apps.actions.cards.steps import Step
from apps.actions.cards.words import lasting
from apps.actions.models import Proposal, State
from apps.actions.stepup import CHANNEL, KEY
from apps.connectors.contract import UndoKind
from apps.core import ids
from apps.workspaces.access import RIGHTS, Right
from apps.workspaces.models import Workspace

EDITABLE = ("subject", "text", "body")
LONG = ("text", "body")
NOT_STARTED = (State.WAITING, State.APPROVED)


@dataclass(frozen=True)
class Bar:
    lead: str
    said: str
    named: str
    digest: str
    sign: Sign | None = None
    reject: str = ""
    stop: str = ""
    withdraw: str = ""
    undo: Undo | None = None
    edit: Edit | None = None
    apply: str = ""


@dataclass(frozen=True)
class Seen:
    """A proposal as one person has it before them."""

    workspace: Workspace
    proposal: Proposal
    state: State
    steps: tuple[Step, ...]
    ask: Asked | None
    rights: frozenset[Right]
    undone_by: Proposal | None  # its open or standing undo
    undone: bool  # that undo is done
    names: Names

    def url(self, name: str) -> str:
        return reverse(name, args=[self.workspace.slug, ids.say("proposal", self.proposal.pk)])

    @property
    def named(self) -> str:
        first = next((step.prepared.button for step in self.steps if step.prepared), "")
        return first or "this"


Draw: TypeAlias = Callable[[Seen, Bar], Bar]


def bar(seen: Seen) -> Bar:
    empty = Bar("", "", seen.named, seen.proposal.digest)
    drawn = DRAWN.get(seen.state, _closed)(seen, empty)
    return _owed(seen, drawn) if seen.ask and seen.ask.is_owed else drawn


def _owed(seen: Seen, drawn: Bar) -> Bar:
    """It ran, or runs, before anybody signed: whoever may, answers now."""
    ask = seen.ask
    if ask is None or not ask.may_sign:
        return replace(drawn, said=f"{drawn.said} A signature is still owed.".strip())
    signed = _sign(seen, ask, "You sign what policy let run before anybody had signed, exactly as it stands above.")
    return replace(drawn, lead="Owed: your signature.", sign=signed, reject=seen.url("reject"))


def _waiting(seen: Seen, empty: Bar) -> Bar:
    ask = seen.ask
    if ask is None or not ask.may_sign:
        refusal = seen.names.plain(ask.refusal) if ask else "It waits for its turn."
        lead = "You have signed." if ask and ask.signed_by_me else "You can see this, not sign it."
        said = "" if ask and ask.signed_by_me else refusal
        return _with_stop(
            seen, replace(empty, lead=lead, said=said or "Somebody else has to sign too.", withdraw=_withdraw(seen))
        )
    hold = max((step.hold_s for step in seen.steps), default=0)
    then = f"It then waits {lasting(hold)} and runs." if hold else "It then runs."
    last = ask.missing == 1
    steps = len(seen.steps)
    exactly = f"You sign exactly {'this change' if steps == 1 else f'these {steps} changes, in this order'}."
    signed = _sign(seen, ask, f"{exactly} {then if last else 'Another person signs after you.'}")
    return _with_stop(seen, replace(
        empty, lead=ask.position, said=then if last else "", sign=signed, reject=seen.url("reject"), edit=_edit(seen)
    ))  # fmt: skip


def _sign(seen: Seen, ask: Asked, said: str) -> Sign:
    """The form that signs, with what the signature is confirmed with."""
    code = seen.url("code") if CHANNEL in ask.request.proofs else ""
    key = seen.url("key") if KEY in ask.request.proofs else ""
    return Sign(seen.url("sign"), said, code, ask.code_sent, key, ask.lacks_key)


def _ready(seen: Seen, empty: Bar) -> Bar:
    left = "It runs when its turn comes."
    return _with_stop(seen, replace(empty, lead="Signed and ready.", said=left, withdraw=_withdraw(seen)))


def _running(seen: Seen, empty: Bar) -> Bar:
    return _with_stop(seen, replace(empty, lead="Running.", said="What is under way cannot be called back."))


def _unknown(seen: Seen, empty: Bar) -> Bar:
    said = (
        "Look into the target, then say above what you found."
        if Right.WORD in seen.rights
        else _who(Right.WORD, "give their word")
    )
    return replace(empty, lead="Nobody can tell whether one step happened.", said=said)


def _suggested(seen: Seen, empty: Bar) -> Bar:
    if Right.PROPOSE not in seen.rights:
        return replace(empty, lead="Only suggested.", said=_who(Right.PROPOSE, "apply it"))
    return replace(
        empty, lead="Only suggested.", said="Applying proposes it anew, in your name.", apply=seen.url("apply")
    )


def _closed(seen: Seen, empty: Bar) -> Bar:
    done = [step for step in seen.steps if step.state == State.DONE]
    lead = (
        "Done."
        if len(done) == len(seen.steps)
        else f"{len(done)} of {len(seen.steps)} steps done."
        if done
        else "Nothing was done."
    )
    if not done:
        return replace(empty, lead=lead, said="There is nothing to take back.")
    if seen.undone_by is not None:
        return replace(
            empty, lead=lead, said="It was taken back." if seen.undone else "Somebody takes it back; see above."
        )
    if Right.UNDO not in seen.rights:
        return replace(empty, lead=lead, said=_who(Right.UNDO, "take it back"))
    return replace(
        empty, lead=lead, said="It can be taken back: one new proposal, with its own diff.", undo=_undo(seen, done)
    )


DRAWN: dict[State, Draw] = {
    State.WAITING: _waiting,
    State.APPROVED: _ready,
    State.EXECUTING: _running,
    State.UNKNOWN: _unknown,
    State.SUGGESTED: _suggested,
}


def _with_stop(seen: Seen, drawn: Bar) -> Bar:
    if not any(step.state in NOT_STARTED for step in seen.steps):
        return drawn
    if Right.STOP in seen.rights:
        return replace(drawn, stop=seen.url("stop"))
    return (
        drawn
        if drawn.sign or drawn.withdraw
        else replace(drawn, said=f"{drawn.said} {_who(Right.STOP, 'stop it')}".strip())
    )


def _withdraw(seen: Seen) -> str:
    return seen.url("withdraw") if seen.ask and seen.ask.signed_by_me and not any(
        step.state in (State.EXECUTING, State.DONE, State.UNKNOWN) for step in seen.steps
    ) else ""  # fmt: skip


def _edit(seen: Seen) -> Edit | None:
    """Only the wording of a message is edited here: who gets it, and what else happens, stays as proposed."""
    message = next((step for step in seen.steps if step.prepared and step.prepared.text), None)
    if message is None or message.prepared is None or Right.PROPOSE not in seen.rights:
        return None
    values = message.prepared.arguments
    fields = tuple(
        Field(name, name.capitalize(), values[name], name in LONG)
        for name in EDITABLE
        if isinstance(values.get(name), str)
    )
    return Edit(seen.url("edit"), ids.say("action", message.id), fields) if fields else None


def _undo(seen: Seen, done: Sequence[Step]) -> Undo:
    steps = tuple(_undo_step(step) for step in reversed(done))
    kept = [step for step in done if step.prepared and step.prepared.undo.kind is UndoKind.NONE]
    return Undo(
        seen.url("undo"),
        steps,
        tuple(f"Step {step.number} stays: {step.prepared.undo.say}" for step in kept if step.prepared),
    )


def _undo_step(step: Step) -> UndoStep:
    possible = step.prepared is not None and step.prepared.undo.kind is not UndoKind.NONE
    return UndoStep(ids.say("action", step.id), f"{step.number} {step.record}", possible, not possible)


def _who(right: Right, deed: str) -> str:
    *most, last = sorted(RIGHTS[right])
    return f"{', '.join(most)} or {last} may {deed}." if most else f"{last} may {deed}."
