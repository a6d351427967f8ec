"""The names of one workspace that sentences may use: a frozen value, built by callers from plain data."""

from apps.policies.rule import Frozen, Named, Type
from apps.policies.told.asked import House


class Vocabulary(Frozen):
    """Names → ids where a thing has an id of its own; the name alone where it has none."""

    groups: dict[str, str] = {}  # {"Support leads": its id}; requirements carry the id
    connectors: dict[str, str] = {}  # {"Stripe": "stripe"}
    agents: dict[str, str] = {}  # {"Refunds agent": its id}
    objects: tuple[str, ...] = ()  # "Case"
    fields: tuple[str, ...] = ()  # "Status"; any other field can be named in quotes
    tools: tuple[str, ...] = ()  # full names
    categories: tuple[str, ...] = ()  # plural nouns beside the built-in ones: "audits"
    labels: tuple[str, ...] = ()  # classes of data, beside the usual ones; any other in quotes
    kinds: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    freezes: tuple[str, ...] = ()
    related: tuple[str, ...] = ()  # records that an action hangs on: "policyholder"
    attributes: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    arguments: dict[str, Type] = {}  # of tools, by the types of their input schemas; for rules in Cedar
    domains: tuple[str, ...] = ()  # the workspace's own, lower case
    admins: str = "Admins"  # the id of the group that the built-in floor asks
    currency: str = ""  # what an amount without a currency is in; "": it must say
    open: bool = False  # names of people and groups that nobody listed are taken as they stand
    zone: str = "UTC"
    opens: int = 9 * 60
    closes: int = 17 * 60
    workdays: tuple[int, ...] = (1, 2, 3, 4, 5)

    def named(self, kind: str) -> tuple[Named, ...]:
        """All things of a kind that has ids: groups, connectors or agents."""
        names: dict[str, str] = {"groups": self.groups, "connectors": self.connectors, "agents": self.agents}[kind]
        return tuple(Named(id=id, name=name) for name, id in names.items())

    @property
    def house(self) -> House:
        return House(domains=self.domains, zone=self.zone, opens=self.opens, closes=self.closes, workdays=self.workdays)
