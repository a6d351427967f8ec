"""Tests of a sentence → conditions; joins, numbers, records, lists, provenance."""

from typing import Any

from apps.core.money import Money
from apps.policies.inflect import plural
from apps.policies.language.build_limits import Limits, amounts, count_of, every, hundredths, in_order, unit_of
from apps.policies.language.build_names import Nodes, refuse, word
from apps.policies.language.build_times import TimeBuilder
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import Cond, turned
from apps.policies.rule import (
    Age,
    AnyOf,
    AskedBy,
    Attribute,
    Condition,
    Count,
    Earlier,
    EveryOf,
    Fields,
    Finds,
    First,
    Given,
    Has,
    IsDeed,
    Listed,
    Not,
    Number,
    Op,
    Origin,
    Passed,
    Recipients,
    RiskIs,
    Says,
    Share,
    Tagged,
    Target,
    Undoable,
)

FOUND = {
    "FOUND_LINKS": "links", "FOUND_CODES": "codes", "FOUND_IDS": "identity numbers", "FOUND_CARDS": "card numbers",
    "FOUND_BANK": "bank details", "FOUND_SECRETS": "secrets",
}  # fmt: skip
CHANGED = {"OVER": Op.OVER}
OWN = "record"


def cond(test: Condition) -> Cond:
    return Cond(test)


def joined(conds: Nodes, join: type[EveryOf | AnyOf]) -> Cond:
    deeds = frozenset(deed for each in conds for deed in each.deeds)
    parts: dict[Condition, None] = {}
    for each in conds:
        inner = each.condition
        parts |= dict.fromkeys(inner.of if isinstance(inner, join) else (inner,))
    only = tuple(parts)
    return Cond(join(of=only) if len(only) > 1 else only[0], deeds)


class TestBuilder(TimeBuilder):
    __test__ = False  # no test of ours: it builds the tests of rules

    # --- joins

    def every_of(self, found: Nodes) -> Cond:
        return joined(found, EveryOf)

    def any_of(self, found: Nodes) -> Cond:
        return joined(found, AnyOf)

    either_list, both_list = any_of, every_of

    def exceptions(self, found: Nodes) -> Cond:
        return joined(found, AnyOf)

    def not_so(self, found: Nodes) -> Cond:
        return turned(found[0])

    def that(self, found: Nodes) -> Any:
        return found[0]

    def time_of(self, found: Nodes) -> Any:
        return found[0]

    # --- figures

    def percent(self, found: Nodes) -> Cond:
        """`over 20%` of a figure, or of the deed itself: a discount's own per cent."""
        limits, *figure = found
        if figure:
            return cond(every([Share(op=op, percent=percent, of=figure[0]) for op, percent in _ordered(limits)]))
        return cond(_own_percent("percent", limits))

    def percent_test(self, found: Nodes) -> Cond:
        noun = [each for each in found if isinstance(each, str)]
        limits = next(each for each in found if isinstance(each, list))
        figure = found[found.index(limits) + 1 :]
        deeds = frozenset(each for each in noun[:1] if each and noun[0] is found[0])
        if figure:
            return Cond(self.percent([limits, *figure]).condition, deeds)
        return Cond(_own_percent("percent", limits), deeds)

    def percent_named(self, found: Nodes) -> Cond:
        return cond(_own_percent(found[0], found[1]))

    def number_named(self, found: Nodes) -> Cond:
        return cond(_numbers(found[0], found[1]))

    def share_whole(self, found: Nodes) -> Cond:
        *noun, op, figure = found
        return Cond(Share(op=op, percent=10_000, of=figure), frozenset(each for each in noun if each))

    def share_part(self, found: Nodes) -> Cond:
        *noun, op, part, figure = found
        return Cond(Share(op=op, percent=part, of=figure), frozenset(each for each in noun if each))

    def percent_of(self, found: Nodes) -> int:
        return hundredths(found[0].meaning("PERCENTAGE"), found[0])

    def name_of(self, found: Nodes) -> str:
        return word(found[0], "ATTRIBUTE", "WORD")

    def name_counted(self, found: Nodes) -> str:
        return word(found[0], "COUNTED")

    def counted(self, found: Nodes) -> Cond:
        limits, what = (found[-2], found[-1])
        return cond(_numbers(word(what, "COUNTED"), limits))

    def count(self, found: Nodes) -> Cond:
        return cond(every([Count(op=op, number=count_of(number)) for op, number in found[0]]))

    # --- recipients and fields

    def outside(self, _found: Nodes) -> Cond:
        return cond(Recipients(which="outside"))

    def inside(self, _found: Nodes) -> Cond:
        return cond(Recipients(which="inside"))

    def only_inside(self, _found: Nodes) -> Cond:
        return cond(Recipients(which="only inside"))

    def any_field(self, found: Nodes) -> Cond:
        return cond(Fields(which="any", names=found[0]))

    def only_fields(self, found: Nodes) -> Cond:
        return cond(Fields(which="only", names=found[0]))

    # --- what it is about

    def labelled(self, found: Nodes) -> Cond:
        return cond(Tagged(family="label", names=found[0]))

    def labelled_adj(self, found: Nodes) -> Any:
        return found[0]

    def not_labelled(self, found: Nodes) -> Cond:
        return turned(self.labelled(found))

    def at_places(self, found: Nodes) -> Cond:
        return cond(Tagged(family="place", names=found[0]))

    def not_at_places(self, found: Nodes) -> Cond:
        return turned(self.at_places(found))

    def of_kind(self, found: Nodes) -> Cond:
        return cond(Tagged(family="kind", names=(word(found[0], "KIND_NAME"),)))

    def of_kinds(self, found: Nodes) -> Cond:
        return cond(Tagged(family="kind", names=found[0]))

    def not_of_kind(self, found: Nodes) -> Cond:
        return turned(self.of_kind(found))

    def finds(self, found: Nodes) -> Any:
        """A list of what can be found, or the test of it."""
        if isinstance(found[0], tuple):
            return cond(Finds(what=found[0]))
        return tuple(dict.fromkeys(found))

    def found(self, found: Nodes) -> Any:
        return next(FOUND[terminal] for terminal in found[0].meanings if terminal in FOUND)

    def not_finds(self, found: Nodes) -> Cond:
        return turned(self.finds(found))

    def texts(self, found: Nodes) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word(each) for each in found))

    def says(self, found: Nodes) -> Cond:
        return cond(Says(texts=found[0]))

    def not_says(self, found: Nodes) -> Cond:
        return turned(self.says(found))

    # --- records

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
        return cond(_age(found[0], *found[1]))

    def aged(self, found: Nodes) -> Any:
        return cond(_age(OWN, *found[0])) if isinstance(found[0], tuple) else found[0]

    def age_subject(self, found: Nodes) -> str:
        return word(found[0], "EVENT", "RELATED")

    def age_canonical(self, found: Nodes) -> Cond:
        return cond(_age(found[0], found[1], count_of(found[2]), unit_of(found[3])))

    def made_ago(self, found: Nodes) -> Cond:
        return cond(_age(found[0], *found[-1]))

    def older(self, found: Nodes) -> Cond:
        return cond(_age(OWN, Op.OVER, *_spanned(found[-1])))

    def newer(self, found: Nodes) -> Cond:
        return cond(_age(OWN, Op.UNDER, *_spanned(found[-1])))

    def within_event(self, found: Nodes) -> Cond:
        return cond(_age(word(found[1], "EVENT"), *found[0]))

    def after_event(self, found: Nodes) -> Cond:
        return cond(_age(word(found[1], "EVENT"), Op.OVER, *_spanned(found[0])))

    more_than_event = after_event

    def since_event(self, found: Nodes) -> Cond:
        ((op, number),) = found[0]
        return cond(_age(word(found[2], "EVENT"), op, count_of(number), unit_of(found[1])))

    def is_so(self, found: Nodes) -> Any:
        return Attribute(of=found[0], values=found[1])

    def field_is(self, found: Nodes) -> Any:
        return Attribute(of=found[0], name=word(found[1], "ATTRIBUTE"), values=found[2])

    def field_of_is(self, found: Nodes) -> Any:
        return Attribute(of=found[1], name=word(found[0], "ATTRIBUTE"), values=found[2])

    def own_field_is(self, found: Nodes) -> Any:
        return Attribute(of=OWN, name=word(found[0], "ATTRIBUTE"), values=found[1])

    def attribute(self, found: Nodes) -> Cond:
        return cond(found[0])

    attribute_for = attribute

    def not_attribute(self, found: Nodes) -> Cond:
        return cond(Not(test=found[0]))

    def attribute_adj(self, found: Nodes) -> Cond:
        return cond(Attribute(of=found[1], values=(found[0],)))

    def has(self, found: Nodes) -> Cond:
        return cond(Has(of=found[0], what=found[1]))

    def has_not(self, found: Nodes) -> Cond:
        return turned(self.has(found))

    def it_is(self, found: Nodes) -> Cond:
        return cond(Attribute(of=OWN, values=found[0]))

    def it_is_not(self, found: Nodes) -> Cond:
        return turned(self.it_is(found))

    def with_some(self, found: Nodes) -> Cond:
        return cond(Number(what=word(found[0], "COUNTED"), op=Op.AT_LEAST, hundredths=100))

    def without_some(self, found: Nodes) -> Cond:
        return cond(Number(what=word(found[0], "COUNTED"), op=Op.UP_TO, hundredths=0))

    def party_list(self, found: Nodes) -> Cond:
        return cond(Listed(list=plural(word(found[0], "PARTY"))))

    # --- lists, firsts, checks, what came with it

    def listed(self, found: Nodes) -> Any:
        name = found[-1]
        return cond(Listed(list=name)) if isinstance(name, str) and type(name) is str else word(name, "LIST_NAME")

    def unlisted(self, found: Nodes) -> Cond:
        name = found[-1]
        return Cond(Not(test=Listed(list=name if type(name) is str else word(name, "LIST_NAME"))))

    def first(self, found: Nodes) -> Cond:
        return cond(First(of=_party(found[-1] if isinstance(found[-1], str) and type(found[-1]) is str else found[0])))

    def first_party(self, found: Nodes) -> Cond:
        return cond(First(of=_party(found[-1])))

    def checked(self, found: Nodes) -> Cond:
        return cond(Passed(check=found[0]))

    def not_checked(self, found: Nodes) -> Cond:
        return turned(self.checked(found))

    def is_given(self, found: Nodes) -> Cond:
        return joined([cond(Given(what=what)) for what in found[0]], EveryOf)

    def not_given(self, found: Nodes) -> Cond:
        return turned(self.is_given(found))

    # --- risk and the way back

    def risk_only(self, found: Nodes) -> Cond:
        level = _level(found[0])
        if level in ("low", "critical"):
            return cond(RiskIs.model_validate({"op": "<=" if level == "low" else ">=", "level": level}))
        return cond(EveryOf(of=(RiskIs(op=Op.AT_LEAST, level=level), RiskIs(op=Op.UP_TO, level=level))))

    def risk_above(self, found: Nodes) -> Cond:
        return cond(RiskIs(op=Op.AT_LEAST, level=_level(found[-1])))

    def risk_at_least(self, found: Nodes) -> Cond:
        return self.risk_above(found)

    def risk_at_most(self, found: Nodes) -> Cond:
        return cond(RiskIs(op=Op.UP_TO, level=_level(found[-1])))

    def risk_below(self, found: Nodes) -> Cond:
        return self.risk_at_most(found)

    def risk_two(self, found: Nodes) -> Cond:
        order = ["low", "medium", "high", "critical"]
        low, high = sorted(map(_level, found), key=order.index)
        if order.index(high) - order.index(low) != 1:
            raise refuse("Name two levels that are next to each other, or say “or above”.", found[0])
        parts = [RiskIs(op=Op.AT_LEAST, level=low)] if low != "low" else []
        parts += [RiskIs(op=Op.UP_TO, level=high)] if high != "critical" else []
        return cond(every(list(parts)))

    def irreversible(self, _found: Nodes) -> Cond:
        return cond(Undoable(ways=("none",)))

    def reversible(self, _found: Nodes) -> Cond:
        return cond(Undoable(ways=("exact", "compensate")))

    def exactly(self, _found: Nodes) -> Cond:
        return cond(Undoable(ways=("exact",)))

    def not_exactly(self, _found: Nodes) -> Cond:
        return cond(Undoable(ways=("compensate", "none")))

    def made_good(self, _found: Nodes) -> Cond:
        return cond(Undoable(ways=("compensate",)))

    # --- where values came from, and who asked

    def argument(self, found: Nodes) -> str:
        return word(found[0], "ATTRIBUTE", "WORD", "RELATED")

    def argument_recipient(self, _found: Nodes) -> str:
        return "to"

    def argument_amount(self, _found: Nodes) -> str:
        return "amount"

    def origin_every(self, found: Nodes) -> Any:
        return True, "".join(found)

    def origin_any(self, found: Nodes) -> Any:
        return False, "".join(found)

    def origin_argument(self, found: Nodes) -> Any:
        return None, found[0]

    def origin_person(self, found: Nodes) -> Cond:
        return _origin("person", *found[0], every=True)

    def origin_record(self, found: Nodes) -> Cond:
        return _origin("record", *found[0], every=True)

    def origin_outside(self, found: Nodes) -> Cond:
        return _origin("outside", *found[0], every=False)

    def origin_model(self, found: Nodes) -> Cond:
        return _origin("model", *found[0], every=False)

    def person_typed(self, _found: Nodes) -> Cond:
        return cond(Origin(which="person", every=True))

    def person_typed_of(self, found: Nodes) -> Cond:
        return cond(Origin(which="person", every=True, of=found[0]))

    def asked_by(self, found: Nodes) -> Cond:
        return cond(AskedBy(groups=found[0]))

    def not_asked_by(self, found: Nodes) -> Cond:
        return turned(self.asked_by(found))

    # --- the deed itself

    def is_deed(self, found: Nodes) -> Cond:
        return cond(IsDeed(targets=tuple(act.target for act in _plain(found[0]))))

    def is_not_deed(self, found: Nodes) -> Cond:
        return turned(self.is_deed(found))

    def is_objects(self, found: Nodes) -> Cond:
        return cond(IsDeed(targets=(Target(deed="anything", objects=found[0]),)))

    def has_earlier(self, found: Nodes) -> Cond:
        (act,) = _plain(found[0])
        return cond(Earlier(target=act.target))

    def not_earlier(self, found: Nodes) -> Cond:
        return turned(self.has_earlier(found))


def _ordered(limits: Limits) -> Limits:
    in_order(limits)
    return limits


def _own_percent(what: str, limits: Limits) -> Condition:
    return every([Number(what=what, op=op, hundredths=value, percent=True) for op, value in _ordered(limits)])


def _numbers(what: str, limits: Limits) -> Condition:
    return every([Number(what=what, op=op, hundredths=count_of(number) * 100) for op, number in limits])


def _age(of: str, op: Op, number: int, unit: str) -> Condition:
    if unit not in ("hour", "day", "week", "month", "year"):
        raise NotUnderstood("Say an age in hours, days, weeks, months or years.")
    return Age.model_validate({"of": of, "op": op, "number": number, "unit": unit})


def _spanned(seconds: int) -> tuple[int, str]:
    """The largest unit that seconds are whole in."""
    for unit, length in (
        ("year", 31_536_000),
        ("month", 2_592_000),
        ("week", 604_800),
        ("day", 86_400),
        ("hour", 3600),
    ):
        if seconds % length == 0:
            return seconds // length, unit
    raise NotUnderstood("Say an age in hours, days, weeks, months or years.")


def _party(name: str) -> str:
    return name


def _level(spoken: Any) -> Any:
    return word(spoken, "RISK_LEVEL", "RISKY").casefold().replace("-", " ").split(" ")[0]


def _origin(which: str, given: bool | None, of: str, *, every: bool) -> Cond:
    """Where “every” or “any” is not said, the reading that a rule of this kind means."""
    return cond(Origin.model_validate({"which": which, "every": every if given is None else given, "of": of}))


def _plain(acts: Any) -> Any:
    for act in acts:
        if act.conds or not act.whole:
            raise NotUnderstood("Name the kind of action alone here.", pointer=act.at)
    return acts


def money_or_number(value: Any) -> tuple[int, str]:
    """A limit of a total: minor units and their currency, or a number of actions."""
    return (value.amount, value.currency) if isinstance(value, Money) else (count_of(value), "")


def money_limits(limits: Limits) -> Condition:
    return amounts(limits)
