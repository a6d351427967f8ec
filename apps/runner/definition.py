"""The definition of a hosted agent, parsed into types: whoever publishes a typo hears of it then."""

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, ValidationError, model_validator

from apps.connectors.contract import Frozen, JsonDict
from apps.core.errors import Invalid


class Choose(Frozen):
    """The next state by what stands at a path."""

    on: str
    cases: dict[str, str]
    otherwise: str

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.cases.values(), self.otherwise)


Then: TypeAlias = str | Choose


class CallTemplate(Frozen):
    use: str  # one of the agent's connections
    tool: str
    arguments: JsonDict


class ReadState(Frozen):
    do: Literal["read"]
    title: str
    call: CallTemplate
    keep: str
    then: Then


class Shown(Frozen):
    name: str
    at: str  # a path in what the run knows
    outside: bool = True


class AskState(Frozen):
    do: Literal["ask"]
    title: str
    slot: str
    instructions: str
    show: tuple[Shown, ...]
    answer: JsonDict  # JSON Schema of what the model must answer with
    keep: str
    then: Then


class ProposeState(Frozen):
    do: Literal["propose"]
    title: str
    actions: tuple[CallTemplate, ...] = Field(min_length=1)
    then: Then


class EndState(Frozen):
    do: Literal["end"]
    state: Literal["done", "failed", "stopped", "as the outcome"]
    say: str


State: TypeAlias = Annotated[ReadState | AskState | ProposeState | EndState, Field(discriminator="do")]


class Limits(Frozen):
    """Where a run is stopped, whatever it wishes for."""

    steps: int = Field(default=30, ge=1, le=200)
    tokens: int = Field(default=50_000, ge=0)
    micro_usd: int = Field(default=1_000_000, ge=0)


class Needs(Frozen):
    """A connection an agent works over: the only one of this connector, or the one with this name."""

    connector: str
    name: str = ""


class Definition(Frozen):
    architecture: Literal["state_machine"]
    prompt_version: str
    model: str = "default"
    goal: str
    limits: Limits = Limits()
    connections: dict[str, Needs]
    start: str
    states: dict[str, State]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        for target in (self.start, *(then for state in self.states.values() for then in _targets(state))):
            if target not in self.states:
                raise ValueError(f"There is no state called {target}.")
        for call in (call for state in self.states.values() for call in _calls(state)):
            needs = self.connections.get(call.use)
            if needs is None or call.tool.partition(".")[0] != needs.connector:
                raise ValueError(f"{call.tool} cannot be called over {call.use}.")
        return self


def parse(definition: Any) -> Definition:
    """Raises Invalid with each problem."""
    try:
        return Definition.model_validate(definition)
    except ValidationError as why:
        problems = tuple(
            f"{'.'.join(map(str, error['loc'])) or 'definition'}: {error['msg']}" for error in why.errors()
        )
        raise Invalid("This definition of an agent does not hold together.", problems) from None


def _targets(state: State) -> tuple[str, ...]:
    if isinstance(state, EndState):
        return ()
    return state.then.all if isinstance(state.then, Choose) else (state.then,)


def _calls(state: State) -> tuple[CallTemplate, ...]:
    if isinstance(state, ReadState):
        return (state.call,)
    return state.actions if isinstance(state, ProposeState) else ()
