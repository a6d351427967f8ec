"""What policy, ladder and the rest say about one action, and about a proposal of several."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.actions import afterwards, document, doing, owed, surroundings
from apps.actions.draft import Asked, Step
from apps.actions.models import Action
from apps.actions.rules import Rules
from apps.connectors import engine
from apps.connectors.contract import Facts, Prepared, UndoKind
from apps.policies import above
from apps.policies.asking import Asking, Decided
from apps.policies.ceilings import beside
from apps.policies.decision import Decision, Outcome
from apps.policies.groups import group_of
from apps.policies.question import Question, Subject, subject_of

OF_RULES = ("policy", above.NAME)  # the ceilings whose rules are among those that matched


@dataclass(frozen=True)
class Undone:
    """The original of an undo, as policy may speak of it."""

    subject: Subject
    kind: UndoKind


def before_looking(step: Step, asked: Asked, rules: Rules) -> Decided:
    """What the arguments alone decide, asked before a preview touches the target."""
    facts = Facts() if not step.opened.id else engine.foretell(step.call, step.opened)
    return Decided.by(rules.compiled, asking(step, asked, facts, rules), looked=False)


def after_looking(step: Step, asked: Asked, rules: Rules, prepared: Prepared) -> Decided:
    """What the record as it is decides."""
    return Decided.by(rules.compiled, asking(step, asked, prepared.facts, rules, prepared))


def denied_at_once(decisions: Sequence[Decision]) -> bool:
    """Does a rule, or a ceiling, deny whatever the record may say? A rule that could not tell waits for the record."""
    surely = (rule.outcome for decision in decisions for rule in decision.matched if not rule.note)
    closed = (one.outcome for decision in decisions for one in decision.ceilings if one.name not in OF_RULES)
    return Outcome.DENY in (*surely, *closed)


def asking(step: Step, asked: Asked, facts: Facts, rules: Rules, prepared: Prepared | None = None) -> Asking:
    """The whole of what is put to policy: the question, and every ceiling that stands at this moment.

    People who take something back stand on no ladder.
    """
    asks, enforces = question(step, asked, facts, rules, prepared), _seen_to(asked, prepared)
    if asked.undoing:
        return Asking(question=asks, enforces=enforces, above=rules.limit(asks, frozenset(enforces)))
    asks = doing.with_the_past(asks, step, asked, rules, prepared)
    named = asked.roles if asked.asker_named else ()
    stand = asked.ladder.at(group_of(asks.subject), asks.asker_roles, named=named)
    return Asking(
        question=asks, ceilings=beside(stand, asks, rules.compiled.admins), enforces=enforces,
        above=rules.limit(asks, frozenset(enforces)),
    )  # fmt: skip


def question(step: Step, asked: Asked, facts: Facts, rules: Rules, prepared: Prepared | None = None) -> Question:
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
        asker_roles=frozenset() if asked.asker_named else asked.roles,
        circumstances=surroundings.of(step, asked, prepared, rules),
    )


def _seen_to(asked: Asked, prepared: Prepared | None) -> tuple[str, ...]:
    """What else than signatures the spine sees to; that something runs before it is signed only where it may."""
    return tuple(sorted(owed.ENFORCES | ({afterwards.LATER} if afterwards.may(asked, prepared) else set())))


def _undone(step: Step) -> Undone | None:
    if step.wanted.undoes is None:
        return None
    original = Action.objects.get(pk=step.wanted.undoes)
    prepared = document.read(original.document or b"").prepared
    return Undone(subject_of(engine.tool(prepared.tool)), prepared.undo.kind)
