"""Mail over a server of the operator's choice: `smtp://user:password@host:port`, `smtps://…`."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

PATIENCE_S = 10
PORTS = {"smtp": 25, "smtps": 465}


def post(message: EmailMessage, *, server: str) -> None:
    """Hand the message over. Raises smtplib.SMTPException or OSError where the server does not take it."""
    address = urlsplit(server)
    with _connected(address) as smtp:
        if address.username:
            smtp.login(unquote(address.username), unquote(address.password or ""))
        smtp.send_message(message)


def _connected(server: SplitResult) -> smtplib.SMTP:
    host, port = server.hostname or "127.0.0.1", server.port or PORTS[server.scheme]
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE_S, context=ssl.create_default_context())
    smtp = smtplib.SMTP(host, port, timeout=PATIENCE_S)
    smtp.ehlo()
    if smtp.has_extn("starttls"):
        smtp.starttls(context=ssl.create_default_context())
    return smtp
