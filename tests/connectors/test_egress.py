"""Where a connection may lead, and where it may not."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import override_settings

from apps.connectors import egress, engine, sandbox, wire
from apps.connectors.contract import NotSent, Opened
from tests.connectors import peers
from tests.connectors.peers import Peer

INSIDE = [
    "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "192.88.99.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "fec0::1", "not an address", "fe80::1%eth0",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_that_leads_inside_is_not_public(address: str) -> None:
    assert not egress.public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert egress.public(address)


def resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: answers)


def test_one_bad_address_among_good_ones_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "93.184.215.14", "127.0.0.1")
    with pytest.raises(egress.Forbidden, match="inside a private network"):
        egress.public_route("https://api.stripe.com", hosts={"api.stripe.com"})


def test_what_was_checked_is_what_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "93.184.215.14")
    route = egress.public_route("https://api.stripe.com/v1", hosts={"api.stripe.com"})
    assert (route.url, route.authority) == ("https://93.184.215.14:443", "api.stripe.com")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example",
        "https://api.stripe.com.evil.example",
        "https://api.stripe.com@evil.example",
        "https://x@api.stripe.com",
        "http://api.stripe.com",
        "https://api.stripe.com:8443",
        "file:///etc/passwd",
        "https://",
    ],
)
def test_anything_but_the_connectors_own_host_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    resolving(monkeypatch, "93.184.215.14")
    with pytest.raises(egress.Forbidden):
        egress.public_route(url, hosts={"api.stripe.com"})


@pytest.mark.parametrize("url", ["", "http://10.0.0.5:80", "http://localhost:80", "http://127.0.0.1", "http://[::1]:1"])
def test_a_sandbox_is_on_loopback_or_nowhere(url: str) -> None:
    with override_settings(SANDBOXES={"stripe": url}), pytest.raises(sandbox.NoSandbox):
        sandbox.address("stripe")


def test_a_real_connection_never_reaches_the_simulator(stripe: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    one, key = peers.prepared("stripe.refund", charge=peers.new_charge(stripe), amount=1), peers.new_key()
    real = peers.opened("stripe").model_copy(update={"sandbox": False})
    signed = one.model_copy(update={"request": {**one.request, "to": "https://api.stripe.com"}})
    with monkeypatch.context() as patched:
        resolving(patched, "127.0.0.1")
        assert isinstance(engine.execute(signed, real, peers.attempt(key), lambda _: True), NotSent)
    assert stripe.effects(key) == []


def test_a_secret_is_in_no_text_form_of_a_connection() -> None:
    one: Opened = peers.opened("stripe")
    assert one.secret["api_key"] not in repr(one) + str(one)


class Odd(BaseHTTPRequestHandler):
    """Answers in ways that a careless client would follow."""

    def do_GET(self) -> None:
        body = b"x" * (3 * 2**20) if self.path == "/large" else b"{}"
        self.send_response(302 if self.path == "/moved" else 200)
        if self.path == "/moved":
            self.send_header("Location", "/other")
        if self.path == "/packed":
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def odd() -> Iterator[egress.Route]:
    server = HTTPServer(("127.0.0.1", 0), Odd)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield egress.loopback_route(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()


def test_a_redirect_is_an_answer_and_is_not_followed(odd: egress.Route) -> None:
    assert wire.exchange(odd, wire.Outgoing("GET", "/moved"), timeout_s=3).status == 302


@pytest.mark.parametrize("path", ["/large", "/packed"])
def test_an_answer_that_is_too_large_or_packed_is_not_read(odd: egress.Route, path: str) -> None:
    with pytest.raises(wire.Broken):
        wire.exchange(odd, wire.Outgoing("GET", path), timeout_s=3)


def test_no_proxy_of_the_environment_gets_to_see_a_request(odd: egress.Route, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert wire.exchange(odd, wire.Outgoing("GET", "/"), timeout_s=3).status == 200


def test_when_the_time_is_over_nothing_is_sent(odd: egress.Route) -> None:
    with pytest.raises(egress.NotReached):
        wire.exchange(odd, wire.Outgoing("POST", "/", writes=True), timeout_s=-1)
