"""A small shop's names, its policy, and questions: each test says only what it is about."""

from collections.abc import Iterable
from typing import Any

from hypothesis import HealthCheck, Phase, settings

from apps.connectors.contract import CannotTell, Facts, HasNone, Known, UndoKind, Verb
from apps.policies.compile import Compiled, compile_rules
from apps.policies.language import parse, render
from apps.policies.question import Question
from apps.policies.vocabulary import Vocabulary

CALM = settings(  # no shrinking: a failing sentence is short enough to read, and each try parses many
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],
)
NONE = HasNone()
UNTOLD = CannotTell()
OURS = "harbour-pine.example"
SAMPLE = (
    "Read anything without asking.",
    "Refunds need two people from Finance or Support leads.",
    "Charges need two people from Finance or Support leads.",
    "Updates to Case need one person from Finance or Support leads.",
    "Messages need one person from Finance or Support leads.",
    "Never refund over 500 USD.",
    "Never change permissions.",
)
SHOP = Vocabulary(
    groups={name: name for name in ("Finance", "Support leads", "Admins", "Legal", "Research and Development")},
    connectors={"Salesforce": "salesforce", "Stripe": "stripe", "Mail": "mail"},
    agents={"Refunds agent": "agent-1", "Otto": "agent-2"},
    objects=("Case", "Task", "Order", "Payment", "Refund", "Message"),
    fields=("Status", "Priority"),
    tools=("stripe.refund", "salesforce.change"),
    categories=("deployments",),
    domains=(OURS,),
)
NOTHING = Facts(
    money=NONE,
    recipients=NONE,
    fields=NONE,
    permission_change=NONE,
    billing_change=NONE,
    count=NONE,
    record=NONE,
)


def policy(*sentences: str) -> Compiled:
    return compile_rules([(f"r{at}", parse(text, SHOP)) for at, text in enumerate(sentences, start=1)], SHOP)


def question(tool: str = "stripe.refund", verb: Verb = Verb.CREATE, **given: Any) -> Question:
    facts = NOTHING.model_copy(update={name: given.pop(name) for name in list(given) if name in Facts.model_fields})
    return Question(tool=tool, connector=tool.partition(".")[0], verb=verb, facts=facts, **given)


def refund(amount: int = 18450, currency: str = "USD", **given: Any) -> Question:
    money = given.pop("money", Known(value={"amount": amount, "currency": currency, "category": "refund"}))
    return question(object="Refund", categories=("refunds",), money=money, **given)


def update(*objects: str, verb: Verb = Verb.UPDATE, connector: str = "salesforce", **given: Any) -> Question:
    record = given.pop("record", Known(value=[{"object": name, "id": "1"} for name in objects]))
    return question(f"{connector}.change", verb, record=record, **given)


def message(*recipients: str, **given: Any) -> Question:
    to = given.pop("recipients", Known(value=list(recipients)))
    return question("mail.send", Verb.SEND, object="Message", categories=("messages",), recipients=to, **given)


def read(connector: str = "salesforce", **given: Any) -> Question:
    return question(f"{connector}.read", Verb.READ, **({"object": "Case"} | given))


def exact(asked: Question) -> Question:
    return asked.model_copy(update={"undoing": True, "undo_kind": UndoKind.EXACT})


def compensating(asked: Question) -> Question:
    return asked.model_copy(update={"undoing": True, "undo_kind": UndoKind.COMPENSATE})


def reads_as(text: str, words: Vocabulary) -> str:
    """The canonical form of a sentence, which reads back as the same rule."""
    rule = parse(text, words)
    said = render(rule)
    assert parse(said, words) == rule
    return said


def sentences(lines: Iterable[Any]) -> list[str]:
    return [line.sentence for line in lines]
