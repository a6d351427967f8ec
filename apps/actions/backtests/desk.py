"""The desk at which cases are asked again: the draft, the workspace's days, its caps, and the words of each moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from apps.actions import rules
from apps.actions.backtests import cases
from apps.actions.backtests.cases import Found
from apps.billing.models import Budget, Scope, Unit
from apps.core import scope
from apps.policies import backtest
from apps.policies.backtest import Answered, Replayed
from apps.policies.caps import Cap
from apps.policies.case import Case
from apps.policies.kept import rules_of
from apps.policies.models import BacktestPart, Words
from apps.policies.running import Running
from apps.policies.tally import Tally
from apps.policies.vocabulary import Vocabulary
from apps.workspaces.models import Workspace

Changed: TypeAlias = tuple[Found, Replayed]


@dataclass(frozen=True)
class Desk:
    """What all parts of one backtest are asked with."""

    draft: backtest.Draft
    zone: ZoneInfo
    caps: Sequence[Cap]
    running: Running | None = None  # totals, where the draft looks at what came before

    @classmethod
    def of(cls, sentences: Sequence[str], *, since: datetime | None = None) -> "Desk":
        """`since`: when the first of the cases may have happened."""
        zone = Workspace.objects.values_list("time_zone", flat=True).get(pk=scope.only())
        words = rules.vocabulary()
        current = rules.in_force().version
        draft = backtest.Draft(sentences, words, in_force=rules_of(current, words) if current else ())
        only_here = tuple(one for one in draft.totals if one not in draft.totals_in_force)
        running = Running(ZoneInfo(zone), since, only_here, draft.parties) if draft.runs_totals() else None
        return cls(draft, ZoneInfo(zone), caps(), running)

    def asked_again(self, part: BacktestPart) -> tuple[Tally, list[Changed]]:
        return self.asked(part.first, part.last)

    def asked(self, first: UUID, last: UUID) -> tuple[Tally, list[Changed]]:
        """The sums of the cases from one recording to another, and those that would be decided otherwise."""
        found = cases.between(scope.only(), first, last)
        self._learn({one.case.words for one in found})
        sums, changed = Tally(self.zone, self.caps), list[Changed]()
        for one in found:
            if one.case.asked is None:
                sums.leave_out(one.case)
                continue
            replayed = Replayed(one.case, self._answered(one.case, one.case.asked))
            sums.add(replayed)
            if replayed.changed:
                changed.append((one, replayed))
        return sums, changed

    def _answered(self, case: Case, asked: bytes) -> Answered:
        if self.running is not None:
            return self.draft.answer_in_order(case, self.running)
        return self.draft.answer(asked, case.words)

    def _learn(self, digests: set[str]) -> None:
        """The vocabularies of these cases' moments."""
        unknown = digests - self.draft.vocabularies.keys()
        kept = Words.objects.filter(digest__in=unknown).values_list("digest", "vocabulary") if unknown else ()
        self.draft.vocabularies.update({digest: Vocabulary.model_validate(said) for digest, said in kept})


def caps() -> list[Cap]:
    """The budgets that recorded decisions can be counted against."""
    counted = Budget.objects.filter(
        ended_at=None, unit__in=[Unit.MONEY, Unit.ACTIONS], scope_kind__in=[Scope.WORKSPACE, Scope.AGENT, Scope.PERSON]
    ).order_by("id")
    return [
        Cap(one.pk, one.name, "money" if one.unit == Unit.MONEY else "actions", one.cap, one.period, one.currency,
            one.category, one.scope_kind, one.scope_id) for one in counted
    ]  # fmt: skip
