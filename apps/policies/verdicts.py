"""Verdicts side by side: what each asks of people, in a word, and which of two is the stricter."""

from collections.abc import Mapping, Sequence
from typing import Any

from apps.policies.decision import STRICTNESS, Outcome

Verdict = Mapping[str, Any]  # as asking.verdict says it
ALONE = "auto"


def label(verdict: Verdict) -> str:
    """`auto`, `deny`, `suggest`, or how many signatures: `2 signatures`."""
    if verdict["outcome"] != Outcome.APPROVE:
        return str(verdict["outcome"])
    people = signatures(verdict)
    return f"{people} signature{'' if people == 1 else 's'}"


def signatures(verdict: Verdict) -> int:
    """The fewest people who can meet it: one may fit several requirements that name a group in common."""
    if verdict["outcome"] != Outcome.APPROVE:
        return 0
    needs = verdict.get("requirements", ())
    named = [(set(need["groups"]), int(need["people"])) for need in needs if need.get("groups")]
    others = [int(need["people"]) for need in needs if not need.get("groups")]
    return max(sum(_clusters(named)), *others, 1)


def stricter(now: Verdict, then: Verdict) -> int:
    """1: stricter than it was, -1: milder, 0: it asks as much."""
    one, other = _weight(now), _weight(then)
    return (one > other) - (one < other)


def _weight(verdict: Verdict) -> tuple[int, int]:
    return STRICTNESS[Outcome(verdict["outcome"])], signatures(verdict)


def _clusters(named: Sequence[tuple[set[str], int]]) -> list[int]:
    """The most people asked among requirements that the same person may fit, for each such bundle."""
    bundles: list[tuple[set[str], int]] = []
    for groups, people in named:
        apart = [bundle for bundle in bundles if bundle[0].isdisjoint(groups)]
        joined = [bundle for bundle in bundles if not bundle[0].isdisjoint(groups)]
        whole = set(groups).union(*(one for one, _ in joined))
        bundles = [*apart, (whole, max([people, *(most for _, most in joined)]))]
    return [people for _, people in bundles]
