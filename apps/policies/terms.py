"""The terms of a rule: which actions it speaks of, and each single thing that it may ask of them."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from apps.policies.frozen import Frozen, Named, Op
from apps.policies.moments import Before, Clock, Freeze, Weekday, WorkingHours, Yearly

ANYTHING = "anything"
EVERYTHING_ELSE = "everything else"
TOOL = "tool"
RELATION = "@"  # begins the id of a signer by relation: "@asker's manager"


class Target(Frozen):
    """Which actions: a kind of deed, narrowed to connectors and objects (any of them; none: all)."""

    deed: str  # anything, everything else, tool, a verb's group (read, write, create …) or a category's id
    tool: str = ""
    connectors: tuple[Named, ...] = ()
    objects: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()  # the objects an "only write to" leaves alone


class Amount(Frozen):
    """The money moved, against a limit in one currency. Another currency cannot be told."""

    kind: Literal["amount"] = "amount"
    op: Op
    amount: int = Field(ge=0, lt=10**15)  # minor units
    currency: str


class Recipients(Frozen):
    kind: Literal["recipients"] = "recipients"
    which: Literal["outside", "inside", "only inside"]  # at least one outside, at least one inside, all inside


class Fields(Frozen):
    kind: Literal["fields"] = "fields"
    which: Literal["any", "only"]
    names: tuple[str, ...] = Field(min_length=1)


class Count(Frozen):
    kind: Literal["count"] = "count"
    op: Op
    number: int = Field(ge=0, lt=10**15)


class Share(Frozen):
    """The amount against a part of another figure: over 10% of the order. 100%: over the order."""

    kind: Literal["share"] = "share"
    op: Op
    percent: int = Field(ge=0, lt=10**9)  # in hundredths: 12.5% is 1250
    of: str = Field(min_length=1)


class Each(Frozen):
    """The amount for each of those whom it is for: 60 USD per person. Where their number is not said it is one."""

    kind: Literal["each"] = "each"
    op: Op
    amount: int = Field(ge=0, lt=10**15)  # minor units
    currency: str
    per: str = Field(min_length=1)


class Worth(Frozen):
    """A figure by its name against a limit in one currency: the salary of an offer. Another currency cannot be told."""

    kind: Literal["worth"] = "worth"
    of: str = Field(min_length=1)
    op: Op
    amount: int = Field(ge=0, lt=10**15)  # minor units
    currency: str


class Compared(Frozen):
    """One figure, number or date against another by their names: the quantity shipped against the quantity ordered."""

    kind: Literal["compared"] = "compared"
    of: str = Field(min_length=1)
    op: Op  # of dates: over is after
    than: str = Field(min_length=1)


class Number(Frozen):
    """Any other figure by its name: recipients, attachments, discount percent."""

    kind: Literal["number"] = "number"
    what: str = Field(min_length=1)
    op: Op
    hundredths: int = Field(ge=0, lt=10**15)
    percent: bool = False


class Age(Frozen):
    kind: Literal["age"] = "age"
    of: str = Field(min_length=1)
    op: Op
    number: int = Field(ge=0, lt=10**6)
    unit: Literal["hour", "day", "week", "month", "year"] = "day"


class Tagged(Frozen):
    """A class of the data, a sort of deed, or a place where it takes effect: any of the names."""

    kind: Literal["tagged"] = "tagged"
    family: Literal["label", "kind", "place"]
    names: tuple[str, ...] = Field(min_length=1)


class Finds(Frozen):
    """Something recognisable in the outgoing text: any of these."""

    kind: Literal["finds"] = "finds"
    what: tuple[Literal["links", "codes", "identity numbers", "card numbers", "bank details", "secrets"], ...] = Field(
        min_length=1
    )


class Says(Frozen):
    """The outgoing text contains any of these words, letter for letter but for case."""

    kind: Literal["says"] = "says"
    texts: tuple[str, ...] = Field(min_length=1)


class Attribute(Frozen):
    kind: Literal["attribute"] = "attribute"
    of: str = Field(min_length=1)  # "customer"; "record": the one that is written
    name: str = ""  # "tier"; "": the record is said to be so, in whichever field
    values: tuple[str, ...] = Field(min_length=1)


class Has(Frozen):
    """A record has one of these: the payment has a dispute."""

    kind: Literal["has"] = "has"
    of: str = Field(min_length=1)
    what: str = Field(min_length=1)


class Listed(Frozen):
    """Whoever or whatever it goes to stands on a list that the target owns: known payees."""

    kind: Literal["listed"] = "listed"
    list: str = Field(min_length=1)


class First(Frozen):
    kind: Literal["first"] = "first"
    of: str = Field(min_length=1)


class Total(Frozen):
    """A running total: of money in one currency or (no currency) of actions, with this one or before it."""

    kind: Literal["total"] = "total"
    op: Op
    limit: int = Field(ge=0, lt=10**15)
    currency: str = ""
    period: str = Field(min_length=1)
    per: str = ""
    of: str = ""
    with_this: bool = True


class Earlier(Frozen):
    """Such an action is done already in this run."""

    kind: Literal["earlier"] = "earlier"
    target: Target


class Passed(Frozen):
    kind: Literal["passed"] = "passed"
    check: str = Field(min_length=1)


class Given(Frozen):
    """A reason, a ticket, a receipt came with it."""

    kind: Literal["given"] = "given"
    what: str = Field(min_length=1)


class RiskIs(Frozen):
    kind: Literal["risk"] = "risk"
    op: Literal[Op.AT_LEAST, Op.UP_TO]
    level: Literal["low", "medium", "high", "critical"]


class Undoable(Frozen):
    """How it can be taken back: any of these."""

    kind: Literal["undoable"] = "undoable"
    ways: tuple[Literal["exact", "compensate", "none"], ...] = Field(min_length=1)


class Origin(Frozen):
    """Where the values came from: all of them, or any."""

    kind: Literal["origin"] = "origin"
    which: Literal["person", "record", "outside", "model"]
    every: bool
    of: str = ""  # the argument's name; "": of all


class AskedBy(Frozen):
    kind: Literal["asked by"] = "asked by"
    groups: tuple[Named, ...] = Field(min_length=1)


class IsDeed(Frozen):
    """The action itself is one of these: what an exception names."""

    kind: Literal["deed"] = "deed"
    targets: tuple[Target, ...] = Field(min_length=1)


Native: TypeAlias = Amount | Recipients | Fields | Count
Computed: TypeAlias = (
    Share | Each | Worth | Compared | Number | Age | Tagged | Finds | Says | Clock | Weekday | WorkingHours | Before
    | Yearly | Freeze | Attribute | Has | Listed | First | Total | Earlier | Passed | Given | RiskIs | Undoable
    | Origin | AskedBy | IsDeed
)  # fmt: skip
Test: TypeAlias = Annotated[Native | Computed, Field(discriminator="kind")]
