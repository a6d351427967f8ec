"""The desk for an organisation's draft: it goes from workspace to workspace and hands on sums alone.

What was decided in a workspace is for its members to see; the seat learns how many decisions would have changed.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from apps.actions import rules
from apps.actions.backtests import cases
from apps.actions.backtests.cases import Found
from apps.actions.backtests.desk import Changed
from apps.core import scope
from apps.policies.backtest import Replayed
from apps.policies.kept import carried, stored
from apps.policies.models import Backtest, BacktestPart, PolicyVersion, Words
from apps.policies.over import Over
from apps.policies.publish import read
from apps.policies.tally import Tally
from apps.policies.vocabulary import Vocabulary
from apps.workspaces.models import Workspace


class SeatDesk:
    """What all parts of one backtest are asked with; the seat is in scope."""

    running = None  # totals are as they were recorded

    def __init__(self, one: Backtest) -> None:
        self.zone = ZoneInfo(Workspace.objects.values_list("time_zone", flat=True).get(pk=one.workspace_id))
        self.rules = stored(read(one.sentences, rules.vocabulary()))

    def asked_again(self, part: BacktestPart) -> tuple[Tally, list[Changed]]:
        assert part.whose is not None
        with scope.workspace(part.whose):
            found = cases.between(part.whose, part.first, part.last)
            return self._sums(found, self._over(found)), []

    def _sums(self, found: Sequence[Found], over: Over) -> Tally:
        sums = Tally(self.zone)
        for one in found:
            if one.case.asked is None:
                sums.leave_out(one.case)
            else:
                sums.add(Replayed(one.case, over.answer(one.case, one.case.asked)))
        return sums

    def _over(self, found: Sequence[Found]) -> Over:
        """The draft in the words of the workspace in scope, beside what decided there then."""
        words, versions = {one.case.words for one in found}, {one.case.version for one in found}
        today = rules.vocabulary()
        kept = Words.objects.filter(digest__in=words).values_list("digest", "vocabulary")
        return Over(
            "the draft", carried(self.rules, groups=today.groups), today,
            versions=PolicyVersion.objects.in_bulk([one for one in versions if one]),
            vocabularies={digest: Vocabulary.model_validate(said) for digest, said in kept},
        )  # fmt: skip
