"""The cases that a draft would have decided otherwise, listed many at once and ranked by what to look at first."""

import json
from collections.abc import Sequence

from apps.actions.backtests.cases import Found
from apps.actions.backtests.desk import Changed
from apps.core.ids import uuid7
from apps.core.postgres import plain
from apps.policies.backtest import Replayed
from apps.policies.case import Case
from apps.policies.models import BacktestPart

INSERT = """
INSERT INTO policies_changedcase (workspace_id, backtest_id, id, rank, recording_id, proposal_id, action_id, was, now,
    money, answer, edited, undone, waited_s)
SELECT %s::uuid, %s::uuid, one.id, rank, recording, proposal, action, was, now, money::jsonb, answer, edited, undone,
    waited
FROM unnest(%s::uuid[], %s::int[], %s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::boolean[], %s::boolean[], %s::int[])
    AS one (id, rank, recording, proposal, action, was, now, money, answer, edited, undone, waited)
"""


def keep(part: BacktestPart, changed: Sequence[Changed]) -> None:
    """In the caller's transaction."""
    if changed:
        columns = map(list, zip(*(_row(found, one) for found, one in changed), strict=True))
        plain.rows(INSERT, [part.workspace_id, part.backtest_id, *columns])


def _row(found: Found, one: Replayed) -> tuple[object, ...]:
    case = one.case
    money = json.dumps([[each.currency, each.amount] for each in one.now.moved])
    return (
        uuid7(), _rank(case, one), case.id, found.proposal, found.action, case.verdict.label, one.now.verdict.label,
        money, case.answer.value, case.edited, case.undone, case.waited_s,
    )  # fmt: skip


def _rank(case: Case, one: Replayed) -> int:
    """What is to be looked at first: what people had refused and would now run alone."""
    if one.now.verdict.alone and (case.refused or case.edited):
        return 0 if case.refused else 1
    return 2 if case.verdict.stricter_than(one.now.verdict) else 3
