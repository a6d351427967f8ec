"""A bare number is an amount only of what is paid for: "exports over 100" may be of records or of dollars."""

import re

from apps.policies.language.errors import NotUnderstood
from apps.policies.language.words import CURRENCIES, CURRENCY_WORDS
from apps.policies.rule import Amount, Clause, Rule, tests_in

OF_WHAT = "“{}” of what? Write 100 USD for money, or 100 records."
COUNTED = frozenset(
    "read write create update deletions messages emails exports downloads uploads shares posts deployments releases "
    "rollbacks merges pushes records rows lines files entries contacts users items batches objects".split()
)
MONEY = re.compile(
    rf"[$€£¥]|(?<!\w)(?:{'|'.join([*CURRENCIES, *CURRENCY_WORDS, 'bucks', 'euro', 'kr', 'francs', 'crowns'])})(?!\w)",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")


def check(text: str, rule: Rule) -> None:
    """Raises NotUnderstood where a number without a currency became an amount of what has none."""
    if MONEY.search(text):
        return
    for clause in rule.clauses:
        if _counted(clause) and any(isinstance(test, Amount) for test in tests_in(clause.condition)):
            found = NUMBER.search(text)
            raise NotUnderstood(OF_WHAT.format(found[0] if found else text), pointer=found.start() if found else 0)


def _counted(clause: Clause) -> bool:
    return all(target.deed in COUNTED for target in clause.targets)
