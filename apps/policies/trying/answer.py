"""Sentences and actions in, an answer as JSON out: what was understood and what it decides, or why not."""

from collections.abc import Mapping, Sequence
from typing import Any

from apps.core.errors import Invalid
from apps.policies import engine, written
from apps.policies.above import limit
from apps.policies.compile import Compiled, compile_rules
from apps.policies.decision import Decision, Owed, Requirement
from apps.policies.enforce import EVERYTHING
from apps.policies.language import NotUnderstood
from apps.policies.question import Question
from apps.policies.rule import Effect, Rule
from apps.policies.trying.action import question_of
from apps.policies.trying.vocabulary import vocabulary_of
from apps.policies.vocabulary import Vocabulary

HOLDS_ANYWAY = "This holds always, whatever the policy says."


ORGANISATION = "organisation"


def answer(
    sentences: Sequence[str], actions: Sequence[Mapping[str, Any]], own: Mapping[str, Any] | None = None,
    above: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """`{"understood": true, "canonical": [...], "decisions": [...]}` or `{"understood": false, "error": ...}`

    `above`: an organisation's sentences, which limit whatever the others let.
    """
    try:
        vocabulary = vocabulary_of(actions, own)
        questions = [question_of(action, vocabulary) for action in actions]
    except Invalid as why:
        return {"understood": None, "error": f"{why}"}
    every: list[Rule] = []
    for sentence in (*sentences, *above):
        try:
            every.append(written.read(sentence, vocabulary))
        except NotUnderstood as why:
            return refusal(sentence, why)
    rules, limits = every[: len(sentences)], every[len(sentences) :]
    compiled, over = _compiled(rules, vocabulary), _compiled(limits, vocabulary) if limits else None
    decided = [_decided(compiled, over, question) for question in questions]
    canonical = [written.render(rule) for rule in rules]
    return {
        "understood": True,
        "canonical": canonical[0] if len(canonical) == 1 else canonical,
        "rule": [
            _lean(rule.model_dump(mode="json"), rule.model_dump(mode="json", exclude_defaults=True)) for rule in rules
        ],
        "decisions": [_said(decision) for decision in decided],
        **({"note": HOLDS_ANYWAY} if any(_restates(rule) for rule in rules) else {}),
    }


def _compiled(rules: Sequence[Rule], vocabulary: Vocabulary) -> Compiled:
    return compile_rules([(f"rule {number}", rule) for number, rule in enumerate(rules, 1)], vocabulary)


def _decided(compiled: Compiled, over: Compiled | None, question: Question) -> Decision:
    asked = limit(over, question, of=ORGANISATION, enforces=EVERYTHING) if over else None
    return engine.decide(compiled, question, enforces=EVERYTHING, above=asked)


def refusal(sentence: str, why: NotUnderstood) -> dict[str, Any]:
    return {
        "understood": False,
        "error": str(why),
        "pointer": why.pointer,
        "marked": f"{sentence[: why.pointer]}▶{sentence[why.pointer :]}",
        "expected": list(why.expected),
        "better": why.better,
    }


def _restates(rule: Rule) -> bool:
    return any(clause.effect is Effect.ALWAYS for clause in rule.clauses)


def _said(decision: Decision) -> dict[str, Any]:
    return {
        "outcome": str(decision.outcome),
        "requirements": [_requirement(each) for each in decision.requirements],
        "owed": [_owed(each) for each in decision.owed],
        "matched": [line.model_dump(mode="json", exclude_defaults=True) for line in decision.matched],
        "notes": list(decision.notes),
    }


def _requirement(need: Requirement) -> dict[str, Any]:
    said = {"people": need.people, "groups": list(need.groups), "sentence": need.sentence}
    return said | ({"order": need.order} if need.order else {}) | ({"above": need.above} if need.above else {})


def _owed(owed: Owed) -> dict[str, Any]:
    said = owed.model_dump(mode="json", exclude_defaults=True, exclude={"rule_id", "number", "sentence"})
    return {"kind": owed.kind, **said}


def _lean(whole: Any, said: Any) -> Any:
    """What is said beyond the defaults, and of what kind each part is, which is a default too."""
    if isinstance(said, dict):
        kind = {"kind": whole["kind"]} if "kind" in whole else {}
        return kind | {name: _lean(whole[name], value) for name, value in said.items()}
    return [_lean(*pair) for pair in zip(whole, said, strict=True)] if isinstance(said, list) else said
