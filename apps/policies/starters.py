"""Four policies to begin with: plain sentences, to be read, changed and tried on the past before they are published.

They name the groups that every workspace has, so each is understood as it stands.
"""

from typing import NamedTuple


class Starter(NamedTuple):
    title: str
    sentences: tuple[str, ...]


STARTERS = (
    Starter(
        "Support",
        (
            "Read anything without asking.",
            "Refund up to 50 USD without asking unless any value came only from outside text.",
            "Refunds over 50 USD need one person from Support leads.",
            "Refunds over 500 USD need one person from Support leads, then one person from Finance.",
            "Never message when the text contains card numbers, codes or secrets.",
            "Updates to anything need one person from Support leads when more than 10 records change.",
            "Never change permissions, billing settings or users.",
        ),
    ),
    Starter(
        "Finance",
        (
            "Read anything without asking.",
            "Payments under 500 USD need one person from Finance, from 500 USD two people from Finance.",
            "Payments over 10,000 USD are held for 30 minutes.",
            "Payments to first-time payees must be confirmed on a second channel.",
            "Never change bank details without approval from two people in Finance.",
            "Stop payments for the day once 50,000 USD has been paid.",
            "Expenses over 25 USD need a receipt.",
        ),
    ),
    Starter(
        "IT",
        (
            "Read anything without asking.",
            "Deployments to production need one person from Admins.",
            "Never deploy to production unless the tests have passed.",
            "No deployments during a freeze.",
            "Permission changes need one person from Security officers, and each signer confirms with a security key.",
            "Irreversible actions need two people from Admins.",
            "Deletions of anything need one person from Admins when more than 10 records change.",
        ),
    ),
    Starter(
        "Sales",
        (
            "Read anything without asking.",
            "Discounts up to 10% may be granted without asking.",
            "Discounts over 10% need one person from Finance.",
            "Never email external recipients outside working hours.",
            "Emails to more than 50 recipients need one person from Support leads.",
            "Never export personal data.",
            "Tell Finance about every discount over 20%.",
        ),
    ),
)
