"""Who gets the money that moves, by the very deed: a customer gets a refund."""

from collections.abc import Sequence

from apps.policies.inflect import singular
from apps.policies.language.meaning import Cond
from apps.policies.rule import Attribute, Has, Listed, Target, tests_in
from apps.policies.told.asked import normal

MONEY_MOVES = frozenset({"refunds", "charges", "payments", "reimbursements", "credits", "payouts", "wire transfers"})
BUYERS = frozenset({"customer", "client", "buyer", "user", "guest", "member", "subscriber"})
OWN_PARTIES = {
    "refunds": BUYERS,
    "credits": BUYERS,
    "charges": BUYERS,
    "reimbursements": frozenset({"employee", "traveller", "traveler", "staff member", "team member", "claimant"}),
}  # to whom money goes by the very deed


def whatever_moves(target: Target) -> Target:
    """What is refunded or paid is not what the tool calls its object: what restricts holds for whatever it is."""
    return target.model_copy(update={"objects": ()}) if target.deed in MONEY_MOVES and target.objects else target


def whoever_gets(target: Target) -> Target:
    """Customers are who gets refunds, and no object that is refunded."""
    own = OWN_PARTIES.get(target.deed, frozenset())
    whoever = target.objects and own.issuperset(map(normal, target.objects))
    return target.model_copy(update={"objects": ()}) if whoever else target


def without_the_obvious(conds: Sequence[Cond], found: Sequence[Target]) -> tuple[Cond, ...]:
    """The conditions but for that customers get what none but customers get; what is said of them keeps them."""
    if any(isinstance(test, Attribute | Has) for cond in conds for test in tests_in(cond.condition)):
        return tuple(conds)
    return tuple(cond for cond in conds if not _gets_it_anyway(cond, found))


def _gets_it_anyway(cond: Cond, found: Sequence[Target]) -> bool:
    test = cond.condition
    return isinstance(test, Listed) and all(
        singular(normal(test.list)) in OWN_PARTIES.get(target.deed, ()) for target in found
    )
