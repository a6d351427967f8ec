"""Where something is done: in Slack, from the CRM, through Stripe."""

import re
from collections.abc import Sequence

from apps.policies.language.bones.asked import Grammar
from apps.policies.language.open_deeds import LEAVING
from apps.policies.rule import Clause, Named

PLACED = re.compile(
    r"(?:in|into|on|to|from|via|through|using|at|out of) (?:the )?(?P<names>[\w .-]+(?:(?:, | and | or )[\w .-]+)*)",
    re.IGNORECASE,
)
AND = re.compile(r", (?:and |or )?| and | or ")


def taken_there(found: Sequence[Clause], mods: Sequence[str], grammar: Grammar) -> tuple[tuple[Clause, ...], list[str]]:
    """The clauses with the systems that one of the narrowings names, and the other narrowings."""
    for mod in mods:
        named = _systems(mod, grammar)
        leaves = any(target.deed in LEAVING for clause in found for target in clause.targets)
        if named and not (leaves and mod.startswith(("to ", "into "))):
            return tuple(_inside(clause, named) for clause in found), [each for each in mods if each is not mod]
    return tuple(found), list(mods)


def _inside(clause: Clause, systems: tuple[Named, ...]) -> Clause:
    return clause.model_copy(
        update={"targets": tuple(target.model_copy(update={"connectors": systems}) for target in clause.targets)}
    )


def _systems(mod: str, grammar: Grammar) -> tuple[Named, ...]:
    """`in Slack or Teams`: both, where each is known."""
    placed = PLACED.fullmatch(mod)
    found = [grammar.lexicon.system(name) for name in AND.split(placed["names"])] if placed else []
    return tuple(each for each in found if each) if all(found) else ()
