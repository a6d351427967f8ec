"""One delivery over SMTP, by phase: until the text goes out nothing has happened, after its last dot it may have."""

import re
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as WIRE_FORM

from apps.connectors.contract import Answer, Done, InDoubt, JsonDict, NotSent, RefusedByTarget
from apps.connectors.egress import Route
from apps.core import failpoints

IMPLICIT_TLS = 465
GREYLISTED_S = 60
LEADING_DOT = re.compile(rb"(?m)^\.")
Refusals = dict[str, tuple[int, str]]


@dataclass(frozen=True)
class Login:
    username: str
    password: str
    encrypt: bool  # never off but in the sandbox


class _Session(smtplib.SMTP):
    """Connects to the checked address; the certificate must carry the name."""

    def __init__(self, route: Route, timeout_s: float, name: str) -> None:
        self._route = route
        self._own_name = name
        super().__init__(route.host, route.port, local_hostname=name, timeout=timeout_s)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((self._route.ip, self._route.port), timeout)
        if port != IMPLICIT_TLS:
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=self._route.host)


class _No(Exception):
    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code} {words}")
        self.code = code


def deliver(route: Route, login: Login, message: EmailMessage, recipients: list[str], *, deadline: float) -> Answer:
    """Never raises for what the server does."""
    sender = str(message["From"].addresses[0].addr_spec)
    try:
        session = _Session(route, _left(deadline), sender.rpartition("@")[2])
    except smtplib.SMTPResponseException as why:
        return _answer(_No(why.smtp_code, _words(why.smtp_error)))
    except (OSError, smtplib.SMTPException) as why:
        return NotSent(why=f"{route.host} cannot be reached: {why}", because="unreached")
    try:
        refused = _addressed(session, login, sender, recipients, deadline)
    except _No as no:
        return _answer(no)
    except smtplib.SMTPResponseException as why:
        return _answer(_No(why.smtp_code, _words(why.smtp_error)))
    except (OSError, smtplib.SMTPException) as why:
        ended = f"{route.host} ended the conversation before the message: {why}"
        return NotSent(why=ended, because="unreached")
    else:
        return _handed_over(session, message, [to for to in recipients if to not in refused], refused, deadline)
    finally:
        session.close()


def _addressed(session: _Session, login: Login, sender: str, recipients: list[str], deadline: float) -> Refusals:
    """Everything before the text. Raises _No when nobody is left to send to."""
    session.ehlo_or_helo_if_needed()
    if login.encrypt and not isinstance(session.sock, ssl.SSLSocket):
        session.starttls(context=ssl.create_default_context())
        session.ehlo()
    if login.username:
        session.login(login.username, login.password)
    _expect(session.mail(sender), 250)
    refused: Refusals = {}
    for recipient in recipients:
        code, words = session.rcpt(recipient)
        if code not in (250, 251):
            refused[recipient] = (code, _words(words))
    if len(refused) == len(recipients):
        code, said = min(refused.values())  # one that may take it later is reason enough to try again
        raise _No(code, said)
    if session.sock is not None:
        session.sock.settimeout(_left(deadline))
    failpoints.reach("send.before_write")
    _left(deadline)
    _expect(session.docmd("DATA"), 354)
    return refused


def _handed_over(
    session: _Session, message: EmailMessage, accepted: list[str], refused: Refusals, deadline: float
) -> Answer:
    """The text and its final dot: from here on silence is doubt."""
    content = LEADING_DOT.sub(b"..", message.as_bytes(policy=WIRE_FORM))
    try:
        session.send(content + (b"" if content.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        failpoints.reach("send.after_write")
        if session.sock is not None:
            session.sock.settimeout(max(deadline - time.monotonic(), 0.1))
        code, words = session.getreply()
    except (OSError, smtplib.SMTPException) as why:
        return InDoubt(why=f"The mail server fell silent after the message: {type(why).__name__}.")
    if code != 250:
        return _answer(_No(code, _words(words)))
    result: JsonDict = {
        "message_id": str(message["Message-ID"]),
        "recipients": accepted,
        "refused": {to: f"{code} {said}" for to, (code, said) in refused.items()},
    }
    differs = tuple(f"{to} was refused: {code} {said}." for to, (code, said) in refused.items())
    return Done(result=result, reference=_words(words), differs=differs)


def _answer(no: _No) -> Answer:
    if 400 <= no.code < 500:
        return NotSent(why=f"The mail server asks us to wait: {no}", retry_after_s=GREYLISTED_S)
    if no.code >= 500:
        return RefusedByTarget(why=f"The mail server refused: {no}")
    return InDoubt(why=f"The mail server answered out of turn: {no}")


def _expect(reply: tuple[int, bytes], code: int) -> None:
    if reply[0] != code:
        raise _No(reply[0], _words(reply[1]))


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time for sending was over")
    return left


def _words(said: bytes | str) -> str:
    return (said.decode("utf-8", "replace") if isinstance(said, bytes) else said)[:300]
