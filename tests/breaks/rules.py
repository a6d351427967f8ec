"""The model's rules, and the line of ours that each of them is: what `python -m tests.breaks.remove` takes out."""

from typing import NamedTuple


class Edit(NamedTuple):
    file: str
    old: str
    new: str = ""


A, C = "apps/actions", "apps/console/faults"
RULES: dict[str, tuple[Edit, ...]] = {
    "start mark": (
        Edit(f"{A}/look.py", "elif hindrance := claim.start_mark(taken, version=version, nothing_there=doubt.nothing_there):",
             "elif hindrance := None:"),
    ),
    "attempt fence": (
        Edit(f"{A}/claim.py", "AND state = 'executing' AND attempt = %s\nAND lease_until > clock_timestamp()", "AND %s > 0"),
    ),
    "settle fence": (Edit(f"{A}/settle.py", "        if not _current(cursor, claim) or state not in (State.EXECUTING, State.UNKNOWN):\n            return\n"),),
    "deadline": (Edit(f"{A}/send.py", "if not taken.in_time:", "if False:"),),
    "pause check": (Edit(f"{A}/permit.py", "    if held_back(picked, now.flags):\n        return Hindrance.PAUSED\n"),),
    "list attempts": (
        Edit("apps/workspaces/sql/pause_1.sql", "AND t.ended_at IS NULL OFFSET 0", "AND t.ended_at IS NULL AND a.state <> 'done' OFFSET 0"),
    ),
    "pause lock": (
        Edit(f"{A}/sql/ask_2.sql", "    PERFORM pg_advisory_xact_lock_shared(number) FROM unnest(scopes) AS number;\n"),
        Edit(f"{A}/sql/begin_2.sql", "    PERFORM pg_advisory_xact_lock_shared(number) FROM unnest(locks) AS number;\n"),
    ),
    "digest check": (Edit(f"{A}/permit.py", "return Hindrance.SIGNATURES if now.request is not None and now.request not in signed else None", "return None"),),
    "policy check": (Edit(f"{A}/permit.py", "    if not now.policy_stands:\n        return Hindrance.POLICY\n"),),
    "reserve in claim": (
        Edit(f"{A}/claim.py", "reserving = reserve.stating(free) if together else []", "reserving = []"),
        Edit(f"{A}/claim.py", "            refused |= reserve.for_all(free)\n"),
        Edit(f"{A}/sql/begin_2.sql", "    IF kept <> '{}' THEN", "    IF false THEN"),
    ),
    "reserve once": (
        Edit("apps/billing/sql/reserve_2.sql", "AND r.state <> 'released'", "AND false"),
        Edit("apps/billing/sql/reserve_3.sql", "AND r.state <> 'released'", "AND false"),
        Edit("apps/billing/sql/cold_1.sql", "AND r.state <> 'released'", "AND false"),
        Edit("apps/billing/sql/take_1.sql", "AND r.state <> 'released'", "AND false"),
    ),
    "doubt holds budget": (
        Edit(f"{A}/reaper.py", "    if attempts.in_doubt(action):\n", "    if attempts.in_doubt(action):\n        budgets.release(action)\n"),
    ),
    "cap not a constraint": (
        Edit("apps/billing/budgets.py", "    return change(budget_id, by=by, cap=cap).cap\n",
             "    if headroom(scope.only())[0].reserved > cap:\n        raise Refused('It is in use.')\n    return change(budget_id, by=by, cap=cap).cap\n"),
    ),
    "tier wait": (Edit(f"{A}/attempts.py", "if picked.tier == Tier.A else nothing_on_its_way(picked.action, lag_s=lag_s(picked))", "if picked.tier == Tier.A else True"),),
    "reconcile": (Edit(f"{A}/look.py", "    seen = reconcile(taken.picked, loaded, number=taken.attempt, lease_left_s=taken.lease_left_s)\n", "    seen: Looked = NotThere()\n"),),
    "guard": (Edit(f"{A}/batch.py", "for one in seen if isinstance(one.guarded, Same)}", "for one in seen}"),),
    "own attempt only": (
        Edit(f"{A}/settle.py", "        if attempts.in_doubt(picked.action):\n            _to_unknown(picked, state, why=why, due_s=backoff(claim.attempt))",
             "        if False:\n            _to_unknown(picked, state, why=why, due_s=backoff(claim.attempt))"),
    ),
    "record version": (
        Edit(f"{C}/books.py", 'request["version"] != str(version)', 'request["version"] != value'),
        Edit(f"{C}/driver.py", 'version = now["version"]', 'version = now["value"]'),
    ),
    "version kept": (
        Edit(f"{A}/look.py", "    kept = attempts.kept_version(taken.picked.action)\n", '    kept = seen.version if isinstance(seen, Same) else ""\n'),
    ),
    "key window": (Edit(f"{A}/attempts.py", "return _rows(sql, [picked.action, KEY_LIVES_H, YOUNG]) == [(0,)]", "return True"),),
    "word waits": (Edit(f"{A}/word.py", "if not attempts.nothing_on_its_way(action_id, lag_s=attempts.lag_s(picked)):", "if False:"),),
    "found so": (Edit(f"{A}/look.py", 'settled_by="record"', 'settled_by="answer"'),),
    "late proof": (Edit(f"{A}/done.py", "for action, state in found if state in (State.EXECUTING, State.UNKNOWN)}", "for action, state in found if state == State.EXECUTING}"),),
    "undo waits": (
        Edit(f"{A}/undo.py", "if any(action.state in (State.EXECUTING, State.UNKNOWN) for action in actions):", "if False:"),
        Edit(f"{A}/undo.py", "if action.state == State.DONE]", "if action.state in (State.DONE, State.UNKNOWN)]"),
    ),
    "undo once": (
        Edit(f"{A}/inverse.py", "        if not over(one):\n            return Proposal.objects.get(pk=one.proposal_id)\n", "        del one\n"),
    ),
    "undo again": (Edit(f"{A}/inverse.py", "    if undo.state in OVER:\n        return True\n"),),
    "order": (Edit(f"{A}/permit.py", "    if not now.in_turn:\n        return Hindrance.ORDER\n"),),
    "rest stops": (Edit(f"{A}/settle.py", "    stopped = 0\n", "    return 0\n    stopped = 0\n"),),
    "hold before claim": (
        Edit(f"{A}/claim.py", "AND due_at <= clock_timestamp() AND (position = 1 OR", "AND (position = 1 OR"),
        Edit(f"{A}/permit.py", "    if not now.hold_is_over:\n        return Hindrance.HELD\n"),
    ),
    "reaper expires": (Edit(f"{A}/reaper.py", 'for action, workspace in _due("executing"):', "for action, workspace in ():"),),
    "reaper rings": (Edit(f"{A}/reaper.py", '        doorbell.ring("action", action, workspace=workspace)\n'),),
    "tier D never": (
        Edit(f"{A}/look.py", "elif picked.tier == Tier.D:", "elif False:"),
        Edit(f"{A}/look.py", "not in (Tier.A, Tier.B):", "not in (Tier.A, Tier.B, Tier.D):"),
    ),
    "entry": (
        Edit(f"{A}/claim.py", "return [take, *log.writing([begin.line(wish.picked, started=started) for wish in wishes])]",
             "return [take]"),
        Edit(f"{A}/sql/begin_2.sql", "    PERFORM audit_append_2(\n        seed, workspaces, 'action.executing', subjects, worker, array_fill(facts, ARRAY[cardinality(actions)]));\n"),
    ),
}  # fmt: skip


def named(test: str) -> str:
    """The test of a rule is named after it: `test_tier_wait` is that of `tier wait`."""
    return f"test_{test.lower().replace(' ', '_')}"
