"""The target behind one HTTP connection: where it is, how we prove who we are, what its answers mean."""

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from apps.connectors import cel, egress, literals, sandbox, template, wire
from apps.connectors.contract import Answer, InDoubt, JsonDict, NotSent, Opened, RefusedByTarget
from apps.connectors.drivers.base import Unreadable
from apps.connectors.manifest import Manifest
from apps.connectors.parts import HttpRead
from apps.core.errors import Invalid

UNANSWERED = {408, 499}  # the server gave up waiting; what it had begun is not known
SANDBOX = "sandbox"


class Target:
    def __init__(self, manifest: Manifest, opened: Opened, timeout_s: float) -> None:
        self.manifest = manifest
        self.opened = opened
        self.timeout_s = timeout_s
        # What a signed request names as its target. A sandbox may move to another port between start and start.
        self.base = SANDBOX if opened.sandbox else str(template.render(manifest.base_url, _conn(opened)))

    def fetch(self, read: HttpRead, seen: cel.Names, query: Mapping[str, str] | None = None) -> Any:
        """The body of a read, numbers as they stood. Raises Invalid for a plain no, Unreadable for anything else."""
        asked = texts(template.render(read.query, seen)) | dict(query or {})
        outgoing = wire.Outgoing("GET", path(read.get, seen), query=asked, headers=self._headers())
        try:
            reply = self._exchange(outgoing)
        except (egress.NotReached, wire.Broken) as why:
            raise Unreadable(f"{self.manifest.title} could not be read: {why}") from why
        if 400 <= reply.status < 500 and reply.status not in UNANSWERED | {429}:
            raise Invalid(f"{self.manifest.title}: {_words(self.manifest, reply)}")
        if not 200 <= reply.status < 300:
            raise Unreadable(f"{self.manifest.title} answered {reply.status} instead of the record.")
        try:
            return literals.parse(reply.body)
        except ValueError as why:
            raise Unreadable(f"{self.manifest.title} answered with something that is not JSON.") from why

    def send(self, outgoing: wire.Outgoing) -> wire.Reply:
        """Raises egress.Forbidden, egress.NotReached or wire.Broken."""
        headers = {**outgoing.headers, **self._headers()}
        signed = wire.Outgoing(
            outgoing.method,
            outgoing.path,
            form=outgoing.form,
            json_text=outgoing.json_text,
            headers=headers,
            writes=True,
        )
        return self._exchange(signed)

    def _exchange(self, outgoing: wire.Outgoing) -> wire.Reply:
        """Finding the way counts against the time: a name that resolves slowly must not send late."""
        deadline = time.monotonic() + self.timeout_s
        route = self._route()
        return wire.exchange(route, outgoing, timeout_s=deadline - time.monotonic())

    def _route(self) -> egress.Route:
        if self.opened.sandbox:
            return egress.loopback_route(sandbox.address(self.manifest.connector))
        hosts = None if self.manifest.egress.any_public_host else self.manifest.egress.hosts
        return egress.public_route(self.base, hosts=hosts)

    def _headers(self) -> dict[str, str]:
        proof = {}
        if self.manifest.auth.kind == "bearer":
            proof = {"Authorization": f"Bearer {self.opened.secret.get(self.manifest.auth.secret, '')}"}
        return {**self.manifest.headers, **proof}


def classify(manifest: Manifest, reply: wire.Reply) -> Answer | None:
    """What an answer says of our request; None: it says yes."""
    if 200 <= reply.status < 300:
        return None
    if reply.status == 429:
        wait_s = max(reply.retry_after_s, 1)
        return NotSent(why=f"{manifest.title} asks us to wait.", retry_after_s=wait_s, because="asked to wait")
    if reply.status < 400 or reply.status >= 500 or reply.status in UNANSWERED:
        return InDoubt(why=f"{manifest.title} answered {reply.status}.", retry_after_s=reply.retry_after_s)
    try:
        if cel.holds(manifest.errors.in_flight, _reply_names(reply)):
            return NotSent(why="An earlier request with this key is still being worked on.", retry_after_s=1)
    except cel.CannotTell:
        return InDoubt(why=f"{manifest.title} answered {reply.status} without saying why.")
    return RefusedByTarget(why=f"{manifest.title}: {_words(manifest, reply)}")


def path(text: str, seen: cel.Names) -> str:
    """A path whose evaluated parts are one step each: no slash, dot-dot or question mark comes in from outside."""
    parts = [
        part if isinstance(part, str) else _step(cel.evaluate(part.source, seen)) for part in template.pieces(text)
    ]
    return "".join(parts)


def texts(form: Mapping[str, Any]) -> dict[str, str]:
    """A form's values as text; an entry that is null is left out."""
    return {name: _text(value) for name, value in form.items() if value is not None}


def _step(value: Any) -> str:
    step = quote(_text(value), safe="")
    if step in ("", ".", ".."):
        raise cel.CannotTell("A part of the address is empty.")
    return step


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | str):
        return str(value)
    raise cel.CannotTell(f"A {type(value).__name__} cannot stand in a form.")


def _conn(opened: Opened) -> JsonDict:
    return {"conn": cel.admit(opened.address)}


def _reply_names(reply: wire.Reply) -> cel.Names:
    try:
        body = cel.admit(literals.parse(reply.body))
    except (ValueError, cel.CannotTell):
        body = {}
    return {"status": reply.status, "body": body}


def _words(manifest: Manifest, reply: wire.Reply) -> str:
    """The target's own words, as far as it has any."""
    try:
        said = str(template.render(manifest.errors.why, _reply_names(reply)))
    except cel.CannotTell:
        said = ""
    return said[:500] or f"It answered {reply.status}."
