"""An action as its lines in the past name it, written with it, and what the past says of it to a decision."""

from collections.abc import Sequence
from typing import Any

from apps.actions import history
from apps.actions.draft import Asked, Drafted, Step
from apps.actions.history import ALL, Doing
from apps.actions.models import Deed
from apps.actions.rules import Rules
from apps.connectors.contract import Facts, Known, Prepared
from apps.policies.question import Question
from apps.policies.told.asked import normal


def of(step: Step, asked: Asked, facts: Facts, prepared: Prepared | None) -> Doing:
    """Whom it concerns is told by the record, so before that was read only its asker and its agent are known."""
    money = facts.money.value if isinstance(facts.money, Known) and isinstance(facts.money.value, dict) else {}
    parties = {normal(kind): who for kind, who in prepared.around.parties.items()} if prepared else {}
    if prepared:
        parties["record"] = prepared.record
    to = facts.recipients.value if isinstance(facts.recipients, Known) else None
    if isinstance(to, list | tuple) and len(to) == 1:  # of several none is the one that is meant
        parties["recipient"] = str(to[0]).casefold()
    parties |= {"asker": asked.asker.pk.hex, "agent": asked.agent.pk.hex}
    return Doing(
        action=step.id, workspace=asked.agent.workspace_id, run=asked.run.pk,
        deeds=tuple(dict.fromkeys(map(normal, (step.tool.full_name, *step.tool.categories)))),
        whose={ALL: ALL, **{whose: history.key_of(whose, who) for whose, who in parties.items() if who}},
        amount=money.get("amount"), currency=str(money.get("currency") or ""),
    )  # fmt: skip


def with_the_past(asks: Question, step: Step, asked: Asked, rules: Rules, prepared: Prepared | None) -> Question:
    """The question with what its rules ask of the past. Without such a rule nothing is looked up."""
    tests = history.tests_of(rules.deciding, asks)
    if not tests:
        return asks
    totals, firsts = history.told(of(step, asked, asks.facts, prepared), tests, rules.compiled.house.zone)
    told = asks.circumstances.model_copy(update={"so_far": totals, "first_for": firsts})
    return asks.model_copy(update={"circumstances": told})


def written(drafted: Sequence[Drafted], asked: Asked) -> None:
    """Their lines are there."""
    doings = (of(one.step, asked, one.prepared.facts, one.prepared) for one in drafted)
    Deed.objects.bulk_create(line for doing in doings for line in doing.lines())


def written_anew(drafted: Sequence[Drafted], asked: Asked) -> None:
    """Their lines are there, and those of the edition before are gone."""
    actions = [one.step.id for one in drafted]
    Deed.objects.filter(workspace_id=asked.agent.workspace_id, action_id__in=actions).delete()
    written(drafted, asked)


def kept(one: Drafted, asked: Asked, rules: Rules) -> list[dict[str, Any]] | None:
    """What the decision was told of the past, for the claim to measure again; None: nothing."""
    asks = one.decided.asking.question
    if not (asks.circumstances.so_far or asks.circumstances.first_for):
        return None
    doing, tests = of(one.step, asked, one.prepared.facts, one.prepared), history.tests_of(rules.deciding, asks)
    return history.kept(doing, tests, rules.compiled.house.zone, asks.circumstances)
