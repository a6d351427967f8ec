"""The mail sink: checkpoints to addresses outside, over a server of the operator's choice."""

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

from django.conf import settings

PATIENCE_S = 10
PORTS = {"smtp": 25, "smtps": 465}


def wanted() -> bool:
    return bool(settings.COUNTERSIGN_CHECKPOINT_MAIL and settings.COUNTERSIGN_CHECKPOINT_SMTP)


def send(workspace: UUID, notes: Sequence[str]) -> None:
    """One message with these checkpoints, as plain text and in order."""
    server = urlsplit(settings.COUNTERSIGN_CHECKPOINT_SMTP)
    with _connected(server) as smtp:
        if server.username:
            smtp.login(unquote(server.username), unquote(server.password or ""))
        smtp.send_message(_message(workspace, notes))


def _message(workspace: UUID, notes: Sequence[str]) -> EmailMessage:
    message, to = EmailMessage(), settings.COUNTERSIGN_CHECKPOINT_MAIL
    message["Subject"] = f"Audit log checkpoint: {notes[-1].splitlines()[1]} entries of {workspace.hex}"
    message["From"], message["To"] = to[0], ", ".join(to)
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="countersign.invalid")
    message.set_content("\n".join(notes), charset="utf-8", cte="base64")
    return message


def _connected(server: SplitResult) -> smtplib.SMTP:
    host, port = server.hostname or "127.0.0.1", server.port or PORTS[server.scheme]
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE_S, context=ssl.create_default_context())
    smtp = smtplib.SMTP(host, port, timeout=PATIENCE_S)
    smtp.ehlo()
    if smtp.has_extn("starttls"):
        smtp.starttls(context=ssl.create_default_context())
    return smtp
