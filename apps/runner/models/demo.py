"""The demo model: a few rules over the customer's words. It is no language model, and says so wherever it is named.

It lets the whole product work without a key. It is deterministic and knows one form: `refund`.
"""

import re

from apps.connectors.contract import JsonDict
from apps.core import money
from apps.runner import template
from apps.runner.models.question import Answer, Foreseen, Unanswered, checked, shown, system
from apps.runner.wishes import Ask

LABEL = "demo (rules, no language model)"
HARM = re.compile(
    r"\b(broken?|broke|damaged?|in pieces|crack(ed)?|split|faulty|defective|missing|shattered|smashed|no plug)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


class DemoModel:
    def foresee(self, ask: Ask) -> Foreseen:
        return Foreseen()

    def answer(self, ask: Ask, *, timeout_s: float) -> Answer:
        if ask.slot != "refund":
            raise Unanswered(f"The demo model knows no form called {ask.slot}. Name a language model in the settings.")
        seen = {material.name: material.value for material in ask.material}
        values = _refund(seen)
        messages = [
            {"role": "system", "content": system(ask)},
            {"role": "user", "content": [shown(material) for material in ask.material]},
            {"role": "assistant", "content": values},
        ]
        return checked(ask, Answer(values, LABEL, messages))


def _refund(seen: JsonDict) -> JsonDict:
    """Back goes the price of the one item that the customer names in a sentence about harm; else a person decides."""
    found = _harmed(str(seen["body"]), [template.find("values.name", item) for item in seen["items"]])
    if len(found) != 1:
        return _for_a_person("The letter does not name one item that is broken or missing.")
    item = seen["items"][found[0]]
    name, price = template.find("values.name", item), template.find("values.price", item)
    back = str(money.parse(price, template.find("currency", seen["order"])))
    return {
        "decision": "refund",
        "item": name,
        "amount": price,
        "reason": "requested_by_customer",
        "subject": f"Your order {template.find('number', seen['order'])}",
        "reply": _reply(template.find("name", seen["customer"]), name, back),
        "note": f"Refunded {back} for the {name}",
    }


def _harmed(body: str, names: list[str]) -> list[int]:
    """Which items stand in a sentence about harm; failing that, which are named at all in a letter about harm."""
    sentences = SENTENCE.split(body)
    near = {i for i, name in enumerate(names) for said in sentences if _names(said, name) and HARM.search(said)}
    named = {i for i, name in enumerate(names) if _names(body, name)}
    return sorted(near or (named if HARM.search(body) else set()))


def _names(text: str, name: str) -> bool:
    return name.lower() in text.lower()


def _reply(customer: str, item: str, back: str) -> str:
    return (
        f"Dear {customer},\n\nthank you for telling us about the {item}."
        " We are sorry that it did not reach you as it should.\n\n"
        f"We have returned {back} to the card you paid with. Your bank usually shows it within five to ten days."
        " You need not send anything back.\n\nKind regards\nHarbour & Pine"
    )


def _for_a_person(why: str) -> JsonDict:
    reason = "requested_by_customer"
    return {"decision": "person", "item": "", "amount": "0", "reason": reason, "subject": "", "reply": "", "note": why}
