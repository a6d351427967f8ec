"""Rule → its one canonical sentence. parse(render(rule)) is the rule again."""

from collections.abc import Iterable, Sequence

from apps.policies.deeds import deed
from apps.policies.language.lexicon import unmistakable
from apps.policies.language.render_conditions import short, spelled
from apps.policies.rule import ANYTHING, EVERYTHING_ELSE, TOOL, Clause, Effect, Named, Need, Rule, Target

COUNTED = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
           "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")  # fmt: skip


def render(rule: Rule) -> str:
    """The canonical sentence of a rule."""
    text = ", but ".join(_statement(clause, rule) for clause in rule.clauses)
    return text[0].upper() + text[1:] + "."


def listed(parts: Iterable[str], word: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *most, last = parts
    return f"{', '.join(most)} {word} {last}" if most else last


def quoted(name: str) -> str:
    return name if unmistakable(name) else f'"{name}"'


def _statement(clause: Clause, rule: Rule) -> str:
    if clause.targets[0].spared:
        return _only(clause.targets[0], rule)
    if len(rule.clauses) > 1:
        return _doing(clause)
    if clause.effect == Effect.ASK:
        return f"{_things(clause)} {_needs(clause)} {_signers(clause.needs)}{_when(clause)}"
    if clause.effect == Effect.SUGGEST:
        return f"only suggest {_things(clause)}{_when(clause)}"
    if clause.effect == Effect.DENY:
        let = f"let {_agents(clause.agents, 'or')} " if clause.agents else ""
        return f"never {let}{_doing(clause)}{_when(clause)}"
    let = f"let {_agents(clause.agents, 'and')} " if clause.agents else ""
    return f"{let}{_doing(clause)} without asking{_when(clause)}"


def _only(target: Target, rule: Rule) -> str:
    inherited = len(rule.clauses) > 1 and rule.clauses[0].targets[0].connectors == target.connectors
    place = "" if inherited else _place(target)
    return f"only write to {listed(map(quoted, target.spared), 'and')}{place}"


def _doing(clause: Clause) -> str:
    """`refund up to 75 USD`"""
    if clause.undoing:
        return f"undo {listed(map(_noun, clause.targets), 'and')}{short(clause)}"
    word = "or" if clause.effect == Effect.DENY else "and"
    return f"{listed(map(_verb, clause.targets), word)}{short(clause)}"


def _things(clause: Clause) -> str:
    """`refunds by the Refunds agent over 75 USD`"""
    undoing = "undoing " if clause.undoing else ""
    by = f" by {_agents(clause.agents, 'or')}" if clause.agents else ""
    return f"{undoing}{listed(map(_noun, clause.targets), 'and')}{by}{short(clause, noun=True)}"


def _needs(clause: Clause) -> str:
    one = clause.undoing or (len(clause.targets) == 1 and clause.targets[0].deed in (ANYTHING, EVERYTHING_ELSE))
    return "needs" if one else "need"


def _verb(target: Target) -> str:
    if target.deed == TOOL:
        return f"call {quoted(target.tool)}"
    if target.deed in (ANYTHING, EVERYTHING_ELSE):
        return f"do {target.deed}{_place(target)}"
    kind = deed(target.deed)
    if not kind.of:
        return f"{kind.verb}{_place(target)}"
    what = listed(map(quoted, target.objects), "and") if target.objects else "anything"
    return f"{kind.verb} {what}{_place(target)}"


def _noun(target: Target) -> str:
    if target.deed == TOOL:
        return f"calls of {quoted(target.tool)}"
    if target.deed in (ANYTHING, EVERYTHING_ELSE):
        return f"{target.deed}{_place(target)}"
    kind = deed(target.deed)
    if not kind.of:
        return f"{kind.nouns}{_place(target)}"
    what = listed(map(quoted, target.objects), "and") if target.objects else "anything"
    return f"{kind.nouns} {kind.of} {what}{_place(target)}"


def _place(target: Target) -> str:
    return f" in {listed((quoted(each.name) for each in target.connectors), 'and')}" if target.connectors else ""


def _agents(agents: Sequence[Named], word: str) -> str:
    return listed(map(_agent, agents), word)


def _agent(agent: Named) -> str:
    if not unmistakable(agent.name):
        return f'"{agent.name}"'
    return f"the {agent.name}" if agent.name.casefold().endswith("agent") else f"the agent {agent.name}"


def _when(clause: Clause) -> str:
    if clause.condition is None or short(clause):
        return ""
    return f" when {spelled(clause.condition)}"


def _signers(needs: Sequence[Need]) -> str:
    """`one person from each of A and B` where they differ in their one group alone."""
    alike = len(needs) > 1 and len({need.people for need in needs}) == 1 and all(len(n.groups) == 1 for n in needs)
    if alike:
        groups = listed((quoted(need.groups[0].name) for need in needs), "and")
        return f"{_people(needs[0].people)} from each of {groups}"
    return listed(map(_need, needs), "and")


def _need(need: Need) -> str:
    groups = f" from {listed((quoted(group.name) for group in need.groups), 'or')}" if need.groups else ""
    return f"{_people(need.people)}{groups}"


def _people(count: int) -> str:
    return f"{COUNTED[count]} {'person' if count == 1 else 'people'}"
