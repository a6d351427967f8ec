"""Rule → its one canonical sentence. parse(render(rule)) is the rule again."""

from collections.abc import Sequence

from apps.policies.deeds import deed
from apps.policies.language.lexicon import begins_no_deed
from apps.policies.language.render_conditions import short, spelled
from apps.policies.language.render_extras import extras, owed
from apps.policies.language.render_tests import test_words
from apps.policies.language.render_words import listed, number_word, objects, quoted, span, who
from apps.policies.rule import (
    ANYTHING,
    EVERYTHING_ELSE,
    TOOL,
    Clause,
    Computed,
    Effect,
    Named,
    Native,
    Need,
    Rule,
    Target,
)
from apps.policies.told.likely import free

ALWAYS = {
    "own request": "nobody approves their own request",
    "same person": "the same person never signs twice",
    "logged": "every action is logged",
    "signed text": "only what was signed runs",
    "no doubling": "no action runs twice",
}


def render(rule: Rule) -> str:
    """The canonical sentence of a rule; several clauses are parts of one sentence."""
    if len(rule.clauses) == 2 and rule.clauses[1].targets[0].spared:
        reads, spared = rule.clauses
        text = f"{_doing(reads)}, but {_only(spared.targets[0], rule)}"
    else:
        text = "; ".join(_statement(clause, rule) for clause in rule.clauses)
    return text[0].upper() + text[1:] + "."


def words_of_test(test: Native | Computed) -> str:
    """A single test in words, as it stands behind "when"."""
    return test_words(test, noun)


def _statement(clause: Clause, rule: Rule) -> str:
    if clause.effect is Effect.ALWAYS:
        return ALWAYS[clause.restates]
    if clause.targets[0].spared:
        return _only(clause.targets[0], rule)
    if clause.effect is Effect.OWE:
        return f"for {_things(clause)}{_when(clause)}, {owed(clause.extras)}"
    return f"{_core(clause)}{_when(clause)}{extras(clause.extras)}"


def _core(clause: Clause) -> str:
    if clause.effect is Effect.ASK:
        return f"{_things(clause)} {_needs(clause)} {signers(clause.needs, in_order=clause.in_order)}"
    if clause.effect is Effect.SUGGEST:
        return f"only suggest {_things(clause)}"
    if clause.effect is Effect.DENY:
        let = f"let {_agents(clause.agents, 'or')} " if clause.agents else ""
        return f"never {let}{_doing(clause)}"
    if clause.later_s:
        signed = signers(clause.needs, in_order=clause.in_order)
        return f"{_things(clause)} may run first and need {signed} within {span(clause.later_s)} afterwards"
    let = f"let {_agents(clause.agents, 'and')} " if clause.agents else ""
    return f"{let}{_doing(clause)} without asking"


def _only(target: Target, rule: Rule) -> str:
    inherited = len(rule.clauses) > 1 and rule.clauses[0].targets[0].connectors == target.connectors
    place = "" if inherited else _place(target)
    return f"only write to {objects(target.spared)}{place}"


def _doing(clause: Clause) -> str:
    """`refund up to 75 USD`"""
    if clause.undoing:
        return f"undo {_nouns(clause.targets)}{short(clause)}"
    word = "or" if clause.effect is Effect.DENY else "and"
    verbs = [
        _verb(target, after_objects=at > 0 and bool(clause.targets[at - 1].objects))
        for at, target in enumerate(clause.targets)
    ]
    return f"{listed(verbs, word)}{short(clause)}"


def _things(clause: Clause) -> str:
    """`refunds by the Refunds agent over 75 USD`"""
    undoing = "undoing " if clause.undoing else ""
    by = f" by {_agents(clause.agents, 'or')}" if clause.agents else ""
    return f"{undoing}{_nouns(clause.targets)}{by}{short(clause, noun=True)}"


def _nouns(targets: Sequence[Target]) -> str:
    """After a list of objects, "all" says that what follows is no further object."""
    said = (
        f"all {noun(target)}" if at and targets[at - 1].objects else noun(target) for at, target in enumerate(targets)
    )
    return listed(said, "and")


def _needs(clause: Clause) -> str:
    one = clause.undoing or (len(clause.targets) == 1 and clause.targets[0].deed in (ANYTHING, EVERYTHING_ELSE))
    return "needs" if one else "need"


def _verb(target: Target, *, after_objects: bool = False) -> str:
    if target.deed == TOOL:
        return f"call {quoted(target.tool)}"
    if target.deed in (ANYTHING, EVERYTHING_ELSE):
        return f"do {target.deed}{_place(target)}" if not target.objects else f"do {noun(target)}"
    if free([target.deed]) and not target.objects:
        return f"make {_free(target)}"
    kind = deed(target.deed)
    if not kind.of and (after_objects or (target.objects and " " in kind.verb)):
        return f"make {'' if target.objects else 'all '}{noun(target)}"
    created = target.deed == "create"
    what = objects(target.objects, created=created) if target.objects else "anything" if kind.of else ""
    return f"{kind.verb}{' ' if what else ''}{what}{_place(target)}"


def noun(target: Target) -> str:
    if target.deed == TOOL:
        return f"calls of {quoted(target.tool)}"
    if target.deed in (ANYTHING, EVERYTHING_ELSE):
        what = f" with {objects(target.objects, nouns=True)}" if target.objects else ""
        return f"{target.deed}{what}{_place(target)}"
    if free([target.deed]) and not target.objects:
        return _free(target)
    kind = deed(target.deed)
    if not kind.of and not target.objects:
        return f"{kind.nouns}{_place(target)}"
    what = objects(target.objects, nouns=True) if target.objects else "anything"
    return f"{kind.nouns} {kind.of or 'of'} {what}{_place(target)}"


def _free(target: Target) -> str:
    name = target.deed if begins_no_deed(target.deed) else f'"{target.deed}"'
    return f"{name}{_place(target)}"


def _place(target: Target) -> str:
    names = [quoted(each.name, "VGN" if at else "") for at, each in enumerate(target.connectors)]
    return f" in {listed(names, 'and')}" if names else ""


def _agents(agents: Sequence[Named], word: str) -> str:
    return listed(map(_agent, agents), word)


def _agent(agent: Named) -> str:
    name = quoted(agent.name)
    if name.startswith('"'):
        return name
    return f"the {agent.name}" if agent.name.casefold().endswith("agent") else f"the agent {agent.name}"


def _when(clause: Clause) -> str:
    return "" if clause.condition is None or short(clause) else spelled(clause.condition, noun)


def signers(needs: Sequence[Need], *, in_order: bool = False) -> str:
    """`one person from each of A and B` where they differ in their one group alone."""
    if in_order:
        return ", then ".join(map(_need, needs))
    alike = len(needs) > 1 and len({need.people for need in needs}) == 1 and all(len(n.groups) == 1 for n in needs)
    if alike:
        groups = listed((who(need.groups[0]) for need in needs), "and")
        return f"{_people(needs[0].people)} from each of {groups}"
    return listed(map(_need, needs), "and")


def _need(need: Need) -> str:
    groups = f" from {listed(map(who, need.groups), 'or')}" if need.groups else ""
    return f"{_people(need.people)}{groups}"


def _people(count: int) -> str:
    return f"{number_word(count)} {'person' if count == 1 else 'people'}"
