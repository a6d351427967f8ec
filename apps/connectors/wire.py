"""One HTTP exchange over a checked route: no redirects, no proxies, no second try, and caps on size and time."""

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import httpx

from apps.connectors.egress import NotReached, Route
from apps.core import failpoints

LARGEST_BODY = 2 * 2**20
LONGEST_WAIT_S = 3600


class OutOfTime(NotReached):
    """Our own time was over before anything was sent."""


class Broken(Exception):
    """Silence, or an answer that cannot be read: the request may have arrived."""


@dataclass(frozen=True)
class Outgoing:
    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    json_text: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    writes: bool = False  # marks the moments of sending for the failpoints


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    @property
    def retry_after_s(self) -> int:
        text = self.headers.get("retry-after", "")
        return min(int(text), LONGEST_WAIT_S) if text.isdecimal() else 0


def exchange(route: Route, outgoing: Outgoing, *, timeout_s: float) -> Reply:
    """The target's answer. Raises NotReached when surely nothing was sent, Broken when it may have been."""
    if timeout_s <= 0:
        raise OutOfTime("The time for sending was over before anything was sent.")
    deadline = time.monotonic() + timeout_s
    try:
        with _client(timeout_s) as client:
            return _answered(client, _request(client, route, outgoing, deadline), deadline)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as why:
        raise NotReached(f"{route.host} cannot be reached: {why}") from why
    except httpx.HTTPError as why:
        raise Broken(f"{route.host} did not finish its answer: {type(why).__name__}.") from why


def _client(timeout_s: float) -> httpx.Client:
    timeout = httpx.Timeout(timeout_s, connect=timeout_s / 4)
    return httpx.Client(verify=_trust(), timeout=timeout, follow_redirects=False, trust_env=False)


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _request(client: httpx.Client, route: Route, outgoing: Outgoing, deadline: float) -> httpx.Request:
    content, kind = _content(outgoing)
    headers = {"Host": route.authority, "Accept": "application/json", "Accept-Encoding": "identity", **kind}
    query = f"?{urlencode(outgoing.query)}" if outgoing.query else ""
    return client.build_request(
        outgoing.method,
        f"{route.url}{outgoing.path}{query}",
        content=content,
        headers={**headers, "User-Agent": "Countersign", **outgoing.headers},
        extensions={"sni_hostname": route.host, "trace": _watch(outgoing.writes, deadline)},
    )


def _content(outgoing: Outgoing) -> tuple[bytes | None, dict[str, str]]:
    if outgoing.form is not None:
        return urlencode(outgoing.form).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    if outgoing.json_text is not None:
        return outgoing.json_text.encode(), {"Content-Type": "application/json"}
    return None, {}


def _watch(writes: bool, deadline: float) -> Any:
    """A connection that took too long must not send: others rely on nothing leaving after the deadline."""

    def trace(event: str, _: Mapping[str, Any]) -> None:
        if event == "http11.send_request_headers.started":
            if writes:
                failpoints.reach("send.before_write")
            if time.monotonic() > deadline:
                raise OutOfTime("The time for sending was over before anything was sent.")
        if writes and event == "http11.send_request_body.complete":
            failpoints.reach("send.after_write")

    return trace


def _answered(client: httpx.Client, request: httpx.Request, deadline: float) -> Reply:
    response = client.send(request, stream=True)
    try:
        body = b""
        for piece in response.iter_raw():
            body += piece
            if len(body) > LARGEST_BODY or time.monotonic() > deadline:
                raise Broken("The answer was too long, or took too long.")
        if response.headers.get("content-encoding", "identity") != "identity":
            raise Broken("The answer is compressed, which was not asked for.")
    finally:
        response.close()
    return Reply(response.status_code, {name.lower(): value for name, value in response.headers.items()}, body)
