"""Trying one case on a draft: a decision of the past, or one that is written here. Nothing is read or kept."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from apps.actions import rules
from apps.actions.backtests.cases import moment
from apps.actions.cards.words import Chip
from apps.actions.models import Action, Occasion, Proposal, Recording
from apps.agents import ladder
from apps.agents.models import Agent
from apps.connectors import shelf
from apps.connectors.contract import CannotTell, Fact, Facts, HasNone, Known
from apps.console.door import Inside
from apps.console.shell import page
from apps.core import ids, money
from apps.core.errors import Invalid, NotFound, Refused
from apps.policies import above, asking
from apps.policies.asking import Asking
from apps.policies.ceilings import beside
from apps.policies.cells import OWN_CONNECTOR
from apps.policies.compile import Compiled
from apps.policies.decision import Decision, Outcome
from apps.policies.enforce import EVERYTHING
from apps.policies.explain import explain
from apps.policies.groups import group_of
from apps.policies.models import Draft
from apps.policies.question import Question, subject_of
from apps.policies.verdicts import label
from apps.policies.views import found
from apps.policies.views.editor import about
from apps.policies.views.found import at_proposal, said_of
from apps.workspaces import organisations
from apps.workspaces.models import Role

RECENT = 10
LEFT = "No rule of the organisation asks anything here, so each workspace decides by its own."


@dataclass(frozen=True)
class Past:
    """A case that can be picked."""

    said: str
    title: str
    at: datetime
    was: Chip
    picked: bool = False


@dataclass(frozen=True)
class Answer:
    """What the draft says to one action, and why."""

    title: str
    now: Chip
    why: tuple[str, ...]
    rules: tuple[str, ...]
    ceilings: tuple[tuple[str, str, Chip], ...]
    notes: tuple[str, ...]
    asked: str  # the question as it was put


@require_safe
def trial(request: Inside, said: str) -> HttpResponse:
    """A GET decides nothing here: it asks what would be decided."""
    one, asked = found.draft(said), request.GET
    picked = _recording(asked.get("case", "")) if asked.get("case") else None
    answers, refused, was = list[Answer](), "", None
    try:
        draft = rules.compiled(tuple(one.sentences))
        if picked and picked.asked is None:
            raise Invalid("What was asked then has been erased, so it cannot be asked again.")
        if picked:
            answers, was = _again(picked, draft, one), said_of(label(picked.verdict))
        elif asked.get("tool"):
            answers = [_answer(asked["tool"], _written(asked, draft), draft, one)]
    except NotFound:
        raise
    except Refused as why:
        refused = str(why)
    context: dict[str, Any] = {
        **about(request, one), "answers": answers, "was": was, "refused": refused,
        "past": _past(picked), "asked": asked, "tools": _tools(), "agents": Agent.objects.order_by("name")[:200],
        "roles": list(Role.objects.order_by("name").values_list("name", flat=True)[:200]),
        "proposal": at_proposal(request, picked.proposal_id if picked else None),
    }  # fmt: skip
    return page(request, "policies/trial.html", context, part="answer")


def _again(picked: Recording, draft: Compiled, one: Draft) -> list[Answer]:
    """Each action of a past case, under the ladder and the limits of its own moment."""
    askings = [asking.read(line) for line in asking.apart(picked.asked or b"")]
    return [_answer(each.question.tool, each, draft, one) for each in askings]


def _answer(tool: str, asked: Asking, draft: Compiled, one: Draft) -> Answer:
    decision, known = _decided(asked, draft, one), shelf.tools().get(tool)
    return Answer(
        title=known.title if known else tool, now=said_of(label(asking.verdict(decision))),
        why=explain(decision, f"the draft of {one.name}"), rules=tuple(_ruled(decision)),
        ceilings=tuple((each.name.capitalize(), each.reason, said_of(_of(each.outcome))) for each in decision.ceilings),
        notes=decision.notes, asked=json.dumps(json.loads(asked.stored), indent=2, ensure_ascii=False),
    )  # fmt: skip


def _decided(asked: Asking, draft: Compiled, one: Draft) -> Decision:
    """A seat's draft says alone what it asks above any workspace's own policy."""
    if organisations.governed_from(one.workspace_id) is None:
        return asked.decided(draft)
    asks = above.limit(draft, asked.question, of=f"draft of {one.name}", enforces=EVERYTHING)
    return asks or Decision(outcome=Outcome.AUTO, notes=(LEFT,))


def _ruled(decision: Decision) -> list[str]:
    return list(dict.fromkeys(line.sentence for line in decision.matched))


def _of(outcome: str) -> str:
    return "signatures" if outcome == "approve" else str(outcome)


def _written(asked: QueryDict, draft: Compiled) -> Asking:
    """A question from the form. Raises Invalid for what does not fit."""
    tool = shelf.tools().get(asked.get("tool", ""))
    agent = Agent.objects.filter(pk=_uuid(asked.get("agent", ""))).first()
    if tool is None or agent is None:
        raise Invalid("Choose a tool and an agent.")
    roles = frozenset(filter(None, asked.getlist("role")))
    question = Question(
        **subject_of(tool).model_dump(), risk=tool.risk, facts=_facts(asked), agent=agent.pk.hex, asker_roles=roles
    )
    over = rules.in_force().limit(question)
    stand = ladder.of(agent).at(group_of(question.subject), roles)
    return Asking(question=question, ceilings=beside(stand, question, draft.admins), above=over)


def _facts(asked: QueryDict) -> Facts:
    """An empty field means that the action has none of it; what the form does not ask cannot be told."""
    none, unknown = HasNone(), CannotTell()
    amount, currency = asked.get("amount", "").strip(), asked.get("currency", "").strip().upper() or "USD"
    moved: Fact = none
    if amount:
        try:
            moved = Known(value={"amount": money.parse(amount, currency).amount, "currency": currency,
                                 "category": asked.get("category", "")})  # fmt: skip
        except ValueError as why:
            raise Invalid(str(why)) from None
    to = [one.strip().lower() for one in asked.get("recipients", "").replace(";", ",").split(",") if one.strip()]
    fields = [one.strip() for one in asked.get("fields", "").split(",") if one.strip()]
    return Facts(
        money=moved, recipients=Known(value=to) if to else none, fields=Known(value=fields) if fields else none,
        permission_change=Known(value=bool(asked.get("permission"))),
        billing_change=Known(value=bool(asked.get("billing"))),
        count=_count(asked.get("count", "").strip()), record=unknown,
    )  # fmt: skip


def _count(said: str) -> Fact:
    if not said:
        return Known(value=1)
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Invalid("Write the number of records in digits.")
    return Known(value=int(said))


def _past(picked: Recording | None) -> list[Past]:
    """The latest decisions, the picked one among them."""
    latest = list(Recording.objects.filter(occasion__in=[Occasion.PROPOSED, Occasion.READ]).order_by("-id")[:RECENT])
    if picked and picked not in latest:
        latest = [picked, *latest]
    titles = dict(Proposal.objects.filter(pk__in=[one.proposal_id for one in latest]).values_list("pk", "title"))
    reads = [one.action_id for one in latest if one.proposal_id is None]
    titles |= dict(Action.objects.filter(pk__in=reads).values_list("pk", "title"))
    return [
        Past(ids.say("action", one.action_id), titles.get(one.proposal_id or one.action_id, ""), moment(one.pk),
             said_of(label(one.verdict)), one == picked) for one in latest
    ]  # fmt: skip


def _recording(said: str) -> Recording:
    """The first decision about an action or a proposal. Raises NotFound."""
    of = {"action": "action_id", "proposal": "proposal_id"}
    for kind, column in of.items():
        try:
            one = Recording.objects.filter(**{column: ids.parse(kind, said)}).order_by("id").first()
        except ValueError:
            continue
        if one is not None:
            return one
    raise NotFound


def _tools() -> list[tuple[str, str]]:
    """Our own come last: the floor decides about them, whatever a sentence says."""
    known = sorted(shelf.tools().values(), key=lambda tool: (tool.connector == OWN_CONNECTOR, tool.full_name))
    return [(tool.full_name, f"{tool.title} ({tool.full_name})") for tool in known]


def _uuid(said: str) -> Any:
    try:
        return ids.parse("agent", said)
    except ValueError:
        return None
