"""Runs as the pages show them."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from apps.actions.cards.paging import Pager, Where, turn
from apps.actions.cards.rows import Row, rows
from apps.actions.cards.short import short_id, version_of
from apps.actions.cards.viewer import Viewer
from apps.actions.cards.words import Chip, connector_name
from apps.actions.models import Action, Proposal, State
from apps.agents.models import Agent, AgentVersion
from apps.core import ids
from apps.runs.models import Run, RunState, Step, StepBody
from apps.workspaces.access import Right

MOST_STEPS = 200
MOST_TEXT = 20_000
STATES = {
    RunState.READY: Chip("Ready", "plain", "clock"),
    RunState.STEPPING: Chip("Working", "after", "spark"),
    RunState.WAITING: Chip("Waiting for people", "plain", "people"),
    RunState.DONE: Chip("Completed", "ok", "check"),
    RunState.FAILED: Chip("Failed", "danger", "alert"),
    RunState.STOPPED: Chip("Stopped", "plain", "stop"),
}
OPEN = (RunState.READY, RunState.STEPPING, RunState.WAITING)
KINDS = {"model": ("spark", "m", "Model"), "tool": ("database", "", "Tool"), "propose": ("inbox", "", "Proposal"),
         "wait": ("people", "w", "People")}  # fmt: skip


@dataclass(frozen=True)
class RunRow:
    href: str
    said: str
    goal: str
    state: Chip
    agent: str
    asker: str
    at: datetime
    steps: int


@dataclass(frozen=True)
class Runs:
    rows: tuple[RunRow, ...]
    pager: Pager


@dataclass(frozen=True)
class Startable:
    value: str
    name: str


@dataclass(frozen=True)
class StepRow:
    number: int
    href: str
    current: bool
    at: datetime
    icon: str
    name: str
    sub: str
    left: int  # of a hundred: where its time begins
    width: int
    bar: str
    took: timedelta
    cost: int


@dataclass(frozen=True)
class StepCard:
    """One step opened: what it saw and produced."""

    number: int
    title: str
    facts: tuple[tuple[str, str], ...]
    body: str
    proposal_href: str


@dataclass(frozen=True)
class Figure:
    term: str
    number: str
    unit: str
    said: str


@dataclass(frozen=True)
class RunCard:
    said: str
    short: str
    href: str
    goal: str
    outcome: str
    state: Chip
    agent: str
    version_number: str
    asker: str
    at: datetime
    figures: tuple[Figure, ...]
    steps: tuple[StepRow, ...]
    opened: StepCard | None
    proposals: tuple[Row, ...]
    undo: str
    audit_href: str
    polls: bool
    version: str


def runs(viewer: Viewer, where: Where) -> Runs:
    here = f"{reverse('runs', args=[viewer.workspace.slug])}?"
    found = Run.objects.select_related("agent", "asker").defer("memory")
    listed, pager = turn(found, where, here=here, kind="run")
    return Runs(tuple(_row(one, viewer) for one in listed), pager)


def startable() -> tuple[Startable, ...]:
    """The hosted agents: those with a version to run."""
    hosted = AgentVersion.objects.values("agent")
    found = Agent.objects.filter(pk__in=hosted).exclude(rung="off").order_by("name")[:100]
    return tuple(Startable(ids.say("agent", one.pk), one.name) for one in found)


def run(found: Run, viewer: Viewer, *, opened: int) -> RunCard:
    steps = list(Step.objects.filter(run=found).order_by("number")[:MOST_STEPS])
    made = list(Proposal.objects.defer("document").filter(run_id=found.pk).order_by("id")[:50])
    listed = rows(made, viewer)
    href = reverse("run", args=[viewer.workspace.slug, ids.say("run", found.pk)])
    chosen = next((step for step in steps if step.number == opened), steps[0] if steps else None)
    return RunCard(
        said=ids.say("run", found.pk), short=short_id("run", found.pk), href=href, goal=found.goal,
        outcome=found.outcome,
        state=STATES[RunState(found.state)], agent=found.agent.name,
        version_number=str(found.version.number) if found.version else "",
        asker=found.asker.name if found.asker else "nobody", at=found.started_at, figures=_figures(found, steps),
        steps=_steps(steps, href, chosen.number if chosen else 0), opened=_opened(chosen, viewer) if chosen else None,
        proposals=listed, undo=_undo(found, made, viewer), audit_href=_audit(found, viewer),
        polls=found.state in OPEN,
        version=version_of(found.state, len(steps), [(r.id, r.state) for r in listed], opened),
    )  # fmt: skip


def _row(one: Run, viewer: Viewer) -> RunRow:
    said = ids.say("run", one.pk)
    return RunRow(
        reverse("run", args=[viewer.workspace.slug, said]), short_id("run", one.pk), one.goal,
        STATES[RunState(one.state)], one.agent.name, one.asker.name if one.asker else "nobody",
        one.started_at, one.steps_taken,
    )  # fmt: skip


def _figures(found: Run, steps: list[Step]) -> tuple[Figure, ...]:
    machine = sum(step.ms for step in steps if step.kind != "wait")
    waited = sum(step.ms for step in steps if step.kind == "wait")
    tokens = sum(step.tokens_in + step.tokens_out for step in steps)
    cost = sum(step.cost_micro_usd for step in steps)
    return (
        Figure("Machine time", f"{machine / 1000:.1f}", "s", f"{waited / 1000:.0f} s waiting for people"),
        Figure("Cost", f"${cost / 1_000_000:,.4f}", "", f"{tokens:,} tokens"),
        Figure("Steps", str(found.steps_taken), "", "each recorded with what it saw"),
    )


def _steps(steps: list[Step], href: str, current: int) -> tuple[StepRow, ...]:
    """A row for each, with its share of the time; waiting for people is compressed to at most a fifth."""
    lengths = [_length(step, steps) for step in steps]
    whole, at, found = sum(lengths) or 1, 0.0, []
    for step, length in zip(steps, lengths, strict=True):
        left, width = int(100 * at / whole), max(1, int(100 * length / whole))
        found.append(_step(step, href, current, left, min(width, 100 - left)))
        at += length
    return tuple(found)


def _length(step: Step, steps: list[Step]) -> float:
    if step.kind != "wait":
        return max(step.ms, 1)
    return min(step.ms, sum(other.ms for other in steps if other.kind != "wait") / 5 + 1)


def _step(step: Step, href: str, current: int, left: int, width: int) -> StepRow:
    icon, bar, kind = KINDS.get(step.kind, ("play", "", "Step"))
    tokens = f"{step.prompt_version}, {step.tokens_in:,} in and {step.tokens_out:,} out" if step.tokens_in else kind
    return StepRow(
        step.number, f"{href}?step={step.number}", step.number == current, step.started_at, icon, step.title, tokens,
        left, max(width, 1), bar, timedelta(milliseconds=step.ms), step.cost_micro_usd,
    )  # fmt: skip


def _opened(step: Step, viewer: Viewer) -> StepCard:
    body: dict[str, Any] = StepBody.objects.filter(step_id=step.pk).values_list("body", flat=True).first() or {}
    said = ids.say("proposal", step.proposal_id) if step.proposal_id else ""
    facts = [
        ("Kind", KINDS.get(step.kind, ("", "", step.kind))[2]),
        ("Prompt", step.prompt_version),
        ("Model", str(body.get("model", ""))),
    ]
    if tool := str(body.get("tool", "")):
        facts.append(("Tool", f"{connector_name(tool)}, {tool}"))
    if body.get("outside_text"):
        facts.append(("Read", "Outside text, treated as data"))
    return StepCard(
        step.number, step.title, tuple(pair for pair in facts if pair[1]),
        json.dumps(body, indent=1, ensure_ascii=False)[:MOST_TEXT],
        reverse("proposal", args=[viewer.workspace.slug, said]) if said else "",
    )  # fmt: skip


def _undo(found: Run, made: list[Proposal], viewer: Viewer) -> str:
    """Where to propose taking the run back; empty where nothing ran or this person may not."""
    if Right.UNDO not in viewer.rights:
        return ""
    ran = Action.objects.filter(proposal_id__in=[one.pk for one in made if not one.undoes_id], state=State.DONE)
    return reverse("undo-run", args=[viewer.workspace.slug, ids.say("run", found.pk)]) if ran.exists() else ""


def _audit(found: Run, viewer: Viewer) -> str:
    if Right.AUDIT not in viewer.rights:
        return ""
    return f"{reverse('audit', args=[viewer.workspace.slug])}?subject={ids.say('run', found.pk)}"
