"""What policy may speak of, each family known, absent, or not to be told."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from apps.connectors.contract.values import Frozen


class Known(Frozen):
    kind: Literal["known"] = "known"
    value: Any


class HasNone(Frozen):
    kind: Literal["none"] = "none"


class CannotTell(Frozen):
    kind: Literal["cannot tell"] = "cannot tell"
    why: str = ""


Origin: TypeAlias = Literal["person", "record", "outside", "model"]  # outside: it came from outside text alone
Fact: TypeAlias = Annotated[Known | HasNone | CannotTell, Field(discriminator="kind")]


class Facts(Frozen):
    """What policy may speak of, one entry a family. A family a tool says nothing about cannot be told."""

    money: Fact = CannotTell()  # Known: {"amount": minor units, "currency": "USD", "category": "refunds"}
    recipients: Fact = CannotTell()  # Known: list of addresses, lower case
    fields: Fact = CannotTell()  # Known: list of field names written
    permission_change: Fact = CannotTell()  # Known: bool
    billing_change: Fact = CannotTell()  # Known: bool
    count: Fact = CannotTell()  # Known: number of records touched
    record: Fact = CannotTell()  # Known: {"object": "Case", "id": "00048213"}
    origins: dict[str, Origin] = {}  # where each argument's value came from, by its path: {"to.0": "person"}


FAMILIES = tuple(name for name in Facts.model_fields if name != "origins")


class Sum(Frozen):
    amount: int  # minor units
    currency: str


class Around(Frozen):
    """What else the record says that a rule may compare with. What is left out cannot be told."""

    figures: dict[str, Sum] = {}  # {"payment": what was paid}
    since: dict[str, int] = {}  # {"payment": when it was made}, in seconds since 1970
    parties: dict[str, str] = {}  # {"customer": "cus_…"}: who it is done to or for
