"""A rule as it is written, a sentence or a policy in Cedar, and back."""

from apps.policies import expert, language
from apps.policies.rule import Rule
from apps.policies.vocabulary import Vocabulary


def read(text: str, vocabulary: Vocabulary) -> Rule:
    """Raises NotUnderstood."""
    return expert.read(text, vocabulary) if expert.is_cedar(text) else language.parse(text, vocabulary)


def render(rule: Rule) -> str:
    """Its one text."""
    return expert.render(rule) if any(clause.code for clause in rule.clauses) else language.render(rule)


def title(rule: Rule) -> str:
    """What a decision says of it: its sentence, or the name of what is in Cedar."""
    [*codes] = (clause.code for clause in rule.clauses if clause.code)
    return f"Rule in Cedar: {codes[0].id}" if codes else language.render(rule)
