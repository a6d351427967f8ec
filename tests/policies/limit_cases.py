"""For every test that a sentence can name: actions around its limit, and whether the test holds of them."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

Facts = Mapping[str, Any]


class Truth(Enum):
    YES = auto()
    NO = auto()
    UNTOLD = auto()
    NONE = auto()


YES, NO, UNTOLD, NONE = Truth


def money(text: str | None) -> Facts:
    return {"money": text}


def at(moment: str, **more: Any) -> Facts:
    return {"at": f"{moment}:00+00:00", **more}


def total(amount: float, currency: str = "USD") -> Facts:
    return {"so_far": [{"period": "day", "per": "customer", "amount": amount, "currency": currency, "count": 3}]}


def day(amount: float, currency: str = "USD") -> Facts:
    return {"so_far": [{"period": "day", "amount": amount, "currency": currency, "count": 3}]}


def people(number: int) -> Facts:
    return {"recipients": [f"p{n}@acme.com" for n in range(number)]}


Cases = tuple[tuple[Facts, Truth], ...]
ANYWHERE: dict[str, Cases] = {
    **{
        f"the amount is {words} {limit} {currency}": (
            (money(f"{limit} {currency}"), YES if holds_at else NO),
            (money(f"{limit}.01 {currency}"), YES if upwards else NO),
            (money(f"{limit - 1}.99 {currency}"), NO if upwards else YES),
            (money(f"{limit * 9} {currency}"), YES if upwards else NO),
            (money(f"0.01 {currency}"), NO if upwards else YES),
            (money(f"{limit * 9} {other}"), UNTOLD),
            (money(f"0.01 {other}"), UNTOLD),
            (money("?"), UNTOLD),
            (money(None), NONE),
        )
        for words, upwards, holds_at in (
            ("over", True, False), ("at least", True, True), ("under", False, False), ("up to", False, True),
        )
        for limit, currency, other in ((500, "USD", "EUR"), (1000, "EUR", "GBP"))
    },
    "the amount is over 5000 JPY": (
        (money("5000 JPY"), NO), (money("5001 JPY"), YES), (money("4999 JPY"), NO), (money("5001 USD"), UNTOLD),
    ),
    "the amount is from 75 USD to 100 USD": (
        (money("74.99 USD"), NO), (money("75 USD"), YES), (money("100 USD"), YES), (money("100.01 USD"), NO),
        (money("80 EUR"), UNTOLD), (money(None), NONE),
    ),
    "more than 10 records change": (
        ({"count": 10}, NO), ({"count": 11}, YES), ({"count": 9}, NO), ({}, UNTOLD), ({"count": None}, NONE),
    ),
    "the order is over 30 days old": (
        ({"ages": {"order": 30}}, NO), ({"ages": {"order": 31}}, YES), ({"ages": {"order": 29}}, NO),
        ({"ages": {"account": 31}}, UNTOLD), ({}, UNTOLD), ({"ages": {"order": None}}, NONE),
    ),
    "the order is under 30 days old": (
        ({"ages": {"order": 30}}, NO), ({"ages": {"order": 31}}, NO), ({"ages": {"order": 29}}, YES), ({}, UNTOLD),
    ),
    "the amount is over 10% of the order": (
        ({"figures": {"order": "800 USD"}}, NO), ({"figures": {"order": "799.99 USD"}}, YES),
        ({"figures": {"order": "800.01 USD"}}, NO), ({"figures": {"order": "100 EUR"}}, UNTOLD), ({}, UNTOLD),
    ),
    "the amount is over the order": (
        ({"figures": {"order": "80 USD"}}, NO), ({"figures": {"order": "79.99 USD"}}, YES),
        ({"figures": {"order": "80.01 USD"}}, NO), ({}, UNTOLD),
    ),
    "there are more than 20 recipients": (
        (people(20), NO), (people(21), YES), (people(19), NO), ({}, UNTOLD), ({"recipients": "?"}, UNTOLD),
    ),
    "there are more than 3 attachments": (
        ({"attachments": 3}, NO), ({"attachments": 4}, YES), ({"attachments": 2}, NO), ({}, UNTOLD),
    ),
    'it is labelled "confidential"': (
        ({"labels": ["confidential"]}, YES), ({"labels": ["public", "Confidential"]}, YES),
        ({"labels": ["public"]}, NO), ({}, UNTOLD),
    ),
    'it is in "production"': (
        ({"places": ["production"]}, YES), ({"places": ["staging"]}, NO), ({"places": ["Production"]}, YES), ({}, UNTOLD),
    ),
    'the text says "lawsuit"': (
        ({"text": "A LAWSUIT is coming"}, YES), ({"text": "Good morning"}, NO), ({}, UNTOLD),
    ),
    "the text contains links": (
        ({"text": "see https://evil.example/x"}, YES), ({"text": "see you"}, NO), ({}, UNTOLD),
    ),
    "the text contains card numbers": (
        ({"text": "4111 1111 1111 1111"}, YES), ({"text": "order 1234"}, NO), ({}, UNTOLD),
    ),
    "it is between 22:00 and 06:00": (
        (at("2026-12-01T22:00"), YES), (at("2026-12-01T21:59"), NO), (at("2026-12-01T05:59"), YES),
        (at("2026-12-01T06:00"), NO), (at("2026-12-01T00:00"), YES), ({}, UNTOLD),
    ),
    "it is between 09:00 and 17:00": (
        (at("2026-12-01T09:00"), YES), (at("2026-12-01T08:59"), NO), (at("2026-12-01T16:59"), YES),
        (at("2026-12-01T17:00"), NO), ({}, UNTOLD),
    ),
    "it is Friday": (
        (at("2026-12-04T00:00"), YES), (at("2026-12-04T23:59"), YES), (at("2026-12-03T23:59"), NO),
        (at("2026-12-05T00:00"), NO), ({}, UNTOLD),
    ),
    "it is Saturday or Sunday": (
        (at("2026-12-05T12:00"), YES), (at("2026-12-06T23:59"), YES), (at("2026-12-07T00:00"), NO),
        (at("2026-12-04T23:59"), NO), ({}, UNTOLD),
    ),
    "it is within working hours": (
        (at("2026-12-02T11:00"), YES), (at("2026-12-02T03:00"), NO), (at("2026-12-05T11:00"), NO), ({}, UNTOLD),
    ),
    "it is between 20 December and 2 January": (
        (at("2026-12-20T00:00"), YES), (at("2026-12-19T23:59"), NO), (at("2027-01-02T23:59"), YES),
        (at("2027-01-03T00:00"), NO), (at("2030-12-31T12:00"), YES), (at("2026-06-01T12:00"), NO), ({}, UNTOLD),
    ),
    "it is between 1 June and 31 August": (
        (at("2026-06-01T00:00"), YES), (at("2026-05-31T23:59"), NO), (at("2026-08-31T23:59"), YES),
        (at("2026-09-01T00:00"), NO), ({}, UNTOLD),
    ),
    'the "maintenance window" is in force': (
        ({"freezes": ["maintenance window"]}, YES), ({"freezes": ["Maintenance windows", "code"]}, YES),
        ({"freezes": ["code"]}, NO), ({"freezes": []}, NO), ({}, UNTOLD),
    ),
    "it is before 2027-01-01": (
        (at("2026-12-31T23:59"), YES), (at("2027-01-01T00:00"), NO), (at("2027-06-01T00:00"), NO), ({}, UNTOLD),
    ),
    "it is between 22:00 and 06:00 for the recipient": (
        (at("2026-12-01T13:00", recipient_zone="Asia/Tokyo"), YES),
        (at("2026-12-01T12:59", recipient_zone="Asia/Tokyo"), NO),
        (at("2026-12-01T23:00", recipient_zone="Asia/Tokyo"), NO),
        (at("2026-12-01T23:00"), UNTOLD), (at("2026-12-01T23:00", recipient_zone="Nowhere/Town"), UNTOLD),
    ),
    "a freeze is in force": (
        ({"freezes": ["code"]}, YES), ({"freezes": ["maintenance window"]}, NO), ({"freezes": []}, NO), ({}, UNTOLD),
    ),
    'the "code" freeze is in force': (
        ({"freezes": ["code"]}, YES), ({"freezes": ["hiring"]}, NO), ({"freezes": []}, NO), ({}, UNTOLD),
    ),
    "the customer's tier is gold": (
        ({"related": {"customer": {"tier": "gold"}}}, YES), ({"related": {"customer": {"tier": "Gold"}}}, YES),
        ({"related": {"customer": {"tier": "silver"}}}, NO), ({"related": {"order": {"tier": "gold"}}}, UNTOLD),
        ({}, UNTOLD),
    ),
    "it goes to one of the known payees": (
        ({"lists": {"known payees": True}}, YES), ({"lists": {"known payees": False}}, NO),
        ({"lists": {"contacts": True}}, UNTOLD), ({}, UNTOLD),
    ),
    "it is the first time for the customer": (
        ({"first_for": {"customer": True}}, YES), ({"first_for": {"customer": False}}, NO),
        ({"first_for": {"vendor": True}}, UNTOLD), ({}, UNTOLD),
    ),
    "the total per customer per day is over 300 USD": (
        (total(220), NO), (total(220.01), YES), (total(219.99), NO), (total(0), NO), (total(900), YES), ({}, UNTOLD),
    ),
    "before this one, the total per day is at least 300 USD": (
        (day(300), YES), (day(299.99), NO), (day(300.01), YES), (day(0), NO), ({}, UNTOLD),
    ),
    "the run has already done exports": (
        ({"earlier": ["exports"]}, YES), ({"earlier": ["read Payment"]}, NO), ({"earlier": []}, NO), ({}, UNTOLD),
    ),
    'the check "tests" has passed': (
        ({"checks": {"tests": True}}, YES), ({"checks": {"tests": False}}, NO),
        ({"checks": {"identity": True}}, UNTOLD), ({}, UNTOLD), ({"checks": {"unit_tests": True}}, YES),
        ({"checks": {"tests passed": False}}, NO), ({"checks": {"unit tests": True, "smoke tests": False}}, NO),
    ),
    "all checks have passed": (
        ({"checks": {"tests": True, "lint": True}}, YES), ({"checks": {"tests": True, "lint": False}}, NO),
        ({"checks": {"ci": False}}, NO), ({"checks": {"ci": True}}, YES), ({"checks": {"ci": None, "lint": True}}, YES),
        ({"checks": {}}, UNTOLD), ({}, UNTOLD),
    ),
    "the customer's identity has been verified": (
        ({"checks": {"identity": True}}, YES), ({"checks": {"identity verified": False}}, NO),
        ({"checks": {"identity_verification": True}}, YES), ({"checks": {"age verification": True}}, UNTOLD),
    ),
    'there is a "receipt"': (
        ({"given": {"receipt": True}}, YES), ({"given": {"receipt": False}}, NO), ({}, UNTOLD),
    ),
    "it cannot be taken back": (
        ({"undo": "none"}, YES), ({"undo": "exact"}, NO), ({"undo": "compensate"}, NO), ({}, UNTOLD),
    ),
    "it was asked for by manager": (
        ({"asked_by": ["manager"]}, YES), ({"asked_by": ["intern"]}, NO), ({"asked_by": []}, NO), ({}, UNTOLD),
    ),
}  # fmt: skip
RESTRICTING: dict[str, Cases] = {  # read more narrowly where they would loosen
    "a recipient is outside our domains": (
        ({"recipients": ["ada@acme.com"]}, NO), ({"recipients": ["ada@acme.com", "eve@stranger.example"]}, YES),
        ({"recipients": ["ADA@ACME.COM"]}, NO), ({"recipients": ["ada@acme.com.evil.example"]}, YES),
        ({"recipients": []}, NO), ({"recipients": None}, NONE), ({}, UNTOLD),
    ),
    'the field "Owner" changes': (
        ({"fields": ["Owner"]}, YES), ({"fields": ["owner", "Status"]}, YES), ({"fields": ["Status"]}, NO),
        ({"fields": None}, NONE), ({}, UNTOLD),
    ),
    "the risk is at least high": (({"risk": "high"}, YES), ({"risk": "critical"}, YES), ({"risk": "medium"}, NO)),
    "any value came only from outside text": (
        ({"arguments": {"amount": 80}, "origins": {"amount": "outside"}}, YES),
        ({"arguments": {"amount": 80}, "origins": {"amount": "person"}}, NO),
        ({"arguments": {"amount": 80}, "origins": {"amount": "record"}}, NO),
    ),
}  # fmt: skip
