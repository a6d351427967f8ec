"""What waits for a check: denied unless it has passed, and signed besides where the sentence says so."""

from typing import Any

from apps.policies.language.build_denials import passively
from apps.policies.language.build_effects import EffectBuilder
from apps.policies.language.build_joins import joined
from apps.policies.language.build_names import Nodes, refuse
from apps.policies.language.build_signers import approval_of
from apps.policies.language.meaning import Approval, Cond, Doing, Shape, Shapes, Who, turned
from apps.policies.language.things import REVIEWS
from apps.policies.rule import Effect, EveryOf


class CheckBuilder(EffectBuilder):
    def checks(self, found: Nodes) -> Cond:
        """All of these have passed."""
        return joined([self.checked([name]) for name in found], EveryOf)

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
