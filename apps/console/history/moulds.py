"""Documents as the product freezes them, made once for each kind of work; each action's own ids are put in by bytes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from math import log
from random import Random
from typing import Any

from apps.actions import document
from apps.connectors import engine
from apps.connectors.contract import (
    CannotTell,
    Change,
    Facts,
    HasNone,
    Known,
    Prepared,
    Tool,
    Undo,
    UndoKind,
    Value,
    Verb,
)
from apps.core import ids
from apps.policies.circumstances import Circumstances
from apps.policies.question import Question, subject_of

ACTION, CONNECTION, FINGERPRINT = f"act_{'0' * 32}", f"con_{'0' * 32}", "0" * 8
RECORD, AT = f"rec_{'0' * 32}", datetime(1970, 1, 1, tzinfo=UTC)  # what it is done to, and when policy was asked
NAMES = ("Maria Oduya", "Tomas Berg", "Aiko Sato", "Priya Nair", "Luca Conti", "Ines Castro", "Noah Clark", "Eva Novak")
USUAL, SPREAD, AMOUNTS = 11_000, 0.9, 400  # minor units, as a desk's refunds are spread, and how many different ones
TOOLS = {"stripe.refund": 6, "stripe.credit": 2, "mail.send": 5, "stripe.update_customer": 1}  # how often each is used


@dataclass(frozen=True)
class Mould:
    tool: str
    connector: str
    title: str
    risk: str
    tier: str
    amount: int  # minor units; 0 where no money moves
    category: str
    question: Question  # as policy is asked; the agent is named when it is cast
    part: bytes  # an ActionDocument in canonical bytes

    def cast(self, *, action: str, connection: str, fingerprint: str, record: str) -> bytes:
        """The part of one action."""
        filled = self.part
        for blank, said in ((ACTION, action), (CONNECTION, connection), (RECORD, record)):
            filled = filled.replace(blank.encode(), said.encode())
        return filled.replace(f'"fingerprint":"{FINGERPRINT}"'.encode(), f'"fingerprint":"{fingerprint}"'.encode())


def drawn(rng: Random) -> Mould:
    """One piece of work, as often as its tool is used."""
    [name] = rng.choices(list(TOOLS), list(TOOLS.values()))
    return mould(name, rng.randrange(len(_amounts(name))))


def moulds(name: str) -> tuple[Mould, ...]:
    """Every kind of work that one tool does in the past."""
    return tuple(mould(name, place) for place in range(len(_amounts(name))))


@cache
def mould(name: str, place: int) -> Mould:
    """One of them, made when it is first drawn."""
    return _mould(engine.tool(name), NAMES[place % len(NAMES)], _amounts(name)[place])


@cache
def _amounts(name: str) -> tuple[int, ...]:
    tool, spread = engine.tool(name), Random(1)  # noqa: S311  the same amounts in every past
    return tuple(
        int(spread.lognormvariate(log(USUAL), SPREAD)) for _ in range(AMOUNTS if "refunds" in tool.categories else 8)
    )


def _mould(tool: Tool, name: str, amount: int) -> Mould:
    dollars = f"${amount / 100:,.2f}"
    said = {"refund": f"Refund {dollars} to {name}", "credit": f"Credit {name} with {dollars}",
            "send": f"Email {name}: your order",
            "update_customer": f"Update the address of {name}"}[tool.name]  # fmt: skip
    money = amount if tool.name in ("refund", "credit") else 0
    prepared = _prepared(tool, said, name, money)
    part = document.part(
        document.ActionDocument(action=ACTION, connection=CONNECTION, fingerprint=FINGERPRINT, prepared=prepared)
    )
    category = tool.categories[0] if money and tool.categories else ""
    question = Question(
        **subject_of(tool).model_dump(), risk=tool.risk, facts=prepared.facts, circumstances=_around(prepared)
    )
    return Mould(
        tool.full_name, tool.connector, said, tool.risk.value, tool.tier.value, money, category, question, part
    )


def _prepared(tool: Tool, title: str, name: str, money: int) -> Prepared:
    was = {"name": {"type": "string", "text": name}, "status": {"type": "string", "text": "succeeded"}}
    change = Change(
        record=name, field="Refunded" if money else "Text", before=Value(type="text", text="0"),
        after=Value(type="text", text=str(money or "Your order is on its way.")),
    )  # fmt: skip
    return Prepared(
        tool=tool.full_name, definition=tool.definition, title=title, button=title[:1].lower() + title[1:], record=name,
        risk=tool.risk, arguments={"amount": money, "of": RECORD} if money else {"to": ["customer@example.org"]},
        before=was, changes=(change,), guard=was, request={"open": []}, facts=_facts(tool, money),
        undo=Undo(kind=UndoKind.NONE, say="This cannot be taken back."), hold_s=0, tier=tool.tier,
    )  # fmt: skip


def _facts(tool: Tool, money: int) -> Facts:
    none = HasNone()
    moved: dict[str, Any] = {"amount": money, "currency": "USD", "category": (tool.categories or ("",))[0]}
    return Facts(
        money=Known(value=moved) if money else none, fields=CannotTell(),
        recipients=Known(value=["customer@example.org"]) if tool.verb is Verb.SEND else none,
        permission_change=Known(value=False), billing_change=Known(value=False), count=Known(value=1),
        record=Known(value={"object": tool.object, "id": RECORD}),
    )  # fmt: skip


def _around(prepared: Prepared) -> Circumstances:
    return Circumstances(
        arguments=prepared.arguments, at=AT, earlier=(), undo=prepared.undo.kind, text=prepared.title,
        record={name: cell["text"] for name, cell in prepared.before.items()} | {"id": RECORD},
    )  # fmt: skip


def whole(parts: list[bytes], *, proposal: str, workspace: str, agent: str, asker: str) -> bytes:
    """A proposal's document: its members stand in the order of RFC 8785, so that its parts need not be read again."""
    head = b",".join(parts)
    tail = (
        f'],"agent":"{agent}","asker":"{asker}","asker_named":false,"edition":1,"proposal":"{proposal}",'
        f'"workspace":"{workspace}"}}'
    )
    return b'{"actions":[' + head + tail.encode()


def agrees() -> bool:
    """Is what is put together here, byte for byte, what the product itself would freeze?"""
    one = mould("stripe.refund", 0)
    said = document.ProposalDocument(
        proposal=ids.say("proposal", ids.uuid7()), edition=1, workspace="0" * 32, agent=f"agt_{'0' * 32}",
        asker=f"user:{'0' * 32}", asker_named=False, actions=(document.read(one.part),),
    )  # fmt: skip
    frozen, _ = document.freeze(said)
    put = whole([one.part], proposal=said.proposal, workspace=said.workspace, agent=said.agent, asker=said.asker)
    return frozen == put
