"""The cases that a draft would have decided otherwise: pages of a table, worst first, and the whole of it as a file."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.http import StreamingHttpResponse
from django.utils import timezone

from apps.actions.backtests.cases import moment
from apps.actions.cards.names import Names
from apps.actions.cards.words import Chip
from apps.actions.models import Action, Proposal
from apps.approvals.models import Request, Signature
from apps.console.door import Inside
from apps.console.spreadsheet import EXCEL_READS_IT_AS_UTF_8, Written, safe
from apps.core import ids, scope
from apps.core.money import Money
from apps.policies.case import Answer
from apps.policies.models import Backtest, ChangedCase
from apps.policies.views.found import at_proposal, said_of

PAGE = 25
AT_ONCE = 1_000
ANSWERS = {
    Answer.NONE: Chip("Nobody was asked", "plain"), Answer.SIGNED: Chip("Signed", "ok", "check"),
    Answer.DECLINED: Chip("Declined", "danger", "cross"), Answer.LAPSED: Chip("Nobody signed", "plain", "clock"),
    Answer.OPEN: Chip("Still waits", "plain", "clock"), Answer.STOPPED: Chip("Stopped", "danger", "stop"),
}  # fmt: skip
COLUMNS = ("at", "proposal", "action", "title", "was", "would_be", "amounts", "people", "edited_first", "taken_back",
           "waited_s")  # fmt: skip


@dataclass(frozen=True)
class Row:
    href: str
    title: str
    at: datetime
    was: Chip
    now: Chip
    amount: str
    people: str
    result: Chip
    hot: bool  # people did not want it as it was, and it would run alone


def rows(request: Inside, one: Backtest, after: str) -> tuple[list[Row], str]:
    """A page of them, and where the next one begins; empty at the end."""
    found = ChangedCase.objects.filter(backtest=one).filter(_beyond(after)).order_by("rank", "-recording_id")
    shown = list(found[: PAGE + 1])
    more = f"{shown[PAGE - 1].rank}-{shown[PAGE - 1].recording_id.hex}" if len(shown) > PAGE else ""
    shown = shown[:PAGE]
    titles, people = _titles(shown), _people(shown)
    return [_row(request, each, titles, people) for each in shown], more


def _beyond(after: str) -> Q:
    rank, _, hexed = after.partition("-")
    if not (rank.isdecimal() and len(rank) == 1 and len(hexed) == 32 and hexed.isalnum()):
        return Q()
    try:
        last = UUID(hex=hexed)
    except ValueError:
        return Q()
    return Q(rank__gt=int(rank)) | Q(rank=int(rank), recording_id__lt=last)


def _row(request: Inside, one: ChangedCase, titles: dict[UUID, str], people: dict[UUID, str]) -> Row:
    result = ANSWERS[Answer(one.answer)]
    if one.undone:
        result = Chip("Taken back", "danger", "undo")
    elif one.edited and one.answer not in (Answer.DECLINED, Answer.STOPPED):
        result = Chip("Changed first", "warn", "edit")
    return Row(
        href=at_proposal(request, one.proposal_id), title=titles.get(one.proposal_id or one.action_id, ""),
        at=moment(one.recording_id), was=said_of(one.was), now=said_of(one.now), amount=_amounts(one),
        people=people.get(one.proposal_id or one.action_id, ""), result=result, hot=one.rank < 2,
    )  # fmt: skip


def _amounts(one: ChangedCase) -> str:
    return ", ".join(str(Money(amount, currency)) for currency, amount in one.money)


def _titles(shown: list[ChangedCase]) -> dict[UUID, str]:
    proposals = Proposal.objects.filter(pk__in=[one.proposal_id for one in shown if one.proposal_id])
    reads = Action.objects.filter(pk__in=[one.action_id for one in shown if not one.proposal_id])
    return {**dict(proposals.values_list("pk", "title")), **dict(reads.values_list("pk", "title"))}


def _people(shown: list[ChangedCase]) -> dict[UUID, str]:
    """Who answered, by proposal: whoever declined, else those who signed."""
    of = Proposal.objects.filter(pk__in=[one.proposal_id for one in shown if one.proposal_id])
    asked = {request: proposal for request, proposal in of.values_list("request_id", "pk") if request}
    declined = dict(Request.objects.filter(pk__in=asked, state="declined").values_list("pk", "closed_by"))
    signed: dict[UUID, list[UUID]] = {}
    for request, person in (
        Signature.objects.filter(request_id__in=asked, withdrawn_at=None)
        .order_by("id")
        .values_list("request_id", "person_id")
    ):
        signed.setdefault(request, []).append(person)
    names = Names.of(people=[*declined.values(), *(one for many in signed.values() for one in many)])
    answered = {**signed, **{request: [person] for request, person in declined.items() if person}}
    return {asked[request]: " and ".join(names.person(one).name for one in many) for request, many in answered.items()}


def as_file(request: Inside, one: Backtest) -> StreamingHttpResponse:
    sent = StreamingHttpResponse(_lines(one), content_type="text/csv; charset=utf-8")
    day = timezone.localtime(one.until).date()
    sent["Content-Disposition"] = f'attachment; filename="backtest-{request.workspace.slug}-{day}.csv"'
    sent["Cache-Control"] = "private, no-store"
    return sent


def _lines(one: Backtest) -> Iterator[str]:
    writer = csv.writer(Written())
    yield EXCEL_READS_IT_AS_UTF_8 + writer.writerow(COLUMNS)
    after = Q()
    while True:
        with scope.workspace(one.workspace_id):
            found = ChangedCase.objects.filter(backtest=one).filter(after).order_by("rank", "-recording_id")
            some = list(found[:AT_ONCE])
            titles = _titles(some)
        for each in some:
            yield writer.writerow([safe(cell) for cell in _cells(each, titles)])
        if len(some) < AT_ONCE:
            return
        after = Q(rank__gt=some[-1].rank) | Q(rank=some[-1].rank, recording_id__lt=some[-1].recording_id)


def _cells(one: ChangedCase, titles: dict[UUID, str]) -> list[str]:
    return [
        moment(one.recording_id).isoformat(), ids.say("proposal", one.proposal_id) if one.proposal_id else "",
        ids.say("action", one.action_id), titles.get(one.proposal_id or one.action_id, ""), one.was, one.now,
        _amounts(one), one.answer, str(one.edited), str(one.undone), str(one.waited_s),
    ]  # fmt: skip
