"""Where it goes: what each agent and each connection used."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from apps.agents.models import Agent
from apps.billing.amounts import say, to_cents
from apps.billing.spending import Kind
from apps.connectors.models import Connection

SHOWN, LISTED = 7, 50
NAMED: dict[str, tuple[type[Agent | Connection], str]] = {
    "agent": (Agent, "No agent"),
    "connection": (Connection, "Over no connection"),
}
ByWhom = Mapping[UUID | None, int]


@dataclass(frozen=True)
class Part:
    name: str
    amount: str
    per_cent: str
    bar: int


@dataclass(frozen=True)
class Line:
    name: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    lines: list[Line]
    all: Line
    left_out: int


def parts(used: ByWhom, side: str, kind: Kind) -> list[Part]:
    """The largest first, and everything else as one."""
    ranked = sorted(used.items(), key=lambda one: (-one[1], str(one[0])))
    top, rest = ranked[:SHOWN], sum(n for _, n in ranked[SHOWN:])
    called = names(side, {key for key, _ in top})
    total, most = sum(used.values()), max(rest, *(n for _, n in top), 1) if top else 1
    shown = [(called[key], n) for key, n in top] + ([("Everything else", rest)] if len(ranked) > SHOWN else [])
    return [Part(name, to_cents(kind[0], n, kind[1]), _share(n, total), 100 * n // most) for name, n in shown]


def listed(used: Mapping[Kind, ByWhom], side: str) -> Listed:
    """In every unit, those that acted most first; no more than fit on a page."""
    whose: dict[UUID | None, dict[Kind, int]] = defaultdict(dict)
    for kind, by_whom in used.items():
        for key, n in by_whom.items():
            whose[key][kind] = n
    ranked = sorted(whose, key=lambda key: (-whose[key].get(("actions", ""), 0), -_cost(whose[key]), str(key)))
    called = names(side, set(ranked[:LISTED]))
    every = {kind: sum(by_whom.values()) for kind, by_whom in used.items()}
    lines = [Line(called[key], figures(whose[key])) for key in ranked[:LISTED]]
    return Listed(lines, Line("Together", figures(every)), max(len(ranked) - LISTED, 0))


def figures(used: Mapping[Kind, int]) -> tuple[str, ...]:
    """Actions, model cost, tokens, and money by currency: currencies are never added up."""
    plain = tuple(to_cents(unit, used.get((unit, ""), 0)) for unit in ("actions", "micro_usd", "tokens"))
    money = ", ".join(say("money", n, currency) for (unit, currency), n in sorted(used.items()) if unit == "money")
    return (*plain, money or "none")


def names(side: str, keys: set[UUID | None]) -> dict[UUID | None, str]:
    """What each is called, in one query."""
    model, none = NAMED[side]
    known = dict(model._default_manager.filter(pk__in={key for key in keys if key}).values_list("pk", "name"))
    return {key: known.get(key, "Gone") if key else none for key in keys}


def _cost(used: Mapping[Kind, int]) -> int:
    return used.get(("micro_usd", ""), 0)


def _share(n: int, total: int) -> str:
    if not n or not total:
        return "0 %"
    return f"{100 * n // total} %" if 100 * n >= total else "< 1 %"
