"""What holds where the first part of a sentence does not: otherwise, for all other customers, in all other cases."""

import re
from collections.abc import Callable

from apps.policies.language.bones.asked import Grammar
from apps.policies.language.bones.fleshed import read_back, signed_by
from apps.policies.language.turning import MUST, SIGN
from apps.policies.rule import Clause, Effect, EveryOf, Rule, negated

OTHER = (
    r"(?:otherwise|if not|in (?:all|any|every) other cases?|failing that|(?:for )?all (?:the )?others|"
    r"(?:for )?the others|"
    r"(?:for )?(?:all|any|every) other (?P<of>[\w-]+(?: [\w-]+)??))"
)
PARTS = re.compile(rf"(?P<first>.+?)[,;.:]? (?:and |but )?{OTHER},? (?P<second>.+)", re.IGNORECASE)
SIGNS = re.compile(rf"(?P<who>.+?) (?:{MUST} )?{SIGN}(?: (?:it|them|this))?", re.IGNORECASE)
SUBJECT = re.compile(r"(?:it|they|this|these|that|those) ", re.IGNORECASE)
ONLY = re.compile(r"\b(?:only|nobody|no one|except|unless|without)\b", re.IGNORECASE)
FIRST_LETS = frozenset({Effect.AUTO, Effect.ASK, Effect.SUGGEST})


def otherwise(text: str, grammar: Grammar, read: Callable[[str], Rule | None]) -> Rule | None:
    """The first part, and what happens where its condition does not hold; None where that cannot be told."""
    parts = PARTS.fullmatch(text)
    if not parts:
        return None
    first, second = read(parts["first"]), _effect(parts["second"], grammar)
    if not first or not second or len(first.clauses) != 1 or not first.clauses[0].condition:
        return None
    clause = first.clauses[0]
    if isinstance(clause.condition, EveryOf) and parts["of"]:
        return None  # which of the two is other
    return read_back(_both(clause, second, only=bool(ONLY.search(parts["first"]))), grammar)


def _both(clause: Clause, second: Clause, *, only: bool) -> tuple[Clause, ...]:
    """What is denied otherwise is not, where the sentence itself says what then happens."""
    if not clause.condition:
        return ()
    other = second.model_copy(update={"targets": clause.targets, "agents": clause.agents})
    if clause.effect is Effect.DENY and only:
        return (other.model_copy(update={"condition": clause.condition}),)
    if clause.effect not in FIRST_LETS:
        return ()
    return clause, other.model_copy(update={"condition": negated(clause.condition)})


def _effect(text: str, grammar: Grammar) -> Clause | None:
    """The effect alone, as it is said of refunds."""
    if signs := SIGNS.fullmatch(text):
        return signed_by(signs["who"], grammar)
    said = SUBJECT.sub("", text)
    for way in (f"Refunds {said}.", f"For refunds, {text}."):
        found = grammar.clause(way)
        if found and not found.condition and [target.deed for target in found.targets] == ["refunds"]:
            return found
    return None
