"""Who is behind an id: people, agents and groups of a page, found in three queries however many there are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.actions import relatives
from apps.actions.cards.words import Who, initials
from apps.agents.models import Agent
from apps.approvals.requirements import among
from apps.workspaces.models import Role, User

PLACES = {"worker": "A worker", "reaper": "The reaper", "operator": "The operator", "sealer": "The sealer",
          "ladder": "By itself"}  # fmt: skip
COLOURS = ("", "b", "o", "g")
BARE_ID = re.compile(r"\b[0-9a-f]{32}\b")


@dataclass(frozen=True)
class Names:
    people: dict[UUID, str]
    agents: dict[UUID, str]
    roles: dict[str, str]

    @staticmethod
    def of(people: Iterable[UUID | None] = (), agents: Iterable[UUID | None] = (), said: Iterable[str] = ()) -> "Names":
        """Everybody named by id, and by entries (`user:<hex>`, `agent:<hex>`)."""
        users, bots = {p for p in people if p}, {a for a in agents if a}
        for one in said:
            kind, _, tail = one.partition(":")
            if kind in ("user", "agent") and len(tail) == 32:
                (users if kind == "user" else bots).add(UUID(hex=tail))
        return Names(
            dict(User.objects.filter(pk__in=users).values_list("pk", "name")) if users else {},
            dict(Agent.objects.filter(pk__in=bots).values_list("pk", "name")) if bots else {},
            {id.hex: name for id, name in Role.objects.values_list("pk", "name")[:500]},
        )

    def person(self, id: UUID | None) -> Who:
        name = self.people.get(id, "Somebody") if id else "Nobody"
        return Who(name, initials(name), COLOURS[id.int % len(COLOURS)] if id else "g")

    def agent(self, id: UUID | None) -> Who:
        name = self.agents.get(id, "An agent") if id else "An agent"
        return Who(name, initials(name), "b bot")

    def among(self, groups: Sequence[str]) -> str:
        """`Finance or Support leads`: requirements name their groups by id."""
        return among([self.roles.get(group) or relatives.named(group) for group in groups])

    def groups(self, held: Sequence[str]) -> str:
        return ", ".join(sorted(self.roles.get(group, group) for group in held))

    def plain(self, text: str) -> str:
        """A sentence from below, with the names of the groups that it speaks of by id."""
        return BARE_ID.sub(lambda found: self.roles.get(found[0], found[0]), text)

    def said(self, by: str) -> Who:
        """The one behind an entry's `by`."""
        kind, _, tail = by.partition(":")
        if kind == "user" and len(tail) == 32:
            return self.person(UUID(hex=tail))
        if kind == "agent" and len(tail) == 32:
            return self.agent(UUID(hex=tail))
        return Who(PLACES.get(kind, "An outside agent" if kind == "key" else "Countersign"), "CS", "g bot")
