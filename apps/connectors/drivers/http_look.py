"""Looking for our own effect, by the key that we left in it."""

from typing import Any

from apps.connectors import cel, preview, snapshot, template
from apps.connectors.contract import Attempt, Found, Looked, NotThere, Unclear
from apps.connectors.drivers.http_target import Target
from apps.connectors.jobs import Work
from apps.connectors.parts import HttpRead, Reconcile

MOST_PAGES = 10


def look(work: Work, attempt: Attempt, rule: Reconcile) -> Looked:
    """One effect, none, or several, which is never settled by a machine. Raises Refused or cel.CannotTell."""
    if not isinstance(rule.read, HttpRead):
        return Unclear(why="There is no place to look.")
    seen: dict[str, Any] = {**preview.names_of(work), "action": {"key": attempt.key}}
    target = Target(work.manifest, work.opened, attempt.timeout_s / 2)
    ours: list[Any] = []
    query: dict[str, str] = {}
    for _ in range(MOST_PAGES):
        seen["found"] = cel.admit(target.fetch(rule.read, seen, query))
        ours += cel.evaluate(rule.ours, seen)
        if rule.page is None or not cel.holds(rule.page.more, seen):
            return _judged(work, rule, seen, ours)
        query = {rule.page.query: str(cel.evaluate(rule.page.value, seen))}
    return Unclear(why="There are too many records to look through.")


def _judged(work: Work, rule: Reconcile, seen: cel.Names, ours: list[Any]) -> Looked:
    if len(ours) > 1:
        return Unclear(why=f"{len(ours)} effects carry this action's key. That must not be: look at the target.")
    if ours:
        return Found(result=snapshot.plain(template.render(work.operation.result, {**seen, "answer": ours[0]})))
    if cel.holds(rule.sure, seen):
        return NotThere()
    return Unclear(why="The record has been written since, so it cannot be told.")
