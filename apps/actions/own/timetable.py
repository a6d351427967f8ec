"""When the workspace works, and when a freeze is in force: one tool for both, `{"hours": …}` or `{"freeze": …}`."""

from types import ModuleType

from apps.actions.claim import Claim
from apps.actions.draft import Step
from apps.actions.own import freezes, hours
from apps.actions.own.tool import OwnTool, asker
from apps.connectors.contract import InverseCall, JsonDict, Prepared, UndoKind

SET = "countersign.set_timetable"
KINDS: dict[str, ModuleType] = {"hours": hours, "freeze": freezes}


def _prepare(step: Step) -> Prepared:
    [(kind, wanted)] = step.wanted.arguments.items()
    prepared: Prepared = KINDS[kind].prepare(step, wanted)
    return prepared


def _set(taken: Claim, arguments: JsonDict) -> str:
    [(kind, wanted)] = arguments.items()
    return str(KINDS[kind].put(taken.picked.workspace, wanted, asker(taken).said))


def _inverse(prepared: Prepared) -> InverseCall:
    [(kind, wanted)] = prepared.arguments.items()
    arguments = {kind: KINDS[kind].back(wanted)}
    return InverseCall(kind=UndoKind.EXACT, say=prepared.undo.say, tool=SET, arguments=arguments)


TOOL = OwnTool(_prepare, _set, _inverse)
