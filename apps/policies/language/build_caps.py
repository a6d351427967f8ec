"""Caps and running totals: what is denied once so much was done."""

from dataclasses import replace

from apps.policies.deeds import MOVES_MONEY
from apps.policies.language.build_limits import amounts
from apps.policies.language.build_names import Nodes, word
from apps.policies.language.build_passives import PassiveBuilder
from apps.policies.language.build_totals import Per, within
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import (
    AT_END,
    UNSAID,
    Approval,
    Cond,
    Doing,
    Shape,
    Shapes,
)
from apps.policies.language.passive import Done, passive_doing
from apps.policies.rule import (
    Effect,
    Number,
    Op,
    Share,
)


class CapBuilder(PassiveBuilder):
    def limited(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, found[0]).when(found[1]),)

    def limited_per(self, found: Nodes) -> Shapes:
        """`total refunds per customer may not exceed …`"""
        doing, *pers, over = found
        return self.limited([doing, within(over, pers)])

    def limited_periodly(self, found: Nodes) -> Shapes:
        """`monthly spending may not exceed …`"""
        period, doing, *pers, over = found
        return self.limited([doing, within(over, [self.per_period([period]), *pers])])

    def limited_ask(self, found: Nodes) -> Shapes:
        """`may not exceed … without approval by Finance`"""
        return _asked(self.limited(found[:-1]), found[-1])

    def limited_per_ask(self, found: Nodes) -> Shapes:
        return _asked(self.limited_per(found[:-1]), found[-1])

    def limited_periodly_ask(self, found: Nodes) -> Shapes:
        return _asked(self.limited_periodly(found[:-1]), found[-1])

    def limited_under(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, found[0]).when(Cond(amounts([(Op.AT_LEAST, found[1])]))),)

    def quantity_figure(self, found: Nodes) -> Cond:
        return Cond(Share(op=Op.OVER, percent=10_000, of=found[0]))

    def cap_no(self, found: Nodes) -> Shapes:
        doing, op, money = found
        return (Shape(Effect.DENY, doing).when(Cond(amounts([(op, money)]))),)

    def cap_party(self, found: Nodes) -> Shapes:
        party, op, money, doing, *pers = found
        total = self.total_money([[(op, money)], Per(party=word(party, "PARTY")), *pers])
        return (Shape(Effect.DENY, doing).when(total),)

    def cap_party_count(self, found: Nodes) -> Shapes:
        party, op, number, (doing, pers) = found
        return (Shape(Effect.DENY, doing).when(self.total_times([op, number, Per(party=word(party, "PARTY")), *pers])),)

    def cap_party_ask(self, found: Nodes) -> Shapes:
        return _asked(self.cap_party(found[:-1]), found[-1])

    def cap_party_done(self, found: Nodes) -> Shapes:
        """`no vendor may be paid more than 100,000 USD per year`"""
        party, done, *limits = found
        doing = passive_doing((), (), Done((done,)))
        if any(act.target.deed not in MOVES_MONEY for act in doing.acts):
            raise NotUnderstood("Say of what: “no more than 500 USD in refunds”.", pointer=AT_END)
        return self.cap_party([party, *limits[:2], doing, *limits[2:]])

    def cap_party_done_ask(self, found: Nodes) -> Shapes:
        return _asked(self.cap_party_done(found[:-1]), found[-1])

    def doing_money(self, found: Nodes) -> Doing:
        op, money, acts, *parts = found
        conds = [part for part in parts if isinstance(part, Cond)]
        pers = [part for part in parts if isinstance(part, Per)]
        limit = self.total_money([[(op, money)], *pers]) if pers else Cond(amounts([(op, money)]))
        return self.doing([acts, *conds, limit])

    def doing_count(self, found: Nodes) -> Doing:
        op, number, acts, *parts = found
        conds = [part for part in parts if isinstance(part, Cond)]
        pers = [part for part in parts if isinstance(part, Per)]
        return self.doing([acts, *conds, self.total_times([op, number, *pers])])

    def quantity_once(self, found: Nodes) -> Cond:
        return Cond(amounts([(Op.OVER, found[0])]))

    def quantity_percent(self, found: Nodes) -> Cond:
        percent, *figure = found
        if figure:
            return Cond(Share(op=Op.OVER, percent=percent, of=figure[0]))
        return Cond(Number(what="percent", op=Op.OVER, hundredths=percent, percent=True))

    def cap_money(self, found: Nodes) -> Shapes:
        raise NotUnderstood("Say in which period, and of whom: no more than 500 USD per customer per day.")

    def cap_count(self, found: Nodes) -> Shapes:
        op, number, (doing, pers) = found
        if op not in (Op.UP_TO, Op.UNDER):
            raise NotUnderstood(UNSAID, pointer=AT_END)
        over = self.total_times([Op.OVER if op is Op.UP_TO else Op.AT_LEAST, number, *pers])
        return (Shape(Effect.DENY, doing).when(over),)

    def cap_exactly(self, found: Nodes) -> Shapes:
        """`One voucher per customer per quarter.`"""
        return self.cap_count([Op.UP_TO, *found])

    def stop(self, found: Nodes) -> Shapes:
        per, moved = found
        if not moved.acts:
            raise NotUnderstood("Say of what so much was done: once 3,000 USD has been refunded.")
        return (Shape(Effect.DENY, Doing(moved.acts)).when(self.moved_so_far([moved, per])),)

    def stop_things(self, found: Nodes) -> Shapes:
        doing, *parts = found
        return (Shape(Effect.DENY, doing).when(self.moved_so_far(sorted(parts, key=_is_per))),)


def _asked(shapes: Shapes, approval: Approval) -> Shapes:
    return tuple(replace(shape, effect=Effect.ASK, approval=approval) for shape in shapes)


def _is_per(part: object) -> bool:
    return isinstance(part, Per)
