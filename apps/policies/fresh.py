"""Whether a draft was asked about the past as it is now, beside what is in force now, and not too long ago."""

from datetime import timedelta

from django.utils import timezone

from apps.core.errors import Refused
from apps.policies.models import Backtest, Draft, InForce
from apps.policies.models.backtests import Progress

GOOD_FOR = timedelta(hours=24)


class NotFresh(Refused):
    code = "not fresh"


def backtest_of(draft: Draft) -> Backtest:
    """The backtest that a publication of this draft rests on. Raises NotFresh, saying what is missing."""
    found = Backtest.objects.filter(draft=draft).order_by("-id").first()
    if found is None:
        raise NotFresh("Nobody has asked this draft about the past yet. Do that first.")
    if found.digest != draft.digest:
        raise NotFresh("The draft has changed since it was asked about the past. Ask again.")
    if found.state == Progress.RUNNING:
        raise NotFresh("The draft is still being asked about the past. Wait for the outcome.")
    if found.state == Progress.FAILED:
        raise NotFresh(f"The draft could not be asked about the past. {found.why}")
    if found.version_id != InForce.objects.values_list("version_id", flat=True).first():
        raise NotFresh("Another policy is in force since this draft was asked about the past. Ask again.")
    if found.ended_at is None or found.ended_at < timezone.now() - GOOD_FOR:
        raise NotFresh("This draft was asked about the past more than a day ago. Ask again.")
    return found
