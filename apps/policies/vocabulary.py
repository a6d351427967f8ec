"""The names of one workspace that sentences may use: a frozen value, built by callers from plain data."""

from apps.policies.rule import Frozen, Named


class Vocabulary(Frozen):
    """Names → ids where a thing has an id of its own; the name alone where it has none."""

    groups: dict[str, str] = {}  # {"Support leads": its id}; requirements carry the id
    connectors: dict[str, str] = {}  # {"Stripe": "stripe"}
    agents: dict[str, str] = {}  # {"Refunds agent": its id}
    objects: tuple[str, ...] = ()  # "Case"
    fields: tuple[str, ...] = ()  # "Status"; any other field can be named in quotes
    tools: tuple[str, ...] = ()  # full names
    categories: tuple[str, ...] = ()  # plural nouns beside the built-in ones: "deployments"
    domains: tuple[str, ...] = ()  # the workspace's own, lower case
    admins: str = "Admins"  # the id of the group that the built-in floor asks

    def named(self, kind: str) -> tuple[Named, ...]:
        """All things of a kind that has ids: groups, connectors or agents."""
        names: dict[str, str] = {"groups": self.groups, "connectors": self.connectors, "agents": self.agents}[kind]
        return tuple(Named(id=id, name=name) for name, id in names.items())
