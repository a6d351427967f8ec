"""The pieces that manifests are made of, each a frozen value."""

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from apps.connectors import cel, schema, template
from apps.connectors.contract import Frozen, JsonDict, Risk, UndoKind

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


class FigureSaid(Part):
    """Money to compare with: minor units, and their currency."""

    amount: Template
    currency: Template


class AroundSaid(Part):
    """What else a rule may ask of the record, by the word that people use for it: payment, order, customer."""

    figures: dict[str, FigureSaid] = {}
    since: dict[str, Template] = {}  # when each began, in seconds since 1970
    parties: dict[str, Template] = {}  # who it is done to or for, by the target's own id


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
