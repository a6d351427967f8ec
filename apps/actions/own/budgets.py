"""Setting up, changing and ending budgets. Each undoes the other; ending and setting up again keep what was counted."""

from typing import Any
from uuid import UUID

from apps.actions.claim import Claim
from apps.actions.draft import Step
from apps.actions.own.tool import OwnTool, asker, facts, text
from apps.billing import budgets, words
from apps.billing.models import Budget
from apps.connectors.contract import Change, InverseCall, JsonDict, Prepared, Tier, Undo, UndoKind
from apps.core.errors import Invalid

SET, END = "countersign.set_budget", "countersign.end_budget"
MOVES = ("cap", "soft", "hard_line", "slice")  # what may change; the rest is what a budget is
IS = ("name", "scope_kind", "scope_id", "unit", "currency", "category", "period")
GONE = "The budget is not as it was when this was shown."


def _prepare_set(step: Step) -> Prepared:
    arguments = step.wanted.arguments
    there = Budget.objects.filter(pk=UUID(arguments["budget"])).first()
    what = _facts(there) if there else _new(arguments)
    after = what | {name: arguments[name] for name in MOVES}
    before = what if there and there.ended_at is None else {}
    moved = [name for name in (*MOVES, *(() if there else IS[1:])) if before.get(name) != after[name]]
    if not moved:
        raise Invalid("This is how the budget is already.")
    name = str(what["name"])
    title = f"{'Change' if before else 'Set up'} the budget {name}"
    return _prepared(step, name, f"{title}: {words.cap(after)}", before, after, moved)


def _prepare_end(step: Step) -> Prepared:
    there = Budget.objects.filter(pk=UUID(step.wanted.arguments["budget"]), ended_at=None).first()
    if there is None:
        raise Invalid("There is no such budget in force.")
    return _prepared(step, there.name, f"End the budget {there.name}", _facts(there), {}, ["cap"])


def _prepared(step: Step, name: str, title: str, before: JsonDict, after: JsonDict, moved: list[str]) -> Prepared:
    what = before or after
    changes = tuple(
        Change(record=name, field=words.FIELDS[one], before=text(words.field(one, before) if before else "no budget"),
               after=text(words.field(one, after) if after else "no budget"))
        for one in moved
    )  # fmt: skip
    say = "The budget is put back as it was." if before else "The budget is ended again."
    return Prepared(
        tool=step.tool.full_name, definition=step.tool.definition, title=title[:300], record=name,
        button="setting this budget" if after else "ending this budget", risk=step.tool.risk,
        arguments=step.wanted.arguments, before=before, changes=changes, guard={**before},
        request={"name": what["name"]},
        facts=facts("Budget", name, billing=True), undo=Undo(kind=UndoKind.EXACT, say=say), hold_s=0, tier=Tier.A,
    )  # fmt: skip


def _set(taken: Claim, arguments: JsonDict) -> str:
    by, id = asker(taken).said, UUID(arguments["budget"])
    there = Budget.objects.filter(pk=id).first()
    moves = {name: arguments[name] for name in MOVES}
    if there is None:
        what = _new(arguments)
        where = (what.pop("scope_kind"), UUID(what.pop("scope_id")))
        budgets.set_up(workspace=taken.picked.workspace, id=id, scope=where, by=by, **what, **moves)
        return ""
    if there.ended_at is not None:
        budgets.reopen(id, by=by)
    budgets.change(id, by=by, **moves)
    return ""


def _end(taken: Claim, arguments: JsonDict) -> str:
    id = UUID(arguments["budget"])
    if not Budget.objects.filter(pk=id, ended_at=None).exists():
        return GONE
    budgets.end(id, by=asker(taken).said)
    return ""


def _inverse(prepared: Prepared) -> InverseCall:
    id, before = prepared.arguments["budget"], prepared.before
    if not before:
        return InverseCall(kind=UndoKind.EXACT, say=prepared.undo.say, tool=END, arguments={"budget": id})
    arguments = {"budget": id, **{name: before[name] for name in MOVES}}
    return InverseCall(kind=UndoKind.EXACT, say=prepared.undo.say, tool=SET, arguments=arguments)


def _facts(budget: Budget) -> JsonDict:
    found: dict[str, Any] = {name: getattr(budget, name) for name in (*IS, *MOVES)}
    return found | {"scope_id": str(budget.scope_id)}


def _new(arguments: JsonDict) -> JsonDict:
    """What a budget that is not there yet is to be. Raises Invalid for what is missing or does not fit."""
    what = {name: arguments.get(name, "") for name in IS}
    missing = [words.FIELDS[name].lower() for name in IS if not what[name] and name not in ("currency", "category")]
    if missing:
        raise Invalid(f"A new budget needs a {', a '.join(missing)}.")
    if (what["unit"] == "money") != bool(what["currency"]):
        raise Invalid("A budget of money names its currency, and no other does.")
    return what


SET_TOOL, END_TOOL = OwnTool(_prepare_set, _set, _inverse), OwnTool(_prepare_end, _end, _inverse)
