"""Shares of other figures, numbers of anything, per cents."""

from apps.policies.conditions import every
from apps.policies.language.build_joins import cond
from apps.policies.language.build_limits import Limits, count_of, hundredths, in_order
from apps.policies.language.build_names import Nodes, refuse, word
from apps.policies.language.build_totals import TotalBuilder
from apps.policies.language.meaning import Cond, turned
from apps.policies.rule import (
    Attribute,
    Compared,
    Condition,
    Count,
    Number,
    Op,
    Share,
    Worth,
)
from apps.policies.told.asked import normal

HEADS = frozenset(
    (
        "amount value price cost limit budget total balance sum rate fee salary quote estimate deposit payment charge "
        "threshold allowance quota maximum cap ceiling invoice order purchase bill refund credit wage pay income "
        "revenue loss premium rent forecast allocation commitment principal contribution claim award bid offer tariff "
        "turnover"
    ).split()
)  # what an amount is compared with


class FigureBuilder(TotalBuilder):
    def open_figure(self, found: Nodes) -> str:
        """`the remaining budget of the cost centre`"""
        if normal(found[0]).rpartition(" ")[2] not in HEADS:
            raise refuse("This is no amount to compare with.")
        return " of ".join(str(each) for each in found if each)

    def figure_of_it(self, found: Nodes) -> str:
        return self.figure(found)

    def in_currency(self, found: Nodes) -> Cond:
        return cond(Attribute(of="record", name="currency", values=(word(found[0], "CURRENCY"),)))

    def not_in_currency(self, found: Nodes) -> Cond:
        return turned(self.in_currency(found))

    def name_open(self, found: Nodes) -> str:
        return str(found[0])

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
        return cond(numbers(found[0], found[1]))

    def number_of(self, found: Nodes) -> Cond:
        """`with more than 50 payments`: of whatever it has so many."""
        limits, what = found
        return cond(numbers(what if type(what) is str else str(what).casefold(), limits))

    def share_whole(self, found: Nodes) -> Cond:
        *noun, op, figure = found
        return Cond(Share(op=op, percent=10_000, of=figure), frozenset(each for each in noun if each))

    def share_by(self, found: Nodes) -> Cond:
        """Over the order by more than 10%: over 110% of it."""
        op, figure, *_, percent = found
        return cond(Share(op=op, percent=10_000 + percent, of=figure))

    def share_off(self, found: Nodes) -> Cond:
        """`at least 15% below last year's price`: up to 85% of it."""
        *ops, percent, side, of = found
        below = "UNDER" in side.meanings
        most = {Op.AT_LEAST: Op.UP_TO, Op.OVER: Op.UNDER, Op.UP_TO: Op.AT_LEAST, Op.UNDER: Op.OVER}
        far = ops[0] if ops else Op.AT_LEAST
        op, share = (most[far], 10_000 - percent) if below else (far, 10_000 + percent)
        return cond(Share(op=op, percent=share, of=of))

    def share_part(self, found: Nodes) -> Cond:
        *noun, op, part, figure = found
        return Cond(Share(op=op, percent=part, of=figure), frozenset(each for each in noun if each))

    def percent_of(self, found: Nodes) -> int:
        return hundredths(found[0].meaning("PERCENTAGE"), found[0])

    def times_of(self, found: Nodes) -> int:
        """`three times the order`"""
        return int(found[0]) * 100

    def worth(self, found: Nodes) -> Cond:
        of, op, money = found
        return cond(Worth(of=word(of), op=op, amount=money.amount, currency=money.currency))

    def compared(self, found: Nodes) -> Cond:
        return cond(Compared(of=word(found[0]), op=found[1], than=word(found[2])))

    def situation(self, found: Nodes) -> Cond:
        """A condition that was read by itself."""
        return cond(found[0].meaning("SITUATION"))

    def name_of(self, found: Nodes) -> str:
        return word(found[0], "ATTRIBUTE", "WORD")

    def name_counted(self, found: Nodes) -> str:
        return word(found[0], "COUNTED")

    def counted(self, found: Nodes) -> Cond:
        limits, what = (found[-2], found[-1])
        return cond(numbers(word(what, "COUNTED", "COUNTABLE"), limits))

    def outsiders(self, found: Nodes) -> Cond:
        """`to more than ten external recipients`"""
        return cond(numbers("external recipients", found[0]))

    def count_turned(self, found: Nodes) -> Cond:
        """`100 records or more`"""
        number, *counted, op = found
        if counted:
            return self.counted([[(op, number)], counted[0]])
        return self.count([[(op, number)]])

    def sized(self, found: Nodes) -> Cond:
        """`attachments larger than 10 MB`"""
        op, number, size = found[-3:]
        megabytes = count_of(number) * (1024 if str(size).casefold().startswith("g") else 1)
        return cond(Number(what="MB", op=op, hundredths=megabytes * 100))

    def count(self, found: Nodes) -> Cond:
        return cond(every([Count(op=op, number=count_of(number)) for op, number in found[0]]))


def _ordered(limits: Limits) -> Limits:
    in_order(limits)
    return limits


def _own_percent(what: str, limits: Limits) -> Condition:
    return every([Number(what=what, op=op, hundredths=value, percent=True) for op, value in _ordered(limits)])


def numbers(what: str, limits: Limits) -> Condition:
    return every([Number(what=what, op=op, hundredths=count_of(number) * 100) for op, number in limits])
