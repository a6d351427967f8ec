"""Tables of actions around the limit of each construct: the sentence, the action, and the outcome, written by hand.

Each construct gives what holds, what does not, what cannot be told and what there is none of; the rows follow from
the kind of sentence: what restricts counts where it may hold, what lets only where it surely does.
"""

from typing import Any, NamedTuple

Action = dict[str, Any]
OTHER: Action = {"tool": "crm.update_task", "verb": "update", "object": "Task", "categories": []}
FRAMES = {  # outcome where the condition holds, else
    "Never {verb} when {condition}.": ("deny", "suggest"),
    "{noun} need two people from Finance when {condition}.": ("approve", "suggest"),
    "Only suggest {things} when {condition}.": ("suggest", "suggest"),
    "{Verb} without asking when {condition}.": ("auto", "suggest"),
    "Never {verb} unless {condition}.": ("suggest", "deny"),
}


class Limit(NamedTuple):
    condition: str
    holds: tuple[Action, ...]
    fails: tuple[Action, ...]
    untold: tuple[Action, ...]
    none: tuple[Action, ...] = ()  # the action has nothing of the kind: never holds, and cannot be told to be otherwise
    deed: str = "refund"
    loosens: bool = True  # whether a sentence that lets may say so at all


def usd(amount: str) -> Action:
    return {"money": f"{amount} USD"}


def at(moment: str, **more: Any) -> Action:
    return {"at": moment, **more}


def day(**total: Any) -> Action:
    return {"money": "100 USD", "so_far": [{"period": "day", **total}]}


NOON, NIGHT, SATURDAY = "2026-12-01T12:00:00+00:00", "2026-12-01T22:30:00+00:00", "2026-12-05T12:00:00+00:00"
LIMITS = (
    Limit("the amount is over 500 USD", (usd("500.01"), usd("9000")), (usd("500"), usd("499.99"), usd("0")),
          ({}, {"money": "501 EUR"}, {"money": "1 EUR"}, {"money": "unknown"}), ({"money": None},)),
    Limit("the amount is at least 500 USD", (usd("500"), usd("500.01")), (usd("499.99"),), ({}, {"money": "500 EUR"})),
    Limit("the amount is under 500 USD", (usd("499.99"), usd("0")), (usd("500"), usd("500.01")), ({}, {"money": "1 EUR"})),
    Limit("the amount is up to 500 USD", (usd("500"), usd("499.99")), (usd("500.01"),), ({}, {"money": "1 GBP"})),
    Limit("the amount is from 100 USD to 500 USD", (usd("100"), usd("300"), usd("500")), (usd("99.99"), usd("500.01")), ({},)),
    Limit("the amount is over 10% of the order", ({**usd("10.01"), "figures": {"order": "100 USD"}},),
          ({**usd("10"), "figures": {"order": "100 USD"}}, {**usd("9"), "figures": {"order": "100 USD"}}),
          (usd("50"), {"figures": {"order": "100 USD"}}, {**usd("50"), "figures": {"order": "100 EUR"}})),
    Limit("the amount is over the payment", ({**usd("51"), "figures": {"payment": "50 USD"}},),
          ({**usd("50"), "figures": {"payment": "50 USD"}},), (usd("51"),), ({**usd("51"), "figures": {"payment": None}},)),
    Limit("the discount is over 20%", ({"numbers": {"discount": 21}}, {"arguments": {"discount": "20.5"}}),
          ({"numbers": {"discount": 20}}, {"numbers": {"discount": 3}}), ({},)),
    Limit("the order is over 30 days old", ({"ages": {"order": 31}}, {"ages": {"order": 30.5}}),
          ({"ages": {"order": 30}}, {"ages": {"order": 1}}), ({}, {"ages": {"payment": 40}}), ({"ages": {"order": None}},)),
    Limit("the order is older than 2 weeks", ({"ages": {"order": 15}},), ({"ages": {"order": 14}},), ({},)),
    Limit("it is labelled confidential", ({"labels": ["Confidential"]}, {"labels": ["PII", "confidential data"]}),
          ({"labels": []}, {"labels": ["public"]}), ({}, {"labels": "unknown"})),
    Limit("it is in production", ({"places": ["production"]}, {"arguments": {"environment": "Prod"}}),
          ({"places": ["staging"]}, {"arguments": {"environment": "test"}}), ({},), deed="deploy"),
    Limit("it is an emergency", ({"kinds": ["emergency"]},), ({"kinds": ["standard"]},), ({},), deed="deploy"),
    Limit("the customer is a VIP", ({"related": {"customer": {"tier": "VIP"}}}, {"related": {"customer": {"vip": True}}}),
          ({"related": {"customer": {"tier": "standard"}}}, {"related": {"customer": {"vip": False}}}),
          ({}, {"related": {"customer": {"name": "Ada"}}}), ({"related": {"customer": None}},)),
    Limit("the customer's tier is gold or silver", ({"related": {"customer": {"tier": "Gold"}}}, {"related": {"customer": {"tier": "silver"}}}),
          ({"related": {"customer": {"tier": "bronze"}}},), ({}, {"related": {"customer": {}}}),
          ({"related": {"customer": {"tier": None}}},)),
    Limit("the status is closed", ({"record": {"status": "Closed"}},), ({"record": {"status": "open"}},), ({}, {"record": {"x": 1}})),
    Limit("the payment has a dispute", ({"related": {"payment": {"dispute": "dp_1"}}}, {"related": {"payment": {"disputed": True}}}),
          ({"related": {"payment": {"dispute": None}}}, {"related": {"payment": {"disputed": False}}}),
          ({}, {"related": {"payment": {"id": 1}}})),
    Limit("it goes to one of the known payees", ({"lists": {"known payees": True}}, {"lists": ["known payees"]}),
          ({"lists": {"Known payees": False}},), ({}, {"lists": {"friends": True}}), ({"lists": {"known payees": None}},)),
    Limit("it is the first time for the customer", ({"first_for": {"customer": True}},), ({"first_for": {"customer": False}},),
          ({}, {"first_for": {"vendor": True}})),
    Limit("the tests have passed", ({"checks": {"tests": True}}, {"checks": {"tests": "green"}}), ({"checks": {"tests": False}},),
          ({}, {"checks": {"build": True}}), deed="deploy"),
    Limit("there is a ticket number", ({"given": {"ticket number": "T-1"}}, {"arguments": {"ticket_number": "T-1"}}),
          ({"given": {"ticket number": ""}}, {"given": {"ticket number": False}}), ({}, {"given": {"reason": "x"}})),
    Limit("it was asked for by Support", ({"asked_by": ["Support"]}, {"asked_by": ["Sales", "support"]}),
          ({"asked_by": ["Sales"]}, {"asked_by": []}), ({},)),
    Limit("more than 10 records change", ({"count": 11},), ({"count": 10}, {"count": 1}), ({},), ({"count": None},), deed="delete anything"),
    Limit("the field Status changes", ({"fields": ["status", "x"]},), ({"fields": ["owner"]}, {"fields": []}), ({},), ({"fields": None},), loosens=False),
    Limit("a recipient is outside our domains", ({"recipients": ["eve@else.example"]}, {"recipients": ["a@acme.com", "b@x.example"]}),
          ({"recipients": ["a@acme.com"]}, {"recipients": []}), ({},), ({"recipients": None},), deed="email"),
    Limit("every recipient is inside our domains", ({"recipients": ["a@acme.com", "B@ACME.COM"]},),
          ({"recipients": ["a@acme.com", "b@x.example"]}, {"recipients": ["a@notacme.com"]}), ({},), deed="email"),
    Limit("there are more than 10 recipients", ({"recipients": [f"a{n}@acme.com" for n in range(11)]},),
          ({"recipients": [f"a{n}@acme.com" for n in range(10)]},), ({},), ({"recipients": None},), deed="email"),
    Limit("it has more than 2 attachments", ({"attachments": 3},), ({"attachments": 2}, {"attachments": 0}), ({},), deed="email"),
    Limit("the text contains a link", ({"text": "see https://x.example/a"}, {"text": "www.example.org"}), ({"text": "see you"},), ({},), deed="email"),
    Limit("the text contains card numbers", ({"text": "4242 4242 4242 4242"},), ({"text": "4242 4242 4242 4243"}, {"text": "42"}), ({},), deed="email"),
    Limit("the text contains secrets", ({"text": "password: hunter2"}, {"text": "sk_live_abc123"}), ({"text": "hello"},), ({},), deed="email"),
    Limit('the text says "guarantee"', ({"text": "We GUARANTEE it"},), ({"text": "We hope so"},), ({},), deed="email"),
    Limit("it is within working hours", (at(NOON), at("2026-12-01T09:00:00+00:00")),
          (at(NIGHT), at(SATURDAY), at("2026-12-01T08:59:00+00:00"), at("2026-12-01T17:00:00+00:00")), ({},), deed="deploy"),
    Limit("it is Saturday or Sunday", (at(SATURDAY), at("2026-12-06T23:59:00+00:00")), (at(NOON), at("2026-12-04T23:59:00+00:00")), ({},), deed="deploy"),
    Limit("it is between 22:00 and 06:00", (at(NIGHT), at("2026-12-01T22:00:00+00:00"), at("2026-12-01T05:59:00+00:00")),
          (at("2026-12-01T21:59:00+00:00"), at("2026-12-01T06:00:00+00:00")), ({},), deed="deploy"),
    Limit("it is after 18:00 for the recipient", (at(NOON, recipient_zone="Asia/Tokyo"),), (at(NOON, recipient_zone="Europe/London"),),
          ({}, at(NOON), at(NOON, recipient_zone="Nowhere/At all")), deed="email"),
    Limit("it is before 2026-12-02", (at(NIGHT),), (at("2026-12-02T00:00:00+00:00"),), ({},), deed="deploy"),
    Limit("the code freeze is in force", ({"freezes": ["code"]}, {"freezes": ["Code freeze"]}), ({"freezes": []}, {"freezes": ["holiday"]}), ({},), deed="deploy"),
    Limit('the amount per "person" is over 60 USD', (usd("60.01"), usd("120.01") | {"numbers": {"people": 2}}),
          (usd("60"), usd("120") | {"numbers": {"guests": 2}}), ({}, {"money": "100 EUR"})),
    Limit("with this one, the total per day is over 1,000 USD", (day(amount="900.01", currency="USD"),),
          (day(amount=900, currency="USD"), day(amount=0)), ({}, {"money": "100 USD"}, day(amount=2000, currency="EUR"), day(count=3))),
    Limit("before this one, the total per day is at least 1,000 USD", (day(amount=1000, currency="USD"),),
          (day(amount="999.99", currency="USD"),), ({}, {"so_far": [{"period": "week", "amount": 1, "currency": "USD"}]})),
    Limit("with this one, the count per customer per day is over 3", (day(per="customer", count=3),), (day(per="customer", count=2),),
          ({}, day(count=9))),
    Limit("the run has already done exports", ({"earlier": ["exports"]}, {"earlier": ["read Payment", "export"]}),
          ({"earlier": []}, {"earlier": ["imports"]}), ({},), deed="delete anything"),
    Limit("the risk is at least high", ({"risk": "high"}, {"risk": "critical"}), ({"risk": "medium"}, {"risk": "low"}), (), loosens=False),
    Limit("it cannot be taken back", ({"undo": "none"},), ({"undo": "exact"}, {"undo": "compensate"}), ({},)),
    Limit("any value came only from outside text", ({"origins": {"amount": "outside"}, "arguments": {"amount": 1}},),
          ({"origins": {"amount": "person"}, "arguments": {"amount": 1}},), ({}, {"origins": {"a": "person"}, "arguments": {"a": 1, "b": 2}})),
    Limit("every value was typed by the person", ({"origins": {"amount": "person"}, "arguments": {"amount": 1}},),
          ({"origins": {"amount": "model"}, "arguments": {"amount": 1}},), ({}, {"origins": {"a": "person"}, "arguments": {"a": 1, "b": 2}})),
)  # fmt: skip
DEEDS: dict[str, tuple[str, str, Action]] = {  # verb → noun, things, the action
    "refund": ("Refunds", "refunds", {"tool": "stripe.refund", "categories": ["refunds"]}),
    "deploy": ("Deployments", "deployments", {"tool": "ci.deploy", "categories": ["deployments"]}),
    "email": ("Emails", "emails", {"tool": "mail.send", "verb": "send", "categories": ["emails"]}),
    "delete anything": ("Deletions of anything", "deletions of anything", {"tool": "crm.delete", "verb": "delete", "object": "Case"}),
}  # fmt: skip
