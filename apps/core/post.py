"""Mail over a server of the operator's choice: `smtp://user:password@host:port`, `smtps://…`."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

PATIENCE_S = 10
PORTS = {"smtp": 25, "smtps": 465}


REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


class NotTaken(OSError):
    """The server surely has not got the message: it could not be reached, or said no."""


def post(message: EmailMessage, *, server: str) -> None:
    """Hand the message over. Raises NotTaken where the server surely has not got it; any other smtplib.SMTPException or
    OSError leaves that in doubt.
    """
    address = urlsplit(server)
    try:
        smtp = _connected(address)
    except (smtplib.SMTPException, OSError) as why:
        raise NotTaken(str(why)) from why
    with smtp:
        try:
            if address.username:
                smtp.login(unquote(address.username), unquote(address.password or ""))
            smtp.send_message(message)
        except REFUSALS as why:
            raise NotTaken(str(why)) from why


def _connected(server: SplitResult) -> smtplib.SMTP:
    host, port = server.hostname or "127.0.0.1", server.port or PORTS[server.scheme]
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE_S, context=ssl.create_default_context())
    smtp = smtplib.SMTP(host, port, timeout=PATIENCE_S)
    smtp.ehlo()
    if smtp.has_extn("starttls"):
        smtp.starttls(context=ssl.create_default_context())
    return smtp
