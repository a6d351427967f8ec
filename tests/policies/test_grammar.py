"""The grammar and those who give it meaning fit together."""

from apps.policies.language.build import RuleBuilder
from apps.policies.language.parser import parser


def test_each_form_of_the_grammar_has_a_meaning() -> None:
    rules = {rule for rules in parser().predictions.values() for rule in rules}
    names = {rule.alias or str(rule.origin.name) for rule in rules}
    spoken = {name for name in names if not name.startswith("_") and name not in _inlined(rules)}
    assert {name for name in spoken if not hasattr(RuleBuilder, name)} == set()


def _inlined(rules: object) -> set[str]:
    """The rules that leave no node of their own: those with "?" pass their one child on."""
    return {str(rule.origin.name) for rule in rules if rule.options.expand1}  # type: ignore[attr-defined]
