"""Running totals: so much in a period, for one customer, before this one or with it."""

import re
from typing import Any, NamedTuple

from apps.core.money import Money
from apps.policies.conditions import every
from apps.policies.language.build_limits import count_of, in_order, unit_of
from apps.policies.language.build_names import Nodes, word
from apps.policies.language.build_times import TimeBuilder
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import Cond
from apps.policies.language.passive import Done, passive_doing
from apps.policies.rule import Amount, Condition, Each, Op, Total

PERIOD = re.compile(r"minute|hour|day|week|month|quarter|year|ever|run|\d+ (?:minute|hour|day|week|month|year)s?")


HEADS = frozenset(
    "person head attendee guest traveller traveler recipient night item unit piece seat participant mile kilometre km "
    "delegate cover".split()
)


class Per(NamedTuple):
    period: str = ""
    party: str = ""


class Moved(NamedTuple):
    """What has been done so far, up to a limit: 3,000 USD refunded, 20 refunds."""

    op: Op
    limit: Any
    acts: Any = ()


class TotalBuilder(TimeBuilder):
    def per_period(self, found: Nodes) -> Per:
        spoken = found[0]
        if "PERIOD_NAME" in spoken.meanings or "PERIODLY" in spoken.meanings:
            return Per(period=str(spoken.meanings.get("PERIOD_NAME") or spoken.meanings["PERIODLY"]))
        return self.per_party(found)

    def per_text(self, found: Nodes) -> Per:
        name = word(found[0])
        return Per(period=name) if PERIOD.fullmatch(name) else Per(party=name)

    def per_rolling(self, found: Nodes) -> Per:
        number, unit = count_of(found[0]), unit_of(found[1])
        return Per(period=f"{number} {unit}{'' if number == 1 else 's'}")

    def per_party(self, found: Nodes) -> Per:
        name = found[0]
        return Per(party=name if type(name) is str else word(name, "PARTY", "RELATED", "HEAD", "OPEN"))

    def per_ever(self, _found: Nodes) -> Per:
        return Per(period="ever")

    def total_money(self, found: Nodes) -> Cond:
        limits, per = next(each for each in found if isinstance(each, list)), _pers(found)
        return (
            self.amount_each([per.party, limits])
            if per.party in HEADS and not per.period
            else Cond(_total(limits, per))
        )

    def amount_each(self, found: Nodes) -> Cond:
        """`over 60 USD per person`: what this one costs for each, however many others there were."""
        per, limits = found
        in_order(limits)
        return Cond(
            every([Each(op=op, amount=money.amount, currency=money.currency, per=word(per)) for op, money in limits])
        )

    def price_each(self, found: Nodes) -> Cond:
        """`costing over 100 USD a month`: a price, and no running total."""
        limits, per = found
        return self.amount_each([per.party or per.period, limits])

    def total_times(self, found: Nodes) -> Cond:
        limits = found[0] if isinstance(found[0], list) else [(found[0], found[1])]
        return Cond(_total(limits, _pers(found)))

    def total_with(self, found: Nodes) -> Cond:
        return Cond(_total(found[-1], _pers(found)))

    def total_before(self, found: Nodes) -> Cond:
        return Cond(_total(found[-1], _pers(found), with_this=False))

    times_with, times_before = total_with, total_before

    def times_already(self, found: Nodes) -> Cond:
        limits = next((each for each in found if isinstance(each, list)), None)
        pers = _pers(found)
        per = Per(pers.period or "ever", pers.party or "record")
        if limits is None:
            return Cond(Total(op=Op.AT_LEAST, limit=1, period=per.period, per=per.party, with_this=False))
        return Cond(_total(limits, per, with_this=False))

    def twice(self, found: Nodes) -> Cond:
        """It was done once before: for the same customer, or on the same record."""
        party = word(found[0], "PARTY", "RELATED") if found else "record"
        return Cond(Total(op=Op.AT_LEAST, limit=1, period="ever", per=party, with_this=False))

    def moved_money(self, found: Nodes) -> "Moved":
        return Moved(Op.AT_LEAST, found[0], _done(found[1:]))

    def moved_money_in(self, found: Nodes) -> "Moved":
        return Moved(Op.AT_LEAST, found[0], found[1].acts)

    def moved_alone(self, found: Nodes) -> "Moved":
        return Moved(Op.OVER, found[0])

    def moved_over(self, found: Nodes) -> "Moved":
        return Moved(found[0], found[1], _done(found[2:]))

    def moved_count(self, found: Nodes) -> "Moved":
        op, *rest = found if isinstance(found[0], Op) else [Op.AT_LEAST, *found]
        number, acts = rest[0], rest[1]
        return Moved(op, number, acts)

    def moved_so_far(self, found: Nodes) -> Cond:
        """Once so much was done: nothing that would bring it over the limit is done any more."""
        moved, *pers = found
        op = Op.OVER if moved.op is Op.AT_LEAST else moved.op
        return Cond(_total([(op, moved.limit)], _pers(pers), with_this=op is Op.OVER))

    def quantity_money(self, found: Nodes) -> Cond:
        return self.total_money([[(Op.OVER, found[0])], *found[1:]])

    def quantity_times(self, found: Nodes) -> Cond:
        return Cond(_total([(Op.OVER, found[0])], _pers(found)))


def within(over: Cond, pers: Nodes) -> Cond:
    """A limit in the period, and of whom, that stand elsewhere in the sentence."""
    per, limit = _pers(pers), over.condition
    if isinstance(limit, Amount):
        return Cond(_total([(limit.op, Money(limit.amount, limit.currency))], per))
    if not isinstance(limit, Total):
        raise NotUnderstood("Say up to which amount.")
    own = Per("" if limit.period == "ever" else limit.period, limit.per)
    if (own.period and per.period) or (own.party and per.party):
        raise NotUnderstood("Say one period, and of whom.")
    period, party = own.period or per.period or "ever", own.party or per.party
    return Cond(limit.model_copy(update={"period": period, "per": party}))


def _done(found: Nodes) -> Any:
    """The acts of `refunded`; none where it only says that it was done."""
    return passive_doing((), (), Done((found[0],))).acts if found else ()


def _pers(found: Nodes) -> Per:
    pers = [each for each in found if isinstance(each, Per)]
    periods = tuple(dict.fromkeys(each.period for each in pers if each.period))
    parties = tuple(dict.fromkeys(each.party for each in pers if each.party))
    if len(periods) > 1 or len(parties) > 1:
        raise NotUnderstood("Say one period, and of whom.")
    return Per(*(each[0] if each else "" for each in (periods, parties)))


def _total(limits: Any, per: Per, *, with_this: bool = True) -> Condition:
    if not per.period and per.party in HEADS:
        raise NotUnderstood("Say in which period: per person per day.")
    in_order([(op, value if isinstance(value, Money) else count_of(value)) for op, value in limits])
    tests = []
    for op, value in limits:
        limit, currency = (value.amount, value.currency) if isinstance(value, Money) else (count_of(value), "")
        tests.append(Total(op=op, limit=limit, currency=currency, period=per.period or "ever", per=per.party,
                           with_this=with_this))  # fmt: skip
    return every(list(tests))
