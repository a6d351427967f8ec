"""Checks that pass or fail outside a run: which agent's key may report them, and what was reported of which thing.

A thing is named by its kind and itself, `commit: a1b2`. Nobody's report counts for their own actions. People report of
one action alone, and somebody above has seen to it that they may.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Now
from django.utils import timezone

from apps.agents.models import Agent, Report, Reporter
from apps.audit import log
from apps.core import ids
from apps.core.canonical import digest
from apps.core.errors import Invalid, NotEntitled
from apps.workspaces.models import Member, User
from apps.workspaces.relations import named

OURS = "countersign action"  # the kind under which an action itself is named
JsonDict = dict[str, Any]
Things = Mapping[str, Collection[str]]  # {"commit": ["a1b2"]}: by kind, everything of it that an action names


def standing() -> QuerySet[Reporter]:
    """Who may report what, by check."""
    return Reporter.objects.filter(ended_at=None).select_related("agent").order_by("check_name", "agent__name")


def names(kind: str) -> "QuerySet[Reporter, tuple[str, str]]":
    """Every check that anybody ever could report here, as (kind, name): rules may speak of it."""
    return Reporter.objects.values_list(Value(kind), "check_name").distinct()


def may_report(agent: Agent, check: str) -> bool:
    return standing().filter(agent=agent, check_name=check).exists()


@transaction.atomic
def let_report(agent: Agent, check: str, *, by: str) -> bool:
    """Its key may report this check from now on; False where it could already."""
    said = {"workspace_id": agent.workspace_id, "agent": agent, "check_name": check}
    _, made = Reporter.objects.get_or_create(**said, ended_at=None, defaults={"said_by": by})
    if made:
        _enter("check.reporter_named", agent, {"check": check}, by)
    return made


@transaction.atomic
def end(agent: Agent, check: str, *, by: str) -> bool:
    """What it reported of this check counts no more; False where it could not report it."""
    ended = Reporter.objects.filter(agent=agent, check_name=check, ended_at=None).update(ended_at=Now())
    if ended:
        _enter("check.reporter_ended", agent, {"check": check}, by)
    return bool(ended)


@transaction.atomic
def report(agent: Agent, check: str, *, of: str, passed: bool, hours: int) -> Report:
    """Its last word on this thing, for so many hours. Raises NotEntitled where it may not report this check."""
    if not may_report(agent, check):
        raise NotEntitled(f"This agent may not report the check {check}. An admin of the workspace can allow it.")
    kind, _, thing = named(of).partition(":")
    if not kind or not thing:
        raise Invalid("Say of what, as its kind and its name, such as commit: a1b2.")
    made, _ = Report.objects.update_or_create(
        workspace_id=agent.workspace_id, agent=agent, check_name=check, of=named(of),
        defaults={"passed": passed, "until": timezone.now() + timedelta(hours=hours)},
    )  # fmt: skip
    facts = {"check": check, "of": made.of, "passed": passed, "until": made.until.isoformat()}
    _enter("check.reported", agent, facts, agent.said)
    return made


def own(action: UUID, arguments: JsonDict) -> str:
    """What people's reports are of: an action with these very arguments. With others it is another."""
    return f"{action.hex} {digest(arguments).rpartition(':')[2][:32]}"


def say(person: User, check: str, *, of: str, workspace: UUID, passed: bool, note: str, hours: int) -> Report:
    """A person's last word on a check of this action (`own`), for so many hours. The caller enters it."""
    made, _ = Report.objects.update_or_create(
        workspace_id=workspace, person=person, check_name=check, of=named(f"{OURS}:{of}"),
        defaults={"passed": passed, "note": note, "until": timezone.now() + timedelta(hours=hours)},
    )  # fmt: skip
    return made


def said_of(action: str) -> list[Report]:
    """What people say of this action (`own`), and still counts."""
    return list(_counting().filter(of=named(f"{OURS}:{action}")).select_related("person").order_by("said_at"))


def told(things: Things, *, to: Agent, action: str) -> dict[str, bool]:
    """Which checks have passed for all that an action (`own`) of this agent names, and which have failed for any of it.

    Of a check that was not reported for all of one kind nothing is told.
    """
    things = {**things, OURS: {action}}
    said = _said(things, to)
    kinds = {kind: {named(f"{kind}:{one}") for one in those} for kind, those in things.items()}
    return {check: outcome for check, of in said.items() if (outcome := _outcome(of, kinds)) is not None}


def latest(*, limit: int = 50) -> list[Report]:
    """The reports that still count, newest first."""
    return list(_counting().select_related("agent", "person").order_by("-said_at")[:limit])


def _outcome(said: Mapping[str, bool], kinds: Mapping[str, Collection[str]]) -> bool | None:
    if not all(said.values()):
        return False
    return True if any(of and of <= said.keys() for of in map(frozenset, kinds.values())) else None


def _said(things: Things, to: Agent) -> dict[str, dict[str, bool]]:
    """By check what was said of each thing; one that failed for somebody has failed."""
    wanted = [named(f"{kind}:{one}") for kind, those in things.items() for one in those]
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for one in _counting().filter(Q(agent=None) | ~Q(agent=to), of__in=wanted):
        found[one.check_name][one.of] = one.passed and found[one.check_name].get(one.of, True)
    return found


def _counting() -> QuerySet[Report]:
    """In time, and of those who may still report it: of people, who are members still."""
    may = Reporter.objects.filter(ended_at=None, agent=OuterRef("agent"), check_name=OuterRef("check_name"))
    here = Member.objects.standing().filter(workspace_id=OuterRef("workspace_id"), user=OuterRef("person"))
    return Report.objects.filter(Exists(may) | Exists(here.filter(user__is_active=True)), until__gt=Now())


def _enter(kind: str, agent: Agent, facts: dict[str, object], by: str) -> None:
    log.append(kind, workspace=agent.workspace_id, subject=ids.say("agent", agent.pk), by=by, facts=facts)
