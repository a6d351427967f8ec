-- When the window of a period begins, on the workspace's own calendar: also on days of 23 and 25 hours.
CREATE FUNCTION billing_starts_on_1 (period text, zone text, moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE period
        WHEN 'day' THEN (moment AT TIME ZONE zone)::date
        WHEN 'week' THEN date_trunc('week', moment AT TIME ZONE zone)::date
        WHEN 'month' THEN date_trunc('month', moment AT TIME ZONE zone)::date
        ELSE DATE '1970-01-01' END
$$;

-- What one action needs of one budget. `lease_id`: the lease it is to come out of, if any.
CREATE TYPE billing_need_1 AS (
    place int, workspace_id uuid, action_id uuid, budget_id uuid, starts_on date, n bigint, signed boolean, lease_id uuid
);

-- A budget without room for what stands at this place, and what its window had then.
CREATE TYPE billing_short_1 AS (place int, budget_id uuid, taken bigint, n bigint);

-- What is needed or was used at a place, as a budget of this unit, currency and category sees it; null: nothing of it.
-- `kept` and `sums` come from ledger.py: each unit and currency once in all, under no category, and once under each.
CREATE FUNCTION billing_seen_1 (
    kept text[], sums bigint[], place int, unit text, currency text, category text
) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT sums[array_position(kept, place || ' ' || unit || ' ' || currency || ' ' || category)]
$$;
