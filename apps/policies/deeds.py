"""Which kinds of deed a tool's call is: by its verb, its categories, and what those belong to."""

from collections.abc import Iterable
from functools import lru_cache

from apps.connectors.contract import Verb
from apps.policies.deed_words import DEEDS, Deed

READS = frozenset({Verb.SEARCH, Verb.READ})
KNOWN = {deed.id: deed for deed in DEEDS}
FAMILY = {"permissions": "permission_change", "billing": "billing_change"}  # the fact that also says so
BY_VERB = {
    Verb.CREATE: "create",
    Verb.UPDATE: "update",
    Verb.DELETE: "deletions",
    Verb.SEND: "messages",
}
MESSAGES = frozenset({"emails", "text messages", "posts"})
BELONGS = {  # what is also the other
    **dict.fromkeys(MESSAGES, "messages"),
    "wire transfers": "payments", "payouts": "payments", "reimbursements": "payments",
    "vendor payments": "payments",
    "access grants": "permissions", "access revocations": "permissions", "role changes": "permissions",
    "bank transfers": "payments", "ach transfers": "payments", "flights": "travel bookings",
    "hotel bookings": "travel bookings", "salary increases": "salary changes", "gift cards": "purchases",
    "hotfixes": "deployments", "releases": "deployments", "rollbacks": "deployments",
}  # fmt: skip
THINGS = frozenset({  # kinds that are named after the thing: what else is done to it is another kind
    "invoices", "quotes", "contracts", "orders", "purchase orders", "subscriptions", "vouchers", "gift cards",
    "journal entries", "tickets", "meetings", "campaigns", "pull requests",
})  # fmt: skip
SPENDING = (
    "purchases",
    "purchase orders",
    "orders",
    "reimbursements",
    "vendor payments",
    "travel bookings",
    "subscriptions",
)
SHIPPING = (
    "deployments", "releases", "hotfixes", "rollbacks", "merges", "schema migrations", "configuration changes",
    "infrastructure changes", "firewall rule changes", "dns record changes",
)  # fmt: skip
MAY_BE = {  # what may well be meant by the other: a restrictive rule takes both
    **dict.fromkeys(SPENDING, ("expenses",)),
    "purchase orders": ("purchases", "expenses"), "expenses": ("reimbursements", "purchases"),
    "salary changes": ("salary increases",), "gift cards": ("purchases", "expenses"),
    **dict.fromkeys(SHIPPING, ("changes",)), "merges": ("changes", "pull requests"),
}  # fmt: skip
MONEY = "money movements"
UNSURE = frozenset({*FAMILY, *MESSAGES, MONEY})  # what a call may be without surely being it
MOVES_MONEY = frozenset({
    "bank transfers", "ach transfers", "refunds", "charges", "payments", "wire transfers", "payouts", "reimbursements",
    "vendor payments", "transfers",
    "credits", "purchases", "withdrawals",
})  # fmt: skip


APPROVED = MOVES_MONEY | {"expenses", "discounts", "write-offs", "fee waivers", "leave requests", "purchase orders"}


def deed(id: str) -> Deed:
    return KNOWN.get(id) or Deed(id, f"make {id}", id)


@lru_cache(maxsize=4096)
def _surely(verb: Verb, categories: frozenset[str]) -> frozenset[str]:
    if verb in READS:
        return frozenset({"read", *categories} - (KNOWN.keys() - {"read", *READING}))  # reading a refund is no refund
    named = {BY_VERB[verb]} if verb in BY_VERB else set()
    wider = {BELONGS[each] for each in categories if each in BELONGS}
    money = {MONEY} if (categories | wider) & MOVES_MONEY else set()
    return frozenset({"write", *named, *categories, *wider, *money})


READING = frozenset({"exports", "downloads"})  # what may be done by reading: data leaves all the same


def surely(verb: Verb, categories: Iterable[str]) -> frozenset[str]:
    """The deeds that a call surely is, by its tool's verb and categories."""
    return _surely(verb, frozenset(categories))


def perhaps(verb: Verb, sure: frozenset[str] = frozenset()) -> frozenset[str]:
    """The deeds that it may yet prove to be: by a fact; and a message of no said sort may be an e-mail."""
    if verb in READS:
        return frozenset()
    messages = MESSAGES if "messages" in sure and not MESSAGES & sure else frozenset()
    return frozenset({*FAMILY, MONEY}) | messages
