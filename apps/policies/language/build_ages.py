"""Tests of how old something is, and of how long before or after a moment."""

from typing import Any

from apps.policies.language.build_figures import FigureBuilder
from apps.policies.language.build_joins import OWN, cond
from apps.policies.language.build_limits import count_of, unit_of
from apps.policies.language.build_names import Nodes, word
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import Cond
from apps.policies.language.open_deeds import done_by
from apps.policies.rule import (
    Age,
    Attribute,
    Condition,
    Number,
    Op,
)


class AgeBuilder(FigureBuilder):
    def aged_op(self, found: Nodes) -> Any:
        return found[0], count_of(found[1]), unit_of(found[2])

    def aged_over(self, found: Nodes) -> Any:
        return Op.OVER, count_of(found[0]), unit_of(found[1])

    def aged_under(self, found: Nodes) -> Any:
        return Op.UNDER, count_of(found[0]), unit_of(found[1])

    ago_op = aged_op

    def ago_within(self, found: Nodes) -> Any:
        return Op.UP_TO, count_of(found[0]), unit_of(found[1])

    span_pair, span_op = ago_within, aged_op

    def age_of(self, found: Nodes) -> Cond:
        return cond(age(found[0], *found[1]))

    def aged(self, found: Nodes) -> Any:
        return cond(age(OWN, *found[0])) if isinstance(found[0], tuple) else found[0]

    def age_subject(self, found: Nodes) -> str:
        return word(found[0], "EVENT", "RELATED")

    def age_open(self, found: Nodes) -> str:
        """`the end of the contract`"""
        return " of ".join(str(each) for each in found if each)

    def done_ago(self, found: Nodes) -> Cond:
        """`closed more than 14 days ago`: of that it was closed."""
        done, op, number, unit = found
        said = str(done).casefold()
        of = OWN if done.meanings.keys() & {"MADE", "_MADE"} else done_by(said) or said
        return cond(age(of, op, count_of(number), unit_of(unit)))

    def within_first(self, found: Nodes) -> Cond:
        """`in the first 14 days after purchase`"""
        number, unit, of = found
        return cond(age(of, Op.UP_TO, count_of(number), unit_of(unit)))

    def age_canonical(self, found: Nodes) -> Cond:
        return cond(age(found[0], found[1], count_of(found[2]), unit_of(found[3])))

    def made_ago(self, found: Nodes) -> Cond:
        return cond(age(found[0], *found[-1]))

    def made_ago_event(self, found: Nodes) -> Cond:
        return cond(age(word(found[0], "EVENT"), *found[-1]))

    def ranked_adj(self, found: Nodes) -> Cond:
        """`priority 1 tickets`"""
        name, value = found
        said = str(value.meanings.get("NUMBER", value)) if "VALUE" not in value.meanings else word(value, "VALUE")
        return cond(Attribute(of=OWN, name=word(name, "ATTRIBUTE"), values=(said,)))

    def older(self, found: Nodes) -> Cond:
        return cond(age(OWN, Op.OVER, count_of(found[-2]), unit_of(found[-1])))

    def aged_mod(self, found: Nodes) -> Cond:
        return cond(age(OWN, found[0], count_of(found[1]), unit_of(found[2])))

    def newer(self, found: Nodes) -> Cond:
        return cond(age(OWN, Op.UNDER, count_of(found[-2]), unit_of(found[-1])))

    def within_event(self, found: Nodes) -> Cond:
        return cond(age(_event(found[1]), *found[0]))

    def after_event(self, found: Nodes) -> Cond:
        return cond(age(_event(found[2]), Op.OVER, count_of(found[0]), unit_of(found[1])))

    def since(self, found: Nodes) -> Cond:
        """`submitted more than 60 days after the expense was incurred`"""
        op, number, unit, of = _timed(found)
        return cond(age(of, op, count_of(number), unit_of(unit)))

    def ahead(self, found: Nodes) -> Cond:
        """`booked less than 7 days before departure`"""
        op, number, unit, of = _timed(found)
        return cond(Number(what=f"{unit_of(unit)}s before {of}", op=op, hundredths=count_of(number) * 100))

    def since_event(self, found: Nodes) -> Cond:
        ((op, number),) = found[0]
        return cond(age(word(found[2], "EVENT"), op, count_of(number), unit_of(found[1])))


def _event(said: Any) -> str:
    return said if type(said) is str else word(said, "EVENT")


def age(of: str, op: Op, number: int, unit: str) -> Condition:
    if unit not in ("hour", "day", "week", "month", "year"):
        raise NotUnderstood("Say an age in hours, days, weeks, months or years.")
    return Age.model_validate({"of": of, "op": op, "number": number, "unit": unit})


def _timed(found: Nodes) -> Nodes:
    """The comparison, the number, the unit and the event, without the participles around them."""
    begins = next(at for at, part in enumerate(found) if isinstance(part, Op))
    return found[begins : begins + 4]
