"""What a driver is given: one call to preview or read, or one prepared write."""

from dataclasses import dataclass

from apps.connectors import sandbox
from apps.connectors.contract import JsonDict, Opened, Prepared, Tool
from apps.connectors.manifest import Manifest, Operation


@dataclass(frozen=True)
class Job:
    """One call to preview or read: arguments are valid and carry their defaults."""

    manifest: Manifest
    operation: Operation
    tool: Tool
    arguments: JsonDict
    opened: Opened
    key: str = ""  # what the caller knows the action by; `${action.key}` stays open in the request regardless
    position: int = 0  # its place in the proposal, counted from 0

    @property
    def hold_s(self) -> int:
        return min(self.tool.hold_s, sandbox.longest_hold_s()) if self.opened.sandbox else self.tool.hold_s


@dataclass(frozen=True)
class Work:
    """One prepared write, with the connection that it goes over."""

    manifest: Manifest
    operation: Operation
    tool: Tool
    prepared: Prepared
    opened: Opened
