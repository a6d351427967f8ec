"""One question as it was put to the rules, with the bounds of that moment: asked again, it is decided alike."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic_core import from_json

from apps.connectors.contract import Verb
from apps.core.canonical import digest_of_bytes
from apps.policies import engine
from apps.policies.ceilings import Rung
from apps.policies.compile import Compiled
from apps.policies.decision import Ceiling, Decision
from apps.policies.question import Question
from apps.policies.rule import Frozen

JsonDict = dict[str, Any]
BLANK: JsonDict = Question(tool="", connector="", verb=Verb.READ).model_dump(
    mode="json", exclude={"tool", "connector", "verb"}
)
WHY = ("rule_id", "sentence", "number", "above")  # which rule asks; what has to be done does not hang on it


class Asking(Frozen):
    """Everything that a decision depends on beside the rules themselves."""

    question: Question
    rung: Rung | None = None  # of the agent; None: no agent acts
    ceilings: tuple[Ceiling, ...] = ()
    enforces: tuple[str, ...] = ()  # what else than signatures by groups was seen to then
    above: Decision | None = None  # what the organisation's rules said; None: they did not speak of it

    def decided(self, rules: Compiled) -> Decision:
        return engine.decide(rules, self.question, rung=self.rung, ceilings=self.ceilings,
                             enforces=frozenset(self.enforces), above=self.above)  # fmt: skip

    @property
    def stored(self) -> bytes:
        """As it is recorded: what is as always is left out, and equal askings have equal bytes."""
        said = self.model_dump(mode="json", exclude_defaults=True, exclude={"question"})
        said["question"] = question = _lean(self.question.model_dump(mode="json"), BLANK)
        for family in ("facts", "circumstances"):
            if family in question:
                question[family] = _lean(question[family], BLANK[family])
        question.get("asker_roles", []).sort()
        text = json.dumps(said, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
        return text.encode(errors="backslashreplace")  # half a character stays what it is in JSON: an escape


@dataclass(frozen=True)
class Decided:
    """An asking with what the rules said to it. `looked`: its facts were read from the record, not foretold."""

    asking: Asking
    decision: Decision
    looked: bool = True

    @classmethod
    def by(cls, rules: Compiled, asking: Asking, *, looked: bool = True) -> "Decided":
        return cls(asking, asking.decided(rules), looked)


class Line(NamedTuple):
    """A recorded asking, read as JSON. `clean`: every character of it is whole."""

    stored: bytes
    said: JsonDict
    clean: bool

    @classmethod
    def of(cls, stored: bytes) -> "Line":
        try:
            return cls(stored, from_json(stored), clean=True)
        except ValueError:
            return cls(stored, json.loads(stored), clean=False)

    def asking(self) -> Asking:
        return read(self.stored) if self.clean else Asking.model_validate(self.said)


def together(askings: Iterable[Asking]) -> bytes:
    """Those of one proposal, in the order of its actions, a line each."""
    return b"\n".join(one.stored for one in askings)


def apart(stored: bytes | memoryview) -> list[bytes]:
    return bytes(stored).split(b"\n")


def read(stored: bytes) -> Asking:
    return Asking.model_validate_json(stored)


def verdict(decision: Decision) -> JsonDict:
    """What follows from a decision: its outcome and what is asked of people, whichever rules say so."""
    said = decision.model_dump(mode="json", exclude_defaults=True, exclude={"matched", "ceilings", "notes"})
    for need in (*said.get("requirements", ()), *said.get("owed", ())):
        for name in WHY:
            need.pop(name, None)
    return said


def seal(decision: Decision) -> str:
    """The digest of a decision with every word of it: two that share it are the same to the bit."""
    return digest_of_bytes(decision.model_dump_json(exclude_defaults=True).encode())


def _lean(said: JsonDict, blank: JsonDict) -> JsonDict:
    """Without what says no more than its absence."""
    return {name: value for name, value in said.items() if name not in blank or value != blank[name]}
