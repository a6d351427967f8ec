"""The breaker's statements. Each is one round trip, and the row's lock makes callers follow one another."""

IN_A_ROW = 5  # this many failures in a row open it,
STRETCH = 10  # or half of at least so many calls;
LONGEST_STRETCH = 20  # after so many calls without that the count starts anew
FIRST_PAUSE_S, LONGEST_PAUSE_S = 5, 300  # between trials, doubled each time, and spread by a quarter either way
EARNED = 0.2  # a retry for every fifth first try,
A_MINUTE = 5  # and a few for anybody,
MOST_RETRIES = 20  # saved up to so many

_NOW = "clock_timestamp()"
_OPEN = "b.opened_at IS NOT NULL"
_FAILS = "NOT %(ok)s"
# Counted with this call, which failed.
_TOO_MANY = f"(b.in_a_row + 1 >= {IN_A_ROW} OR (b.calls + 1 >= {STRETCH} AND 2 * (b.failed + 1) >= b.calls + 1))"
_OPENS = f"(b.opened_at IS NULL AND {_FAILS} AND {_TOO_MANY})"
_TRIED = f"({_OPEN} AND b.probing_until IS NOT NULL)"
_CLOSES = f"({_TRIED} AND %(ok)s)"
_OPENS_AGAIN = f"({_TRIED} AND {_FAILS})"
_CALM = f"(b.opened_at IS NULL AND b.calls + 1 >= {LONGEST_STRETCH})"
_FRESH = f"({_OPENS} OR {_CLOSES} OR {_CALM})"
_PAUSE = (
    f"make_interval(secs => least({LONGEST_PAUSE_S}, {FIRST_PAUSE_S} * 2 ^ least(b.openings, 8))"
    " * (0.75 + random() / 2))"
)
_ASKED = f"CASE WHEN %(wait_s)s > 0 THEN {_NOW} + make_interval(secs => %(wait_s)s) END"
_REFILLED = f"least({MOST_RETRIES}, b.retries + {A_MINUTE} / 60.0 * extract(epoch FROM {_NOW} - b.counted_at)::float8)"

ADMITS = f"""
WITH wanted AS (SELECT DISTINCT id FROM unnest(%s::uuid[]) AS id),
trial AS (
  UPDATE connectors_breaker SET probing_until = {_NOW} + make_interval(secs => %s::float8)
  WHERE connection_id IN (SELECT id FROM wanted) AND opened_at IS NOT NULL
    AND greatest(next_try_at, not_before, probing_until) <= {_NOW}
  RETURNING connection_id
)
SELECT b.connection_id, {_OPEN} OR b.failed > 0 OR b.openings > 0 OR b.not_before > {_NOW}, {_OPEN},
  EXISTS (SELECT FROM trial t WHERE t.connection_id = b.connection_id),
  coalesce(greatest(0, extract(epoch FROM
    greatest(b.not_before, CASE WHEN {_OPEN} THEN greatest(b.next_try_at, b.probing_until) END) - {_NOW})), 0)::float8
FROM connectors_breaker b JOIN wanted w ON w.id = b.connection_id
"""

NOTE = f"""
INSERT INTO connectors_breaker AS b (connection_id, workspace_id, calls, failed, in_a_row, openings, not_before,
  retries, counted_at, turned)
SELECT c.id, c.workspace_id, 1, ({_FAILS})::int, ({_FAILS})::int, 0, {_ASKED},
  least({MOST_RETRIES}, {A_MINUTE} + {EARNED} * %(earned)s), {_NOW}, ''
FROM connectors_connection c WHERE c.id = %(id)s
ON CONFLICT (connection_id) DO UPDATE SET
  calls = CASE WHEN {_FRESH} THEN 0 WHEN {_OPEN} THEN b.calls ELSE b.calls + 1 END,
  failed = CASE WHEN {_FRESH} THEN 0 WHEN {_OPEN} THEN b.failed ELSE b.failed + ({_FAILS})::int END,
  in_a_row = CASE WHEN %(ok)s THEN 0 ELSE least(b.in_a_row + 1, 1000) END,
  openings = CASE WHEN {_OPENS} OR {_OPENS_AGAIN} THEN least(b.openings + 1, 1000) WHEN {_CALM} THEN 0
    ELSE b.openings END,
  opened_at = CASE WHEN {_OPENS} THEN {_NOW} WHEN {_CLOSES} THEN NULL ELSE b.opened_at END,
  next_try_at = CASE WHEN {_OPENS} OR {_OPENS_AGAIN} THEN {_NOW} + {_PAUSE} WHEN {_CLOSES} THEN NULL
    ELSE b.next_try_at END,
  probing_until = CASE WHEN {_CLOSES} OR {_OPENS_AGAIN} THEN NULL ELSE b.probing_until END,
  not_before = greatest(b.not_before, {_ASKED}),
  retries = least({MOST_RETRIES}, {_REFILLED} + {EARNED} * %(earned)s),
  counted_at = {_NOW},
  turned = CASE WHEN {_OPENS} THEN 'opened' WHEN {_CLOSES} THEN 'closed' ELSE '' END
RETURNING turned, workspace_id, in_a_row,
  coalesce(extract(epoch FROM greatest(next_try_at, not_before) - {_NOW}), 0)::float8
"""

# What is spent is one and what its own call earns, so that retries earn none.
SPEND = f"""
WITH spent AS (
  UPDATE connectors_breaker b SET retries = {_REFILLED} - 1 - {EARNED}, counted_at = {_NOW}
  WHERE b.connection_id = %(id)s AND {_REFILLED} >= 1 RETURNING 1
)
SELECT EXISTS (SELECT FROM spent), (1 - ({_REFILLED})) * 60.0 / {A_MINUTE}
FROM connectors_breaker b WHERE b.connection_id = %(id)s
"""
