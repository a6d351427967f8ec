"""Adjectives of what is done: each is a condition, none is ever dropped."""

from apps.policies.language.build_names import Nodes, word
from apps.policies.language.build_tests import TestBuilder
from apps.policies.language.meaning import Cond, turned
from apps.policies.rule import (
    Attribute,
    RiskIs,
    Tagged,
    Undoable,
)

LEVELS = {"low": "low", "medium": "medium", "high": "high", "critical": "critical"}


class AdjectiveBuilder(TestBuilder):
    def label_adj(self, found: Nodes) -> Cond:
        names = tuple(dict.fromkeys(word(each, "LABEL_NAME") for each in found))
        return Cond(Tagged(family="label", names=names))

    def kind_adj(self, found: Nodes) -> Cond:
        return Cond(Tagged(family="kind", names=(word(found[0], "KIND_NAME"),)))

    def place_adj(self, found: Nodes) -> Cond:
        return Cond(Tagged(family="place", names=(word(found[0], "PLACE_NAME"),)))

    def not_place_adj(self, found: Nodes) -> Cond:
        return turned(Cond(Tagged(family="place", names=(word(found[0], "NON_PLACE"),))))

    def irreversible_adj(self, _found: Nodes) -> Cond:
        return Cond(Undoable(ways=("none",)))

    def reversible_adj(self, _found: Nodes) -> Cond:
        return Cond(Undoable(ways=("exact", "compensate")))

    def risk_adj(self, found: Nodes) -> Cond:
        return Cond(risk_from(word(found[0], "RISKY")))

    def value_adjective(self, found: Nodes) -> Cond:
        return Cond(Attribute(of="record", values=(word(found[0], "VALUE_ADJ"),)))

    def external_adj(self, found: Nodes) -> Cond:
        return self.outside(found)

    def internal_adj(self, found: Nodes) -> Cond:
        return self.only_inside(found)

    def adjective(self, found: Nodes) -> Cond:
        return found[0] if isinstance(found[0], Cond) else self.label_adj(found)


def risk_from(text: str) -> RiskIs:
    """`high-risk` is high or above where it stands alone: a sentence about high risk means critical ones too."""
    level = text.casefold().replace("-", " ").split(" ")[0]
    op = "<=" if level == "low" else ">="
    return RiskIs.model_validate({"op": op, "level": level})
