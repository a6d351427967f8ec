"""The ladder: how far an agent may go by itself, for each tool group and each role of whoever asks.

The highest rung that speaks of one of the asker's roles counts; where none does, that for whoever else asks; where
there is none, the agent's own. An agent that is off does nothing at all.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import Q

from apps.agents.models import Agent, Cell, Limit, Rung
from apps.audit import log
from apps.connectors import shelf
from apps.core import ids
from apps.policies import ceilings
from apps.policies.ceilings import Stand
from apps.policies.groups import kind_of
from apps.workspaces.models import Role, Workspace


@dataclass(frozen=True)
class Ladder:
    """Everything that is said of one agent, read once. Roles by name; "" stands for whoever else, or whatever else."""

    own: ceilings.Rung
    cells: Mapping[tuple[str, str], ceilings.Rung]  # (group, role)
    above: Mapping[tuple[str, str], ceilings.Rung]  # (organisation, plan or workspace; group)

    def at(self, group: str, roles: Collection[str], *, named: Collection[str] = ()) -> Stand:
        """Where it stands for this group. `named`: roles of a merely named asker, which tighten and never loosen."""
        rung, where = self._rung(group, roles)
        if named:
            lower, there = self._rung(group, named)
            if ceilings.RUNGS.index(lower) < ceilings.RUNGS.index(rung):
                rung, where = lower, there
        return Stand(
            rung=rung, where=where, organisation=self._limit("organisation", group), plan=self._limit("plan", group),
            workspace=self._limit("workspace", group),
        )  # fmt: skip

    def _rung(self, group: str, roles: Collection[str]) -> tuple[ceilings.Rung, str]:
        if self.own == "off":
            return "off", ""
        spoken = [role for role in sorted(roles) if (group, role) in self.cells]
        if spoken:
            best = max(spoken, key=lambda role: ceilings.RUNGS.index(self.cells[group, role]))
            return self.cells[group, best], f"{titled(group)}, asked by {best}"
        anyone = self.cells.get((group, ""))
        return (anyone, titled(group)) if anyone else (self.own, "")

    def _limit(self, kind: str, group: str) -> ceilings.Rung:
        return ceilings.lowest(self.above.get((kind, group), "auto"), self.above.get((kind, ""), "auto"))


def of(agent: Agent) -> Ladder:
    """The ladder of an agent of a workspace in scope, as it is now."""
    cells: dict[tuple[str, str], ceilings.Rung] = {}
    above: dict[tuple[str, str], ceilings.Rung] = {}
    said = Cell.objects.filter(workspace_id=agent.workspace_id).filter(Q(agent=None) | Q(agent=agent))
    for holder, group, role, rung in said.values_list("agent", "group", "role__name", "rung"):
        (cells if holder else above)[(group, role or "") if holder else ("workspace", group)] = as_name(rung)
    organisation = Workspace.objects.filter(pk=agent.workspace_id).values("organisation_id")
    limits = Limit.objects.filter(organisation_id__in=organisation).values_list("kind", "group", "rung")
    for kind, group, rung in limits:
        above[kind, group] = as_name(rung)
    return Ladder(as_name(agent.rung), cells, above)


def as_name(rung: str) -> ceilings.Rung:
    """A stored rung as policy names it; what is stored is on the ladder by a rule of its table."""
    return cast("ceilings.Rung", rung)


@dataclass(frozen=True)
class Place:
    """Where a rung may stand. Without an agent: the workspace's limit. Without a group: the agent's own rung."""

    workspace: UUID
    agent: Agent | None
    group: str = ""
    role: Role | None = None

    @property
    def words(self) -> str:
        """`Refunds in Stripe, asked by Finance`."""
        if not self.group:
            return "everything else"
        return titled(self.group) + (f", asked by {self.role.name}" if self.role else "")


def held(place: Place) -> Rung | None:
    """The rung that stands there itself; None where nothing is said there."""
    if place.agent and not place.group:
        return Rung(Agent.objects.values_list("rung", flat=True).get(pk=place.agent.pk))
    found = Cell.objects.filter(agent=place.agent, group=place.group, role=place.role).values_list("rung", flat=True)
    return next((Rung(rung) for rung in found), None)


def freest(place: Place) -> ceilings.Rung:
    """The highest rung that can be said there without making anybody freer than they are.

    Where nothing is said yet for a role, people of several roles follow the highest that speaks of one of them: a new
    cell must not lie above what another of their roles holds them to.
    """
    said = held(place)
    if said or place.agent is None:
        return as_name(said or Rung.AUTO)
    standing = of(place.agent)
    others = (rung for (group, role), rung in standing.cells.items() if place.role and role and group == place.group)
    return ceilings.lowest(standing.at(place.group, []).rung, *others)


def move(place: Place, rung: Rung | None, *, by: str, why: str) -> None:
    """The rung stands there from now on; None: nothing is said there any more. Inside the caller's transaction.

    Who may, and whose signature that needs, is asked by whoever calls.
    """
    before = held(place)
    if place.agent and not place.group:
        Agent.objects.filter(pk=place.agent.pk).update(rung=rung or Rung.OFF)
    else:
        _say(place, rung, by=by, why=why)
    facts = {
        "place": place.words, "group": place.group, "role": place.role.pk.hex if place.role else "",
        "before": before.value if before else "", "after": rung.value if rung else "", "why": why,
    }  # fmt: skip
    subject = ids.say("agent", place.agent.pk) if place.agent else place.workspace.hex
    log.append("agent.rung_moved", workspace=place.workspace, subject=subject, by=by, facts=facts)


def _say(place: Place, rung: Rung | None, *, by: str, why: str) -> None:
    said: dict[str, Any] = {
        "workspace_id": place.workspace, "agent": place.agent, "group": place.group, "role": place.role,
    }  # fmt: skip
    if rung is None:
        Cell.objects.filter(**said).delete()
    else:
        Cell.objects.update_or_create(**said, defaults={"rung": rung, "moved_by": by, "why": why})


def titled(group: str) -> str:
    """A group in words: `stripe:refunds` is Refunds in Stripe."""
    connector = group.partition(":")[0]
    manifest = shelf.manifests().get(connector)
    return f"{kind_of(group).capitalize()} in {manifest.title if manifest else connector}"
