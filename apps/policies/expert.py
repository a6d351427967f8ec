"""A rule in Cedar, as an expert writes it ⇄ a rule like any other: a permit with a name and an outcome.

    @id("large refunds") @outcome("ask") @people("2") @groups("Finance")
    permit(principal, action, resource) when { context.money.amount > 50000 };

Its outcome joins the same lattice as those of sentences, so that it loosens nothing that another rule says.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from cedarpy import format_policies, policies_to_json_str

from apps.policies import cedar, expected
from apps.policies.expected import Fault
from apps.policies.rule import ANYTHING, Clause, Coded, Effect, Named, Need, Rule, Target
from apps.policies.vocabulary import Vocabulary

BEGINS = re.compile(r"\s*(?://[^\n]*\n\s*)*(?:@\w+\s*\(|(?:permit|forbid)\s*\()")
TOKENS = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|;')
HEAD = "permit (principal, action, resource)"
OUTCOMES = {str(one): one for one in (Effect.AUTO, Effect.ASK, Effect.SUGGEST, Effect.DENY)}
ANNOTATIONS = ("id", "outcome", "people", "groups")
PEOPLE = {str(number): number for number in range(1, 21)}
Json: TypeAlias = dict[str, Any]


def is_cedar(text: str) -> bool:
    return bool(BEGINS.match(text))


def read(text: str, vocabulary: Vocabulary) -> Rule:
    """What a policy in Cedar means; comments are left out. Raises NotUnderstood with its line and what to do."""
    text = _uncommented(text)
    try:
        policy = _one(text)
        when = _conditions(text, policy)
        return Rule(clauses=(_clause(policy, vocabulary, when),))
    except Fault as fault:
        raise fault.in_(text) from None


def render(rule: Rule) -> str:
    """The one text of a rule in Cedar, with its groups called as they are called in it."""
    [clause] = rule.clauses
    code = clause.code or Coded(id="?")
    said = {"id": code.id, "outcome": str(clause.effect)}
    for need in clause.needs:
        said["people"] = str(need.people)
        said |= {"groups": ", ".join(group.name for group in need.groups)} if need.groups else {}
    notes = "".join(f"@{name}({cedar.quoted(value)})\n" for name, value in said.items())
    return f"{notes}{HEAD}\n{code.when};" if code.when else f"{notes}{HEAD};"


def apart(text: str) -> Iterator[str]:
    """The policies of a text."""
    while _uncommented(text).strip():
        policy, text = first(text)
        yield policy


def first(text: str) -> tuple[str, str]:
    """The first policy of a text, up to its semicolon, and what comes behind it."""
    ends = (token.end() for token in TOKENS.finditer(text) if token[0] == ";")
    end = next(ends, len(text))
    return text[:end].strip(), text[end:]


def _uncommented(text: str) -> str:
    """With blanks in place of comments, so that every line stays where it is."""
    return TOKENS.sub(lambda found: " " * len(found[0]) if found[0].startswith("//") else found[0], text)


def _one(text: str) -> Json:
    try:
        said = json.loads(policies_to_json_str(text))
    except ValueError as why:
        raise expected.of_the_parser(text, str(why)) from None
    policies = list(said["staticPolicies"].values())
    if len(policies) != 1 or said["templates"]:
        raise Fault("A rule is one policy, and none with a place for somebody (?principal).")
    for part in ("principal", "action", "resource"):
        if policies[0][part] != {"op": "All"}:
            sentence = "Who acts and what is done stand in the context (context.agent, context.tool): write "
            raise Fault(f"{sentence}permit(principal, action, resource), and ask for them under when.", f"{part}\\b")
    return dict(policies[0])


def _conditions(text: str, policy: Json) -> str:
    """As they stand behind the head, set out in one way."""
    if not policy["conditions"]:
        return ""
    laid_out = str(format_policies(text, 100, 2))
    return laid_out.split("(principal, action, resource)\n", 1)[1].strip().removesuffix(";").rstrip()


def _clause(policy: Json, vocabulary: Vocabulary, when: str) -> Clause:
    said = {name: value or "" for name, value in policy.get("annotations", {}).items()}
    for name in said:
        if name not in ANNOTATIONS:
            raise Fault(f"Nothing reads @{name}.{expected.near(name, ANNOTATIONS, '@')}", f"@{name}")
    if not said.get("id", "").strip():
        raise Fault('Give the rule a name: @id("large refunds").')
    effect = _outcome(policy["effect"], said.get("outcome"))
    arguments = expected.checked(when, vocabulary.arguments)
    return Clause(
        effect=effect, targets=(Target(deed=ANYTHING),), needs=_needs(effect, said, vocabulary),
        code=Coded(id=" ".join(said["id"].split()), when=when, arguments=arguments),
    )  # fmt: skip


def _outcome(effect: str, said: str | None) -> Effect:
    if effect == "forbid" and said in (None, "deny"):
        return Effect.DENY
    if effect == "forbid":
        raise Fault("What is forbidden is denied. Write permit, with the outcome that you mean.", "forbid")
    if said is None:
        raise Fault(f"Say what follows where it holds: {_any(OUTCOMES, '@outcome')}.", "permit")
    if said not in OUTCOMES:
        near = expected.near(said, OUTCOMES, '@outcome("', '")')
        raise Fault(f"“{said}” is no outcome: {_any(OUTCOMES, '@outcome')}.{near}", "@outcome")
    return OUTCOMES[said]


def _needs(effect: Effect, said: dict[str, str], vocabulary: Vocabulary) -> tuple[Need, ...]:
    for name in ("people", "groups"):
        if name in said and effect is not Effect.ASK:
            raise Fault(f'Only @outcome("ask") asks people, so @{name} says nothing here.', f"@{name}")
    if effect is not Effect.ASK:
        return ()
    if said.get("people", "1") not in PEOPLE:
        raise Fault('Say how many people sign, from 1 to 20: @people("2").', "@people")
    return (Need(people=PEOPLE[said.get("people", "1")], groups=_groups(said.get("groups"), vocabulary)),)


def _groups(said: str | None, vocabulary: Vocabulary) -> tuple[Named, ...]:
    if said is None:
        return ()
    known = {one.name.casefold(): one for one in vocabulary.named("groups")}
    names = [said] if said.casefold() in known else [name.strip() for name in said.split(",")]
    for name in names:
        if name.casefold() not in known:
            near = expected.near(name, [one.name for one in known.values()])
            raise Fault(f"There is no group “{name}”.{near}", "@groups")
    return tuple(dict.fromkeys(known[name.casefold()] for name in names))


def _any(names: Mapping[str, Effect], annotation: str) -> str:
    return ", ".join(f'{annotation}("{name}")' for name in names)
