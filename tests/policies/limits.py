"""Actions around the limit of every test that a sentence can name, and what must become of them, without the engine.

A case is the facts that the action states and whether the test holds of them: YES, NO, UNTOLD (it has one, unknown to
us) or NONE (it has none). From this and the frame of the sentence the decision follows by four lines of `expected`.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.policies.limit_cases import ANYWHERE, NO, NONE, RESTRICTING, UNTOLD, YES, Cases, Truth


class Frame(NamedTuple):
    text: str
    outcome: str
    turned: bool = False  # it says "unless"


class Row(NamedTuple):
    sentence: str
    action: dict[str, Any]
    outcome: str


DENY, ASK, LET = "deny", "approve", "auto"
UNCOVERED = "suggest"
TIGHT = (
    Frame("Never refund when {}.", DENY),
    Frame("Refunds need one person when {}.", ASK),
    Frame("Never refund unless {}.", DENY, turned=True),
    Frame("Refunds need two people from Finance unless {}.", ASK, turned=True),
)
LOOSE = (Frame("Refund without asking when {}.", LET),)
FRAMES = (*TIGHT, *LOOSE, Frame("Refund without asking unless {}.", LET, turned=True))
REFUND = {"tool": "stripe.refund", "money": "80 USD"}
OTHER = {"tool": "zendesk.update_ticket"}


def expected(frame: Frame, truth: Truth) -> str:
    """What cannot be told, and what turned round has none, counts for a restrictive sentence and for no other."""
    if truth is UNTOLD or (frame.turned and truth is NONE):
        return UNCOVERED if frame.outcome == LET else frame.outcome
    return frame.outcome if truth is (NO if frame.turned else YES) else UNCOVERED


def rows() -> Iterator[Row]:
    for table, frames in ((ANYWHERE, FRAMES), (RESTRICTING, TIGHT)):
        for condition, cases in table.items():
            for frame in frames:
                yield from _rows(condition, cases, frame)


def _rows(condition: str, cases: Cases, frame: Frame) -> Iterator[Row]:
    sentence = frame.text.format(condition)
    for facts, truth in cases:
        yield Row(sentence, {**REFUND, **facts}, expected(frame, truth))
    for facts, _ in cases[:2]:
        yield Row(sentence, {**facts, **OTHER}, UNCOVERED)
