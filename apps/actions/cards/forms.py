"""The forms of the bar: what each needs to be drawn, and nothing that is decided."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    value: str
    long: bool


@dataclass(frozen=True)
class Edit:
    href: str
    action: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Sign:
    href: str
    said: str
    code: str = ""  # where a code to confirm with is asked for; "": none is needed
    code_sent: bool = False
    key: str = ""  # where the browser learns what to ask a security key; "": none is needed
    lacks_key: bool = False


@dataclass(frozen=True)
class UndoStep:
    value: str
    label: str
    checked: bool
    disabled: bool


@dataclass(frozen=True)
class Undo:
    href: str
    steps: tuple[UndoStep, ...]
    notes: tuple[str, ...]
