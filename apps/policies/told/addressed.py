"""Whether an action goes to one address, or to the addresses of one domain: legal@acme.com, gmail.com."""

import re

from apps.connectors.contract import Known
from apps.policies.told.asked import Asked, Told

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.ASCII | re.IGNORECASE)


def names_addresses(name: str) -> bool:
    """Whether a name is an address, or a domain."""
    return bool(ADDRESS.fullmatch(name) or DOMAIN.fullmatch(name))


def goes_to(name: str, asked: Asked) -> Told:
    """Surely where it goes to nobody else; where it goes to others as well, only perhaps."""
    fact = asked.question.facts.recipients
    if not isinstance(fact, Known) or not isinstance(fact.value, list | tuple):
        return Told.NONE if fact.kind == "none" else Told.UNKNOWN
    said = {_at(str(each), name) for each in fact.value}
    return Told.UNKNOWN if len(said) > 1 else Told.YES if True in said else Told.NO


def _at(address: str, name: str) -> bool:
    address, name = address.casefold().strip(), name.casefold()
    return address == name or ("@" not in name and address.rpartition("@")[2] == name)
