"""What an invented past held against its caps: never more than the cap that stood then."""

from apps.console.history import tables
from apps.console.history.setting import Cap, Place
from apps.console.history.spending import Spending
from apps.core.ids import uuid7

NOON = 1_794_052_800_000  # ms; 2026-11-07 in UTC


def test_on_a_busy_day_the_cap_was_raised_and_on_others_it_stood() -> None:
    step, agent, rows = uuid7(), uuid7(), tables.Rows()
    spending = Spending(_place(Cap(uuid7(), "micro_usd", "day", 5000)), rows)
    for micro_usd in (4000, 3000):
        spending.think(step, agent, NOON, tokens=1, micro_usd=micro_usd)
    names = tables.RESERVATION.columns
    held = [dict(zip(names, row, strict=False)) for row in rows.of[tables.RESERVATION.name]]
    assert [(one["total_after"], one["cap_then"]) for one in held] == [(4000, 5000), (7000, 7000)]


def _place(cap: Cap) -> Place:
    return Place(
        workspace=uuid7(), slug="past", zone="UTC", agents=(), signers={}, asker=uuid7(), groups={}, connections={},
        policy_name="past_v1", policy_version=uuid7(), caps=(cap,),
    )  # fmt: skip
