"""One step of a proposal as people read it: what changes, how it is taken back, and how it stands."""

from dataclasses import dataclass
from uuid import UUID

from apps.actions import document, owed
from apps.actions.cards.origins import Origin, told, warned
from apps.actions.cards.words import (
    BACK,
    BACK_SHORT,
    STATES,
    Chip,
    Notice,
    connector_name,
    counted,
    hold_chip,
    icon_of,
    labelled,
    lasting,
)
from apps.actions.models import Action, State
from apps.connectors.contract import ABSENT, Cell, Change, Moves, Prepared, UndoKind


@dataclass(frozen=True)
class Line:
    record: str  # set where the record differs from the line before
    field: str
    before: Cell
    after: Cell
    shown_before: str
    shown_after: str
    stays: bool
    when_it_runs: bool
    had: bool  # there was a value to strike through


@dataclass(frozen=True)
class Word:
    """The form for a person's word on an unknown outcome."""

    said: str
    href: str
    may: bool
    again: bool  # a second try cannot double it


@dataclass(frozen=True)
class Step:
    id: UUID
    number: int
    icon: str
    title: str
    record: str
    chips: tuple[Chip, ...]
    lines: tuple[Line, ...]
    paragraphs: tuple[str, ...]
    notices: tuple[Notice, ...]
    foot: str
    state: State
    prepared: Prepared | None
    hold_s: int = 0  # as its tool says, or longer where a rule does
    moved: tuple[Line, ...] = ()
    word: Word | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True)
class Back:
    number: int
    record: str
    say: str
    word: str
    style: str


def step(action: Action, number: int, *, word: Word | None = None, run: str = "") -> Step:
    """`run`: the address of the run's page, where the steps are shown that its values came from."""
    part = document.read(action.document) if action.document else None
    prepared = part.prepared if part else None
    return Step(
        id=action.pk,
        number=number,
        icon=icon_of(action.tool),
        title=f"{connector_name(action.tool)}: {action.title}",
        record=prepared.record if prepared else action.title,
        chips=_chips(action, prepared),
        lines=lines(prepared.changes) if prepared else (),
        paragraphs=_paragraphs(prepared.text) if prepared else (),
        notices=(*_notices(action, prepared), *(warned(part.traces) if part else ())),
        foot=_foot(prepared) if prepared else "",
        state=State(action.state),
        prepared=prepared,
        hold_s=owed.hold_s_of(action, prepared) if prepared else 0,
        word=word,
        origins=told(part.traces, run) if part else (),
    )


def lines(changes: tuple[Change, ...]) -> tuple[Line, ...]:
    """The rows of a change table; a record is named where it begins, if there is more than one."""
    several = len({change.record for change in changes}) > 1
    found: list[Line] = []
    last = ""
    for change in changes:
        record = change.record if several and change.record != last else ""
        last = change.record
        found.append(_line(change, record))
    return tuple(found)


def _line(change: Change, record: str) -> Line:
    return Line(
        record=record,
        field=labelled(change.field),
        before=change.before,
        after=change.after,
        shown_before=change.shown_before,
        shown_after=change.shown_after,
        stays=change.moves is Moves.STAYS,
        when_it_runs=change.moves is Moves.SET_WHEN_IT_RUNS,
        had=change.before is not None and change.before != ABSENT,
    )


def _chips(action: Action, prepared: Prepared | None) -> tuple[Chip, ...]:
    state = State(action.state)
    told = [] if state in (State.WAITING, State.SUGGESTED) else [STATES[state]]
    if prepared is None:
        return tuple(told)
    open_still = state in (State.WAITING, State.SUGGESTED, State.APPROVED)
    hold = [hold_chip(owed.hold_s_of(action, prepared))] if open_still else []
    return tuple(chip for chip in (*told, *hold, BACK[prepared.undo.kind], Chip(f"Tier {action.tier}")) if chip)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip("\n") for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def _notices(action: Action, prepared: Prepared | None) -> list[Notice]:
    found = []
    if action.why:
        found.append(Notice(STATES[State(action.state)].words + ".", action.why, *_weight(State(action.state))))
    differs = (action.result or {}).get("differs") or ()
    if differs:
        found.append(Notice("Done, but not all came true:", "; ".join(map(str, differs)), "warn", "alert"))
    for note in prepared.notes if prepared else ():
        found.append(Notice("Good to know.", note, "", "eye"))
    for table, rows in (prepared.unnamed_rows if prepared else {}).items():
        found.append(
            Notice("Rows nobody named:", f"{counted(rows, 'row')} of {table} change with it.", "warn", "alert")
        )
    return found


def _weight(state: State) -> tuple[str, str]:
    if state in (State.FAILED, State.DENIED):
        return "danger", "alert"
    return ("warn", "alert") if state is State.UNKNOWN else ("", "clock")


def _foot(prepared: Prepared) -> str:
    others = prepared.other_fields
    if others == 1:
        return "1 other field stays as it is"
    return f"{others} other fields stay as they are" if others else ""


def back(item: Step) -> Back | None:
    """How this step would be taken back, said before anybody signs."""
    if item.prepared is None:
        return None
    undo, styles = item.prepared.undo, {UndoKind.EXACT: "ok", UndoKind.COMPENSATE: "warn", UndoKind.NONE: "danger"}
    held = f"Stopped outright while it is held for {lasting(item.hold_s)}. After that: " if item.hold_s else ""
    return Back(item.number, item.record, held + undo.say, BACK_SHORT[undo.kind], styles[undo.kind])
