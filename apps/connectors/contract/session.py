"""What the engine is handed for the length of one call."""

from typing import Protocol

from pydantic import ConfigDict, Field

from apps.connectors.contract.values import Frozen, JsonDict


class Note(Protocol):
    """Stores a proof beside the attempt before the target commits; False: it is not ours any more, roll back."""

    def __call__(self, proof: JsonDict, /) -> bool: ...


class Opened(Frozen):
    """A connection with its secret in the clear, for one call. Never stored, logged or passed to a task."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str
    connector: str
    sandbox: bool
    address: JsonDict  # the manifest's connection fields: base_url, domain, sender, tables …
    secret: JsonDict = Field(repr=False)
    allowed: tuple[str, ...] = ()  # private places that the operator lets connections reach
    fingerprint: str  # first 8 hex of the secret's SHA-256: which credential acted


class Attempt(Frozen):
    """What the engine may know about the try it makes."""

    key: str  # the action's idempotency key: one per action, the same for each attempt
    number: int
    timeout_s: float
    lease_left_s: float  # the target session's own timeouts end inside it
    version: str = ""  # tier B
    doubts: tuple[JsonDict, ...] = ()  # proofs that earlier attempts stored
