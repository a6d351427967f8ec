"""What a caller does not see to is made stricter, never forgotten: a person is asked where nobody was.

A caller names what it enforces, so that a sentence means no less before the rest of the product can do as it says.
"""

from collections.abc import Callable

from apps.policies.decision import Decision, Outcome, Owed, Requirement
from apps.policies.rule import RELATION

NOTHING: frozenset[str] = frozenset()
NOW = "This needs a person to see to it."
FIRST = "It is signed first here: what runs first brings a reason, its asker is known, and it is not critical."
EVERYTHING = frozenset(
    {"security key", "second channel", "hold", "tell", "give", "expire", "later", "order", "relation"}
)


def enforced(decision: Decision, enforces: frozenset[str], admins: str, *, given: Callable[[str], bool]) -> Decision:
    """The decision as it must be where only these can be enforced. `given`: whether such a thing came with it."""
    needs = decision.requirements
    relations = "relation" not in enforces and any(_related(group) for need in needs for group in need.groups)
    open_ = [owed for owed in decision.owed if owed.kind not in enforces and not _came(owed, given)]
    orderly = "order" not in enforces and any(need.order for need in needs)
    if not (relations or open_ or orderly):
        return decision
    stead = tuple(_in_stead(need, admins) for need in needs) if relations else needs
    asked = tuple(_asked(owed, admins) for owed in open_)
    outcome = Outcome.APPROVE if asked and decision.outcome is Outcome.AUTO else decision.outcome
    if relations and not admins:
        outcome = Outcome.DENY
    notes = [f"{sentence} {NOW}" for sentence in _unseen(decision, open_, orderly, relations)]
    notes += [f"{owing.sentence} {FIRST}" for owing in open_ if owing.kind == "later"]
    return decision.model_copy(
        update={
            "outcome": outcome,
            "requirements": tuple(dict.fromkeys((*stead, *asked))),
            "notes": (*decision.notes, *dict.fromkeys(notes)),
        }
    )


def _came(owed: Owed, given: Callable[[str], bool]) -> bool:
    return owed.kind == "give" and all(map(given, owed.what))


def _unseen(decision: Decision, owed: list[Owed], orderly: bool, relations: bool) -> list[str]:
    asked = [need.sentence for need in decision.requirements if (orderly and need.order) or (relations and need.groups)]
    return [*(each.sentence for each in owed if each.kind != "later"), *asked]


def _in_stead(need: Requirement, admins: str) -> Requirement:
    """Whoever is named by relation cannot be asked: the groups beside them sign, or an admin in their stead."""
    known = tuple(group for group in need.groups if not _related(group))
    return need.model_copy(update={"groups": known or (admins,)}) if known != need.groups else need


def _asked(owed: Owed, admins: str) -> Requirement:
    later = owed.kind == "later"
    asked = Requirement(
        people=owed.people if later else 1,
        groups=owed.groups if later else (),
        rule_id=owed.rule_id,
        sentence=owed.sentence,
        number=owed.number,
    )
    return _in_stead(asked, admins)


def _related(group: str) -> bool:
    return group.startswith(RELATION)
