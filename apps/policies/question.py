"""What is asked of policy about one action: plain facts in, nothing looked up."""

from pydantic import Field

from apps.connectors.contract import Facts, Risk, Tool, UndoKind, Verb
from apps.policies.circumstances import Circumstances
from apps.policies.rule import Frozen

UNTOLD, NOTHING_MORE = Facts(), Circumstances()  # shared: a default with maps in it is copied for each question


class Subject(Frozen):
    """The tool that an action uses, as far as a sentence can speak of it."""

    tool: str  # full name: "stripe.refund"
    connector: str
    verb: Verb
    object: str = ""  # "": the facts about the record say
    categories: tuple[str, ...] = ()


class Question(Frozen):
    tool: str
    connector: str
    verb: Verb
    object: str = ""
    categories: tuple[str, ...] = ()
    risk: Risk = Risk.CRITICAL
    undoing: bool = False
    undo_kind: UndoKind = UndoKind.NONE  # of the original, when this takes it back
    undone: Subject | None = None  # what is taken back; without it, "undoing refunds" looks at this action itself
    facts: Facts = Field(default_factory=lambda: UNTOLD)
    agent: str = ""
    asker_roles: frozenset[str] = frozenset()
    circumstances: Circumstances = Field(default_factory=lambda: NOTHING_MORE)

    @property
    def subject(self) -> Subject:
        """What the question asks about, as a sentence sees it."""
        return Subject(
            tool=self.tool, connector=self.connector, verb=self.verb, object=self.object, categories=self.categories
        )

    @property
    def exact_undo(self) -> bool:
        return self.undoing and self.undo_kind == UndoKind.EXACT


def subject_of(tool: Tool) -> Subject:
    return Subject(
        tool=tool.full_name, connector=tool.connector, verb=tool.verb, object=tool.object, categories=tool.categories
    )
