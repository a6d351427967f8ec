"""What policy could speak of: the facts of each step, as chips; what could not be told stands out."""

from collections.abc import Sequence
from typing import Any

from apps.actions.cards.steps import Step
from apps.actions.cards.words import Chip, counted
from apps.connectors.contract import CannotTell, Facts, Known
from apps.core.money import Money

FAMILIES = {
    "money": "money moved",
    "recipients": "recipients",
    "fields": "fields written",
    "permission_change": "permission change",
    "billing_change": "billing change",
    "count": "number of records",
    "record": "record",
}


def limits(steps: Sequence[Step], domains: Sequence[str]) -> tuple[Chip, ...]:
    chips = [chip for step in steps if step.prepared for chip in _of(step.prepared.facts, domains)]
    return tuple(dict.fromkeys(chips))


def _of(facts: Facts, domains: Sequence[str]) -> list[Chip]:
    found = []
    for family, words in FAMILIES.items():
        fact = getattr(facts, family)
        if isinstance(fact, CannotTell):
            found.append(Chip(f"Cannot tell the {words}", "warn", "alert"))
        elif isinstance(fact, Known) and (chip := _known(family, fact.value, domains)):
            found.append(chip)
    return found


def _known(family: str, value: Any, domains: Sequence[str]) -> Chip | None:
    if family == "money":
        return Chip(f"Moves {Money(value['amount'], value['currency'])}", "ok", "check")
    if family == "recipients":
        return _recipients(value, domains)
    if family in ("permission_change", "billing_change"):
        words = FAMILIES[family]
        return Chip(f"A {words}", "warn", "shield") if value else Chip(f"No {words}", "ok", "check")
    if family == "count":
        return Chip(counted(int(value), "record"), "ok", "check")
    if family == "fields":
        return Chip(counted(len(value), "field") + " written", "ok", "check")
    return None


def _recipients(addresses: Sequence[str], domains: Sequence[str]) -> Chip:
    outside = [a for a in addresses if a.rpartition("@")[2] not in set(domains)]
    if outside:
        return Chip(f"{counted(len(outside), 'recipient')} outside your domains", "warn", "mail")
    return Chip(f"{counted(len(addresses), 'recipient')}, inside your domains", "ok", "check")
