"""`may refund no more than 3 a day`: a cap, which lets nothing by itself."""

import re

from apps.policies.rule import Clause, Effect, Rule, Total

CAPS = re.compile(
    r"\b(?:may|can)\b[^.;]*\b(?:no more than|not more than|at most|a maximum of|not exceeding|no fewer than)\b",
    re.IGNORECASE,
)
FREELY = re.compile(r"\bwithout\b|\bfreely\b|\bautomatically\b|\bon (?:its|their) own\b", re.IGNORECASE)


def capped(rule: Rule, text: str) -> Rule:
    """Without what would be let up to a running total, where the sentence only caps it."""
    if not CAPS.search(text) or FREELY.search(text):
        return rule
    caps = tuple(clause for clause in rule.clauses if not _lets(clause))
    return Rule(clauses=caps) if caps and any(clause.effect is Effect.DENY for clause in caps) else rule


def _lets(clause: Clause) -> bool:
    return clause.effect is Effect.AUTO and isinstance(clause.condition, Total)
