"""State machine with model slots: each state reads, asks a model for a few typed values, proposes, or ends.

The most predictable way to work: where it goes next is written in the definition, never chosen by a model.
"""

from dataclasses import asdict

from apps.connectors.contract import JsonDict
from apps.runner import template
from apps.runner.definition import (
    AskState,
    CallTemplate,
    Choose,
    Definition,
    EndState,
    ProposeState,
    ReadState,
    Then,
)
from apps.runner.wishes import Ask, End, Material, Memory, Outcome, Propose, Read, Wanted, Wish
from apps.runs.models import RunState


class StateMachine:
    def wish(self, definition: Definition, memory: Memory) -> Wish:
        state, values = definition.states[memory.at], memory.values
        if isinstance(state, ReadState):
            return Read(template.fill(state.title, values), _call(state.call, values))
        if isinstance(state, AskState):
            return _ask(state, values)
        if isinstance(state, ProposeState):
            calls = tuple(_call(call, values) for call in state.actions)
            return Propose(template.fill(state.title, values), calls)
        return _end(state, values)

    def fold(self, definition: Definition, memory: Memory, got: JsonDict | Outcome) -> Memory:
        state = definition.states[memory.at]
        if isinstance(state, EndState):
            return memory
        learned = {"outcome": asdict(got)} if isinstance(got, Outcome) else {_kept(state): got}
        return memory.moved(_next(state.then, {**memory.values, **learned}), **learned)


def _kept(state: ReadState | AskState | ProposeState) -> str:
    return "proposed" if isinstance(state, ProposeState) else state.keep


def _next(then: Then, values: JsonDict) -> str:
    if not isinstance(then, Choose):
        return then
    return then.cases.get(str(template.find(then.on, values)), then.otherwise)


def _call(call: CallTemplate, values: JsonDict) -> Wanted:
    return Wanted(call.use, call.tool, template.fill(call.arguments, values))


def _ask(state: AskState, values: JsonDict) -> Ask:
    material = tuple(Material(shown.name, template.find(shown.at, values), shown.outside) for shown in state.show)
    return Ask(template.fill(state.title, values), state.slot, state.instructions, material, state.answer)


def _end(state: EndState, values: JsonDict) -> End:
    of_outcome = state.state == "as the outcome"
    named = template.find("outcome.state", values) if of_outcome else state.state
    return End(RunState(named), template.fill(state.say, values))
