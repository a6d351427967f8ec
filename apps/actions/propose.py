"""Proposing: validate, ask what may be asked before the target is touched, read the live record, decide, freeze."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection

from apps.actions import decide, draft, freeze, heard, keys, own_tools, rules, signers
from apps.actions.draft import Asked, Drafted, Step, Wanted
from apps.actions.models import Proposal
from apps.actions.own.resume import RESUME
from apps.actions.rules import Rules
from apps.agents.models import Agent
from apps.connectors import engine
from apps.connectors.contract import Prepared
from apps.core import ids
from apps.core.canonical import Json, digest
from apps.core.errors import Invalid, Refused
from apps.policies import lattice
from apps.policies.provenance import Source
from apps.runs.models import Run
from apps.workspaces.models import User
from apps.workspaces.pause import paused, scopes_of


class Paused(Refused):
    code = "paused"


def propose(
    wanted: Sequence[Wanted],
    *,
    agent: Agent,
    asker: User,
    run: Run,
    key: str,
    asker_named: bool = False,
    goal: str = "",
    given: Mapping[str, str] | None = None,
) -> Proposal:
    """Put actions, in order, before policy and people. The same key and content finds the same proposal again.

    `given`: what a rule may ask to come with it, such as a reason or a ticket number; people sign it with the rest.
    Raises Invalid for what does not fit, KeyReused for the key of another content, Refused where the target says no.
    """
    asked = Asked(agent, asker, run, asker_named=asker_named, goal=goal, given=given or {})
    came_with: list[Json] = [dict(given)] if given else []
    fingerprint = digest([*([one.tool, str(one.connection_id), one.arguments] for one in wanted), *came_with])
    if known := keys.find(f"{agent.pk.hex}:{key}", fingerprint):
        return known
    if any(one.tool == RESUME for one in wanted):
        raise Invalid("Only people propose to resume after a pause.")
    refuse_under_pause(agent, wanted)
    return put(asked, draft.steps(wanted), key=f"{agent.pk.hex}:{key}", fingerprint=fingerprint)


def put(
    asked: Asked,
    steps: Sequence[Step],
    *,
    key: str,
    fingerprint: str,
    undoes: UUID | None = None,
    left_out: Sequence[str] = (),
) -> Proposal:
    """Decide on the arguments, read the record, decide again, and write down the outcome."""
    if any(step.tool.verb.reads for step in steps):
        raise Invalid("A read is not proposed: it is decided and run at once.")
    current = rules.in_force()
    early = [decide.before_looking(step, asked, current) for step in steps]
    made = freeze.Made(asked, current, key=key, fingerprint=fingerprint, undoes=undoes, left_out=tuple(left_out))
    if decide.denied_at_once([one.decision for one in early]):
        return freeze.denied(made, steps, early)
    drafted = drafted_from(steps, asked, current, () if asked.undoing else heard.by(asked.run))
    decision = lattice.strictest([one.decision for one in drafted])
    return freeze.freeze(made, drafted, signers.of_an_applied_suggestion(decision) if asked.applied else decision)


def drafted_from(steps: Sequence[Step], asked: Asked, current: Rules, sources: Sequence[Source]) -> list[Drafted]:
    """Each call read against the record, its values traced back, and decided."""
    drafted = []
    for step, seen in zip(steps, look(steps), strict=True):
        found = heard.traced_back(step, sources, seen) if not asked.undoing else heard.Traced()
        prepared = found.on(seen)
        drafted.append(Drafted(step, prepared, decide.after_looking(step, asked, current, prepared), found.traces))
    return drafted


def look(steps: Sequence[Step]) -> list[Prepared]:
    """What each call would do to the live record, in order. The target is read or tried, and left as it was."""
    own = {place: own_tools.prepare(step) for place, step in enumerate(steps) if not step.opened.id}
    others = [(place, step) for place, step in enumerate(steps) if place not in own]
    calls = [engine.Prepare(step.call, step.opened, ids.say("action", step.id)) for _, step in others]
    seen = dict(zip((place for place, _ in others), engine.prepare(calls), strict=True)) if calls else {}
    return [{**own, **seen}[place] for place in range(len(steps))]


def refuse_under_pause(agent: Agent, wanted: Sequence[Wanted]) -> None:
    """Nothing new is begun in a paused scope. The start mark asks again, under the lock."""
    here, who = agent.workspace_id, agent.pk
    scopes = {
        scope
        for one in wanted
        for scope in scopes_of(workspace=here, agent=who, connection=one.connection_id, tool=one.tool)
    }
    with connection.cursor() as cursor:
        standing = paused(cursor, here, scopes)
    if standing:
        raise Paused(f"This {standing[0].kind} is paused. Nothing new is proposed until it is resumed.")
