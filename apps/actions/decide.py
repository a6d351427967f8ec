"""What policy, ladder and the rest say about one action, and about a proposal of several."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.actions import document
from apps.actions.draft import Asked, Step
from apps.actions.models import Action
from apps.actions.rules import Rules
from apps.connectors import engine
from apps.connectors.contract import Facts, Prepared, UndoKind
from apps.policies.asking import Asking, Decided
from apps.policies.ceilings import Rung
from apps.policies.decision import Decision, Outcome
from apps.policies.question import Question, Subject, subject_of
from apps.workspaces.access import roles_of

RUNGS: dict[str, Rung] = {"off": "off", "suggest": "suggest", "approve": "approve", "auto": "auto"}


@dataclass(frozen=True)
class Undone:
    """The original of an undo, as policy may speak of it."""

    subject: Subject
    kind: UndoKind


def before_looking(step: Step, asked: Asked, rules: Rules) -> Decided:
    """What the arguments alone decide, asked before a preview touches the target."""
    facts = Facts() if not step.opened.id else engine.foretell(step.call, step.opened)
    return Decided.by(rules.compiled, asking(step, asked, facts), looked=False)


def after_looking(step: Step, asked: Asked, rules: Rules, prepared: Prepared) -> Decided:
    """What the record as it is decides."""
    return Decided.by(rules.compiled, asking(step, asked, prepared.facts))


def denied_at_once(decisions: Sequence[Decision]) -> bool:
    """Does a rule deny whatever the record may say? A rule that could not tell waits for the record."""
    surely = (rule for decision in decisions for rule in decision.matched if not rule.note)
    return any(rule.outcome == Outcome.DENY for rule in surely)


def asking(step: Step, asked: Asked, facts: Facts) -> Asking:
    """The whole of what is put to policy: the question, and the bounds that hold at this moment."""
    return Asking(question=question(step, asked, facts), rung=rung_of(asked))


def question(step: Step, asked: Asked, facts: Facts) -> Question:
    undone = _undone(step)
    return Question(
        **subject_of(step.tool).model_dump(),
        risk=step.tool.risk,
        undoing=undone is not None,
        undo_kind=undone.kind if undone else UndoKind.NONE,
        undone=undone.subject if undone else None,
        facts=facts,
        agent=asked.agent.pk.hex,
        # A merely named asker excludes and tightens, never loosens: their roles open nothing.
        asker_roles=frozenset() if asked.asker_named else roles_of(asked.asker.pk, asked.agent.workspace_id),
    )


def _undone(step: Step) -> Undone | None:
    if step.wanted.undoes is None:
        return None
    original = Action.objects.get(pk=step.wanted.undoes)
    prepared = document.read(original.document or b"").prepared
    return Undone(subject_of(engine.tool(prepared.tool)), prepared.undo.kind)


def rung_of(asked: Asked) -> Rung | None:
    """The agent's rung as a ceiling; people who take something back or resume stand on no ladder."""
    return None if asked.undoing else RUNGS[asked.agent.rung]
