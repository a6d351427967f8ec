"""How far policy lets a group of tools go at best: the mildest answer to a handful of plain cases of each tool."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from re import findall

from apps.actions.rules import Rules
from apps.agents.groups import Group
from apps.connectors.contract import Fact, Facts, HasNone, Known, Tool, Verb
from apps.policies import engine
from apps.policies.decision import STRICTNESS, Outcome
from apps.policies.question import Question, subject_of

MOST = 8  # objects of one tool, and currencies, that are tried
NONE, NO = HasNone(), Known(value=False)


@dataclass(frozen=True)
class Best:
    """The mildest that policy says, and the sentences that say it."""

    outcome: Outcome
    reason: str


def by_policy(rules: Rules, group: Group, *, agent: str, roles: frozenset[str], objects: Sequence[str]) -> Best:
    """What the mildest case of this group may do, asked by somebody in these roles."""
    answers = (
        engine.decide(rules.compiled, one, above=rules.limit(one))
        for tool in group.tools
        for one in _cases(rules, tool, agent, roles, objects)
    )
    mildest = min(answers, key=lambda one: STRICTNESS[one.outcome])
    closest = max(mildest.ceilings, key=lambda one: STRICTNESS[one.outcome], default=None)
    return Best(mildest.outcome, closest.reason if closest else " ".join(mildest.notes))


def _cases(rules: Rules, tool: Tool, agent: str, roles: frozenset[str], objects: Sequence[str]) -> Iterator[Question]:
    for name in (tool.object,) if tool.object else objects[:MOST] or ("",):
        for facts in _facts(rules, tool, name):
            yield Question(
                **{**subject_of(tool).model_dump(), "object": name}, risk=tool.risk, facts=facts, agent=agent,
                asker_roles=roles,
            )  # fmt: skip


def _facts(rules: Rules, tool: Tool, name: str) -> Iterator[Facts]:
    """An ordinary case: one record, nobody's rights; for money the smallest amount, for messages one of each side."""
    said = "\n".join(rules.version.sentences) if rules.version else ""
    money: list[Fact] = [NONE]
    for currency in sorted({"USD", *findall(r"\b[A-Z]{3}\b", said)})[:MOST]:
        money.append(Known(value={"amount": 1, "currency": currency}))
    inside = rules.compiled.domains
    recipients: list[Fact] = [NONE]
    if tool.verb is Verb.SEND:
        recipients = [Known(value=[f"somebody@{domain}"]) for domain in [*sorted(inside)[:1], "elsewhere.invalid"]]
    for moved in money:
        for to in recipients:
            yield Facts(
                money=moved, recipients=to, fields=NONE, permission_change=NO, billing_change=NO,
                count=Known(value=1), record=Known(value={"object": name, "id": "1"}),
            )  # fmt: skip
