"""The Sent folder: finding a message there proves that it went out; not finding it proves nothing."""

import imaplib
import socket
import ssl
from typing import Any
from urllib.parse import urlencode

from apps.connectors import egress, literals, sandbox, wire
from apps.connectors.contract import JsonDict, Opened
from apps.connectors.drivers.base import Unreadable

IMAPS = 993
NO_FOLDER = "This connection names no Sent folder to look into."
SHOWN = ("message_id", "from", "recipients", "subject", "in_reply_to", "text")


def find(opened: Opened, message_id: str, *, timeout_s: float) -> list[JsonDict]:
    """The messages with this id. Raises Unreadable or Refused where nobody can look."""
    try:
        if opened.sandbox:
            return _in_sandbox(message_id, timeout_s)
        return _over_imap(opened, message_id, timeout_s)
    except (OSError, imaplib.IMAP4.error, egress.NotReached, wire.Broken, ValueError) as why:
        raise Unreadable(f"The Sent folder could not be read: {why}") from why


def _in_sandbox(message_id: str, timeout_s: float) -> list[JsonDict]:
    route = egress.loopback_route(sandbox.address("mail_http"))
    asked = wire.Outgoing("GET", f"/messages?{urlencode({'message_id': message_id})}")
    reply = wire.exchange(route, asked, timeout_s=timeout_s)
    if reply.status != 200:
        raise Unreadable(f"The Sent folder answered {reply.status}.")
    found: list[Any] = literals.parse(reply.body)["messages"]
    return [{name: message[name] for name in SHOWN} for message in found]


class _Imap(imaplib.IMAP4_SSL):
    """Connects to the checked address; the certificate must carry the name."""

    def __init__(self, route: egress.Route, timeout_s: float) -> None:
        self._route = route
        self._context = ssl.create_default_context()
        super().__init__(route.host, route.port, ssl_context=self._context, timeout=timeout_s)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self._route.ip, self._route.port), timeout)
        return self._context.wrap_socket(plain, server_hostname=self._route.host)


def _over_imap(opened: Opened, message_id: str, timeout_s: float) -> list[JsonDict]:
    host = opened.address.get("imap_host", "")
    if not host:
        raise Unreadable(NO_FOLDER)
    route = egress.public_route(f"imap://{host}:{IMAPS}", hosts=None, ports=(IMAPS,))
    with _Imap(route, timeout_s) as mailbox:
        mailbox.login(opened.secret.get("username", ""), opened.secret.get("password", ""))
        folder = opened.address.get("imap_folder", "Sent")
        status, _ = mailbox.select(f'"{folder}"', readonly=True)
        if status != "OK":
            raise Unreadable(f"There is no folder {folder}.")
        status, answer = mailbox.search(None, "HEADER", "Message-ID", f'"{message_id}"')
        if status != "OK":
            raise Unreadable("The folder could not be searched.")
    numbers = answer[0].split() if answer and answer[0] else []
    return [{"message_id": message_id} for _ in numbers]
