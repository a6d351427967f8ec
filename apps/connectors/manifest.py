"""A connector as a frozen value: what its manifest.yaml says, parsed once at the edge.

Unknown keys, an expression that is too large, or a schema that does not compile refuse the whole manifest.
"""

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from apps.connectors import cel, schema, template
from apps.connectors.contract import Blanks, Frozen, JsonDict, Risk, Tier, Tool, UndoKind, Verb
from apps.core.canonical import digest

MOST_TOOLS = 12
LEAST_RISK = {Verb.SEARCH: Risk.LOW, Verb.READ: Risk.LOW, Verb.DELETE: Risk.HIGH, Verb.RUN: Risk.CRITICAL}
RISKS = list(Risk)

Expression: TypeAlias = Annotated[str, AfterValidator(cel.checked)]  # CEL
Template: TypeAlias = Annotated[Any, AfterValidator(template.checked)]  # JSON with `${CEL}` in its texts
TextTemplate: TypeAlias = Annotated[str, AfterValidator(template.checked)]
JsonSchema: TypeAlias = Annotated[JsonDict, AfterValidator(schema.checked)]
Blank: TypeAlias = Literal["before", "diff", "guard", "idempotency", "reconcile", "undo"]


class Part(Frozen):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class HttpRead(Part):
    get: TextTemplate
    query: dict[str, Template] = {}
    keep: tuple[str, ...] = ()  # the paths that go into the snapshot


class HttpCall(Part):
    """Exactly one of post, patch, put and delete names the path."""

    post: TextTemplate = ""
    patch: TextTemplate = ""
    put: TextTemplate = ""
    delete: TextTemplate = ""
    form: Template = None
    json_: Template = Field(default=None, alias="json")
    headers: dict[str, TextTemplate] = {}

    @model_validator(mode="after")
    def _one_method(self) -> Self:
        if len(self.methods) != 1:
            raise ValueError("A call names exactly one of post, patch, put and delete.")
        return self

    @property
    def methods(self) -> list[tuple[str, str]]:
        pairs = (("POST", self.post), ("PATCH", self.patch), ("PUT", self.put), ("DELETE", self.delete))
        return [(method, path) for method, path in pairs if path]


class MailCall(Part):
    to: Template
    subject: TextTemplate
    text: TextTemplate
    in_reply_to: Template = None


class SentLook(Part):
    sent: TextTemplate  # the Message-ID to look for in the Sent folder


class Say(Part):
    """What people read above the table, rendered from validated arguments and the record."""

    title: TextTemplate
    button: TextTemplate
    record: TextTemplate


class Require(Part):
    when: Expression
    say: TextTemplate


class Raise(Part):
    when: Expression
    to: Risk


class Row(Part):
    """One line of the table. `at` is a path in a snapshot: its text is compared when the effect is verified."""

    label: str
    at: str = ""
    before: Expression | None = None
    after: Expression | None = None  # left out: the value stays
    shown_before: TextTemplate = ""
    shown_after: TextTemplate = ""
    when: Expression | None = None
    set_when_it_runs: bool = False


class RowMap(Part):
    """One line for each entry of a map of new values: `read` names the snapshot that has the old ones."""

    read: str
    set: Expression
    labels: dict[str, str]


class Page(Part):
    """How a long list goes on: the query parameter, and the expression over `found` that fills it."""

    query: str
    value: Expression
    more: Expression


class Reconcile(Part):
    read: HttpRead | SentLook
    ours: Expression = "[]"  # the list of effects that carry our key
    sure: Expression = "true"  # an empty list proves that it is not there
    page: Page | None = None


class Said(Part):
    """A fact this family has: a template over input, before and conn."""

    has: Template


Family: TypeAlias = Said | Literal["none", "by driver"] | None  # None: says nothing, so it cannot be told


class FactsSaid(Part):
    money: Family = None
    recipients: Family = None
    fields: Family = None
    permission_change: Family = None
    billing_change: Family = None
    count: Family = None
    record: Family = None


class UndoRule(Part):
    """The first rule whose `when` holds over input and before is the way back; `input` may use result too."""

    kind: UndoKind
    say: TextTemplate
    tool: str = ""
    when: Expression = "true"
    input: Template = None


class Remark(Part):
    when: Expression = "true"
    say: TextTemplate


class Operation(Part):
    """One tool, as its manifest writes it."""

    title: str
    description: str = ""  # for agents: when to use it
    verb: Verb
    risk: Risk
    object: str = ""
    categories: tuple[str, ...] = ()
    input: JsonSchema
    tier: Tier = Tier.D
    hold_s: int = Field(default=0, ge=0, le=3600)
    outside_text: bool = True
    private: bool = True
    raise_: tuple[Raise, ...] = Field(default=(), alias="raise")
    say: Say | None = None
    before: dict[str, HttpRead] = {}
    require: tuple[Require, ...] = ()
    diff: tuple[Row, ...] = ()
    diff_map: RowMap | None = None
    text: TextTemplate = ""
    guard: tuple[str, ...] = ()
    read: HttpRead | SentLook | None = None
    call: HttpCall | MailCall | None = None
    result: dict[str, Template] = {}  # over `answer`
    reconcile: Reconcile | None = None
    facts: FactsSaid = FactsSaid()
    undo: tuple[UndoRule, ...] = ()
    undo_kind: UndoKind = UndoKind.NONE  # where the driver plans the undo
    notes: tuple[Remark, ...] = ()
    by_driver: tuple[Blank, ...] = ()  # the blanks that code fills, not the manifest
    blanks: Blanks | None = None  # each in words; "None: …" says why one is empty

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if RISKS.index(self.risk) < RISKS.index(LEAST_RISK.get(self.verb, Risk.MEDIUM)):
            raise ValueError(f"A {self.verb} is at least {LEAST_RISK.get(self.verb, Risk.MEDIUM)} risk.")
        if not self.verb.reads:
            _check_blanks(self)
        return self

    @property
    def way_back(self) -> UndoKind:
        """The best that an undo of this tool can be."""
        kinds = {rule.kind for rule in self.undo} | {self.undo_kind}
        return next((kind for kind in (UndoKind.EXACT, UndoKind.COMPENSATE) if kind in kinds), UndoKind.NONE)


def _check_blanks(operation: Operation) -> None:
    if operation.blanks is None:
        raise ValueError("A write fills the six blanks, each in words.")
    filled: dict[str, bool] = {
        "before": bool(operation.before),
        "diff": bool(operation.diff or operation.diff_map or operation.text),
        "guard": bool(operation.guard),
        "idempotency": operation.tier is not Tier.D,
        "reconcile": operation.reconcile is not None,
        "undo": bool(operation.undo),
    }
    for blank, words in operation.blanks.model_dump().items():
        empty = words.startswith("None: ")
        if empty and blank in operation.by_driver:
            raise ValueError(f"{blank} is filled by the driver and said to be empty.")
        if empty == (filled[blank] or blank in operation.by_driver):
            raise ValueError(f"What is said of {blank} is not what the manifest holds.")


class Auth(Part):
    """How the secret goes into a request: `secret` names its field in the connection's secret."""

    kind: Literal["none", "bearer"] = "none"
    secret: str = ""


class Egress(Part):
    hosts: tuple[str, ...] = ()  # exact names; nothing else is reached
    any_public_host: bool = False  # the customer names the host, as for mail


class Errors(Part):
    """Over `status` and `body`: answers that do not mean what their status says."""

    in_flight: Expression = "false"  # the same key is at work: this attempt wrote nothing
    why: TextTemplate = ""  # the target's own words


class ConnectionForm(Part):
    address: JsonSchema
    secret: JsonSchema


class HealthRead(Part):
    read: HttpRead
    say: TextTemplate


class Manifest(Part):
    connector: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = Field(ge=1)
    title: str
    driver: str
    base_url: TextTemplate = ""
    egress: Egress = Egress()
    auth: Auth = Auth()
    connection: ConnectionForm
    headers: dict[str, str] = {}  # sent with every request
    errors: Errors = Errors()
    health: HealthRead | None = None
    operations: dict[str, Operation] = Field(min_length=1, max_length=MOST_TOOLS)

    def tool(self, name: str) -> Tool:
        """The tool as the rest of the product knows it. Raises KeyError for a name it does not have."""
        operation = self.operations[name]
        shared = ("title", "verb", "risk", "object", "categories", "input", "tier", "hold_s", "outside_text", "private")
        return Tool(
            connector=self.connector,
            name=name,
            **{field: getattr(operation, field) for field in shared},
            undo=operation.way_back,
            leaves=not operation.verb.reads,
            blanks=operation.blanks,
            definition=self.definition(name),
        )

    def definition(self, name: str) -> str:
        """The digest of all that decides what this tool does: its own part, and what it shares with the others."""
        whole = self.model_dump(mode="json", by_alias=True, exclude={"operations", "title", "health"})
        return digest(
            {**whole, "tool": name, "operation": self.operations[name].model_dump(mode="json", by_alias=True)}
        )
