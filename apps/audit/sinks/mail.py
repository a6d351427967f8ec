"""The mail sink: checkpoints to addresses outside, over a server of the operator's choice."""

from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from uuid import UUID

from django.conf import settings

from apps.core.post import post


def wanted() -> bool:
    return bool(settings.COUNTERSIGN_CHECKPOINT_MAIL and settings.COUNTERSIGN_CHECKPOINT_SMTP)


def send(workspace: UUID, notes: Sequence[str]) -> None:
    """One message with these checkpoints, as plain text and in order."""
    post(_message(workspace, notes), server=settings.COUNTERSIGN_CHECKPOINT_SMTP)


def _message(workspace: UUID, notes: Sequence[str]) -> EmailMessage:
    message, to = EmailMessage(), settings.COUNTERSIGN_CHECKPOINT_MAIL
    message["Subject"] = f"Audit log checkpoint: {notes[-1].splitlines()[1]} entries of {workspace.hex}"
    message["From"], message["To"] = to[0], ", ".join(to)
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="countersign.invalid")
    message.set_content("\n".join(notes), charset="utf-8", cte="base64")
    return message
