"""What waits for a check: denied unless it has passed, and signed besides where the sentence says so."""

from typing import Any

from apps.policies.language.build_denials import passively
from apps.policies.language.build_effects import EffectBuilder
from apps.policies.language.build_joins import joined
from apps.policies.language.build_names import Nodes, refuse
from apps.policies.language.build_signers import approval_of
from apps.policies.language.errors import TakenOver
from apps.policies.language.meaning import Approval, Cond, Doing, Shape, Shapes, Who, turned
from apps.policies.language.things import REVIEWS
from apps.policies.rule import Effect, EveryOf, Extra


class CheckBuilder(EffectBuilder):
    def checks(self, found: Nodes) -> Cond:
        """All of these have passed."""
        return joined([self.checked([name]) for name in found], EveryOf)

    def that_holds(self, found: Nodes) -> Cond:
        held: Cond = found[0]
        return held

    def open_check(self, found: Nodes) -> str:
        """`a manual inspection`"""
        words, sort = found
        return f"{words} {sort}".casefold()

    def need_check(self, found: Nodes) -> Shapes:
        doing, check = found if isinstance(found[0], Doing) else found[::-1]
        return (_unless(doing, self._passed(check)),)

    check_first = need_check

    def need_check_who(self, found: Nodes) -> Shapes:
        """Who verifies it does not matter: agents do, or somebody for them."""
        return self.need_check([part for part in found if not isinstance(part, Who)])

    check_first_who = need_check_who

    def need_check_and(self, found: Nodes) -> Shapes:
        doing, check, approval = found
        return (*self.need_check([doing, check]), Shape(Effect.ASK, doing, approval_of(approval)))

    def need_approval_and(self, found: Nodes) -> Shapes:
        return self.need_check_and([found[0], found[2], found[1]])

    def need_all(self, found: Nodes) -> Shapes:
        """`need two people from Security, a wait of 7 days and a reason`"""
        doing, *needed = found
        asked = [each for each in needed if isinstance(each, Approval)]
        conds = [each for each in needed if isinstance(each, Cond)]
        extras = tuple(each for each in needed if isinstance(each, Extra))
        if not conds and (not extras or not asked) and {extra.kind for extra in extras} <= {"give"}:
            raise TakenOver("This is a list of one sort.")
        if not asked:
            owed = (Shape(Effect.OWE, doing, extras=extras),) if extras else ()
            return (*(_unless(doing, cond) for cond in conds), *owed)
        if len({approval.in_order for approval in asked}) > 1:
            raise refuse("Say who signs in a sentence of its own.")
        approval = Approval(tuple(need for each in asked for need in each.needs), asked[0].in_order)
        return (*(_unless(doing, cond) for cond in conds), Shape(Effect.ASK, doing, approval, extras=extras))

    def need_signers(self, found: Nodes) -> Approval:
        return approval_of(found[0])

    def need_checks(self, found: Nodes) -> Cond:
        return self._passed(found[0])

    def need_that(self, found: Nodes) -> Shapes:
        return (_unless(found[0], found[1]),)

    def gate_signed(self, found: Nodes) -> tuple[Cond, Approval]:
        """`all tests have passed and QA has signed off`"""
        return found[0], found[1]

    def gate_signed_first(self, found: Nodes) -> tuple[Cond, Approval]:
        return found[1], found[0]

    def gate_doing(self, found: Nodes) -> Shapes:
        doing, (cond, approval) = found
        return (_unless(doing, cond), Shape(Effect.ASK, doing, approval))

    def check_passive(self, found: Nodes) -> Shapes:
        """A backup must be taken before any table is dropped."""
        return (_unless(passively(found[1:]), found[0]),)

    def checked_first(self, found: Nodes) -> Shapes:
        """Vendors must be screened before the first payment: what they are is said by the payment."""
        _subject, check, doing = found
        return (_unless(doing, self.checked([check.meaning("CHECKED")])),)

    def checked_things(self, found: Nodes) -> Shapes:
        doing, check = found
        return (_unless(doing, self.checked([check.meaning("CHECKED")])),)

    def ask_someone(self, found: Nodes) -> Shapes:
        """Commits that must be signed carry a signature of their own; it is nobody's approval."""
        if {act.target.deed for act in found[-1].acts} == {"pushes"}:
            return (_unless(found[-1], self.checked(["signed commits"])),)
        return super().ask_someone(found)

    def _passed(self, check: Any) -> Cond:
        if isinstance(check, Cond):
            return check
        if check in REVIEWS:
            raise refuse("A review is somebody's signature.")
        return self.checked([check])


def _unless(doing: Doing, cond: Cond) -> Shape:
    return Shape(Effect.DENY, doing, gates=True).when(turned(cond))
