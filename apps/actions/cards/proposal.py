"""A whole proposal as one person sees it, from a bounded number of queries."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.urls import reverse

from apps.actions import afterwards, document, states
from apps.actions.cards import happened, signing
from apps.actions.cards.bar import Bar, Seen, bar
from apps.actions.cards.checked import Checks, checked
from apps.actions.cards.facts import Fact, facts
from apps.actions.cards.limits import limits
from apps.actions.cards.moved import moved_since
from apps.actions.cards.names import Names
from apps.actions.cards.notices import notices
from apps.actions.cards.short import riskiest, short_id, version_of
from apps.actions.cards.signing import Asked, Signer, Why
from apps.actions.cards.sources import Source, note, sources_of
from apps.actions.cards.steps import Back, Line, Step, Word, back, step
from apps.actions.cards.viewer import Viewer
from apps.actions.cards.words import STATES, Chip, Event, Notice, counted
from apps.actions.models import Action, Proposal, State
from apps.approvals.models import Request
from apps.billing import budgets
from apps.connectors.contract import Tier
from apps.core import ids
from apps.policies.models import PolicyVersion
from apps.runs.models import Run
from apps.workspaces.access import Right, role_ids_of

MOVING = (State.EXECUTING, State.APPROVED, State.UNKNOWN)


@dataclass(frozen=True)
class Card:
    said: str
    short: str
    href: str
    inbox_href: str
    title: str
    goal: str
    given: tuple[tuple[str, str], ...]
    state: Chip
    risk: str
    agent: str  # empty where a person did it by hand
    agent_version: str
    asker: str
    proposed_at: datetime
    checked_at: datetime | None
    run_href: str
    run_short: str
    undoes_href: str
    undoes_short: str
    notices: tuple[Notice, ...]
    why: Why
    steps: tuple[Step, ...]
    sources: tuple[Source, ...]
    limits: tuple[Chip, ...]
    undos: tuple[Back, ...]
    events: tuple[Event, ...]
    signers: tuple[Signer, ...]
    facts: tuple[Fact, ...]
    digest: str
    document: str
    audit_href: str
    evidence: tuple[tuple[str, str], ...]
    bar: Bar | None
    version: str
    polls: bool
    every: int
    names: Names
    moved: tuple[Line, ...] = ()
    checks: Checks | None = None
    link: str = ""

    @property
    def changes_title(self) -> str:
        return (
            "What would change" if self.state.words.startswith(("Denied", "Declined", "Suggested")) else "What changes"
        )

    @property
    def changes_note(self) -> str:
        return counted(len(self.steps), "step") + (", in this order" if len(self.steps) > 1 else "")

    @property
    def sources_note(self) -> str:
        return note(self.sources)


@dataclass(frozen=True)
class Rows:
    """Everything a card is built from."""

    proposal: Proposal
    actions: tuple[Action, ...]
    ask: Asked | None
    run: Run | None
    version: PolicyVersion | None
    undone_by: tuple[Proposal | None, bool]  # its open or standing undo, and whether that is done


def card(proposal: Proposal, viewer: Viewer, *, drawn_from: str = "") -> Card:
    viewer = viewer.on(proposal.agent_id)
    rows = _rows(proposal, viewer)
    entries = happened.entries_of(proposal.pk, [action.pk for action in rows.actions])
    names = Names.of(
        [proposal.asker_id, *signing.people_of(rows.ask)], [proposal.agent_id], [entry.by for entry in entries]
    )
    run_href = reverse("run", args=[viewer.workspace.slug, ids.say("run", rows.run.pk)]) if rows.run else ""
    steps = tuple(step(a, n, word=_word(a, proposal, viewer), run=run_href) for n, a in enumerate(rows.actions, 1))
    state = states.of_proposal(action.state for action in rows.actions)
    seen = Seen(viewer.workspace, proposal, state, steps, rows.ask, viewer.rights, *rows.undone_by, names)
    version = version_of(
        proposal.digest, [a.state for a in rows.actions], len(entries), rows.ask.missing if rows.ask else 0
    )
    run, agent, asker = rows.run, names.agent(proposal.agent_id), names.person(proposal.asker_id)
    proposed = (
        Signer(f"Proposed by {asker.name}", "By hand, through no agent.", asker, proposal.created_at)
        if proposal.by_hand
        else Signer(f"Proposed by {agent.name}", f"Asked by {asker.name}.", agent, proposal.created_at)
    )
    place = viewer.workspace.slug
    return Card(
        said=ids.say("proposal", proposal.pk), short=short_id("proposal", proposal.pk), href=seen.url("proposal"),
        inbox_href=reverse("inbox", args=[place]), title=proposal.title,
        goal="" if proposal.by_hand else proposal.goal,
        given=tuple(document.given(proposal.document).items()),
        state=_state(state, rows.ask), risk=riskiest(action.risk for action in rows.actions),
        agent="" if proposal.by_hand else agent.name,
        agent_version=str(run.version.number) if run and run.version else "",
        asker=asker.name, proposed_at=proposal.created_at,
        checked_at=proposal.created_at if state is State.WAITING else None,
        run_href=run_href,
        run_short=short_id("run", run.pk) if run else "",
        undoes_href=_other(place, proposal.undoes_id), undoes_short=short_id("proposal", proposal.undoes_id),
        notices=notices(seen, names), why=replace(
            signing.why(rows.actions, rows.ask, rows.version, names), policy_href=reverse("policy", args=[place])
        ), steps=steps,
        sources=sources_of(proposal, [one for item in steps for one in item.origins]),
        limits=(*limits(steps, viewer.workspace.domains), *_caps(proposal, state)),
        undos=_backs(steps) if state in (State.WAITING, State.APPROVED) else (),
        events=happened.events(entries, steps, names), signers=signing.signers(rows.ask, names, proposed),
        facts=facts(seen, rows.actions, names), digest=proposal.digest, document=_document(proposal),
        audit_href=_audit(place, proposal, viewer), evidence=_evidence(place, rows, viewer),
        bar=_bar(seen), version=version, polls=state in (*MOVING, State.WAITING) or bool(rows.ask and rows.ask.is_owed),
        every=2 if state in MOVING else 5, names=names, moved=moved_since(proposal, drawn_from),
        checks=checked(proposal, rows.actions, viewer),
    )  # fmt: skip


def _rows(proposal: Proposal, viewer: Viewer) -> Rows:
    actions = tuple(Action.objects.filter(proposal_id=proposal.pk).order_by("position"))
    asked = afterwards.asked(proposal)
    request = Request.objects.filter(pk=asked).first() if asked else None
    roles = role_ids_of(viewer.person.pk, viewer.workspace.pk) if request else frozenset()
    ask_roles = partial(role_ids_of, workspace_id=viewer.workspace.pk)
    versions = {action.policy_version_id for action in actions if action.policy_version_id}
    return Rows(
        proposal=proposal,
        actions=actions,
        ask=signing.asked(request, viewer, roles, ask_roles),
        run=Run.objects.select_related("version").filter(pk=proposal.run_id).first(),
        version=PolicyVersion.objects.select_related("policy").filter(pk__in=versions).order_by("-number").first(),
        undone_by=_standing_undo(proposal),
    )


def _standing_undo(proposal: Proposal) -> tuple[Proposal | None, bool]:
    """The undo that is open, or that took effect; one that ended without effect makes room for another."""
    for undo in Proposal.objects.filter(undoes_id=proposal.pk).order_by("-id")[:5]:
        found = list(Action.objects.filter(proposal_id=undo.pk).values_list("state", flat=True))
        if found and (not set(found) <= states.FINAL or State.DONE in found):
            return undo, set(found) == {State.DONE}
    return None, False


def _state(state: State, ask: Asked | None) -> Chip:
    if state is State.WAITING and ask is not None and ask.is_open:
        return replace(STATES[state], words=signing.summary(ask))
    if ask is not None and ask.is_owed:
        return replace(STATES[state], words=f"{STATES[state].words}, signature owed", style="warn")
    return STATES[state]


def _word(action: Action, proposal: Proposal, viewer: Viewer) -> Word | None:
    if action.state != State.UNKNOWN:
        return None
    address = [viewer.workspace.slug, ids.say("proposal", proposal.pk), ids.say("action", action.pk)]
    may = Right.WORD in viewer.rights
    said = (
        "Look into the target itself before you answer; your word is recorded."
        if may
        else "Somebody who may give their word has to look."
    )
    return Word(said, reverse("word", args=address), may, again=action.tier != Tier.D)


def _backs(steps: tuple[Step, ...]) -> tuple[Back, ...]:
    """How each step would be taken back, last first."""
    return tuple(one for one in map(back, reversed(steps)) if one)


def _caps(proposal: Proposal, state: State) -> tuple[Chip, ...]:
    """The budgets that this will be reserved in, while that is still to come."""
    if state not in (State.WAITING, State.APPROVED):
        return ()
    scopes = {("workspace", proposal.workspace_id), ("agent", proposal.agent_id)}
    room = budgets.headroom(proposal.workspace_id, scopes)[:12]
    return tuple(
        Chip(one.sentence.rstrip("."), "ok" if one.left else "warn", "check" if one.left else "alert") for one in room
    )


def _document(proposal: Proposal) -> str:
    return json.dumps(json.loads(bytes(proposal.document)), indent=1, ensure_ascii=False) if proposal.document else "{}"


def _other(place: str, proposal_id: Any) -> str:
    return reverse("proposal", args=[place, ids.say("proposal", proposal_id)]) if proposal_id else ""


def _audit(place: str, proposal: Proposal, viewer: Viewer) -> str:
    if Right.AUDIT not in viewer.rights:
        return ""
    return f"{reverse('audit', args=[place])}?subject={ids.say('proposal', proposal.pk)}"


def _evidence(place: str, rows: Rows, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Where the evidence of each action is given out, and what the link says."""
    if Right.AUDIT not in viewer.rights or not rows.proposal.document:
        return ()
    hrefs = [reverse("evidence", args=[place, ids.say("action", action.pk)]) for action in rows.actions]
    if len(hrefs) == 1:
        return ((hrefs[0], "Evidence file"),)
    return tuple((href, f"Evidence, step {number}") for number, href in enumerate(hrefs, 1))


def _bar(seen: Seen) -> Bar | None:
    return None if seen.state in (State.DENIED, State.REJECTED, State.LAPSED) else bar(seen)
