"""One-time codes over a member's second channel, their mail: each is for one person and one document, lasts ten
minutes, is tried five times at most and counts once. Three in ten minutes, no more.
"""

import secrets
import smtplib
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from apps.audit import log
from apps.core import scope
from apps.core.errors import Refused
from apps.core.ids import uuid7
from apps.core.post import post
from apps.identity.models import TRIES, Code
from apps.workspaces.models import User

LASTS = timedelta(minutes=10)
MOST = 3  # in that time
DIGITS = 6
SALT = "countersign.identity.code"


class TooMany(Refused):
    code = "too_many"


class Wrong(Refused):
    code = "wrong_code"


def send(person: User, *, request: UUID, digest: str, title: str) -> str:
    """Mail a new code for this document, and say where it went. Raises TooMany, or Refused where no mail leaves."""
    if not settings.COUNTERSIGN_SMTP:
        raise Refused("No mail server is set up here (COUNTERSIGN_SMTP), so no code can be sent.")
    clear = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    made = _make(person, request, digest, clear)
    try:
        post(_message(person, clear, title), server=settings.COUNTERSIGN_SMTP)
    except (smtplib.SMTPException, OSError):
        Code.objects.filter(pk=made).update(expires_at=Now())
        raise Refused("The mail server did not take the code. Try again, or tell the operator.") from None
    return masked(person.email)


@transaction.atomic
def _make(person: User, request: UUID, digest: str, clear: str) -> UUID:
    User.objects.select_for_update().get(pk=person.pk)  # one after the other, so that the limit holds
    workspace, now = scope.only(), timezone.now()
    if Code.objects.filter(person_id=person.pk, sent_at__gt=now - LASTS).count() >= MOST:
        raise TooMany("Three codes were sent in the last ten minutes. Use the newest, or wait a little.")
    code_id = uuid7()
    Code.objects.create(
        id=code_id, workspace_id=workspace, person_id=person.pk, request_id=request, digest=digest,
        hash=_hash(code_id, person.pk, request, digest, clear), expires_at=now + LASTS,
    )  # fmt: skip
    facts = {"request": request.hex, "digest": digest}
    log.append("code.sent", workspace=workspace, subject=person.said, by=person.said, facts=facts)
    return code_id


def check(said: str, *, person: User, request: UUID, digest: str) -> UUID:
    """The code that this is. A wrong guess counts, whatever becomes of the rest. Raises Wrong."""
    with transaction.atomic():
        fresh = Code.objects.filter(person_id=person.pk, request_id=request, digest=digest, used_at=None)
        code = fresh.filter(expires_at__gt=Now(), tries__lt=TRIES).select_for_update().order_by("-id").first()
        if code is not None:
            Code.objects.filter(pk=code.pk).update(tries=F("tries") + 1)
    if code is None:
        raise Wrong("No code of yours counts for this any more. Ask for a new one.")
    clear = "".join(said.split())
    if not constant_time_compare(code.hash, _hash(code.pk, person.pk, request, digest, clear)):
        raise Wrong("That is not the code that was sent. Look at the newest message.")
    return code.pk


def waiting(person: User, *, request: UUID) -> bool:
    """Was one sent that still counts?"""
    sent = Code.objects.filter(person_id=person.pk, request_id=request, used_at=None, tries__lt=TRIES)
    return sent.filter(expires_at__gt=Now()).exists()


def use(code_id: UUID) -> None:
    """It has counted, in the transaction of what it counted for. Raises Wrong where it did so already."""
    if not Code.objects.filter(pk=code_id, used_at=None).update(used_at=Now()):
        raise Wrong("This code was used already. Ask for a new one.")


def masked(email: str) -> str:
    """`p…@harbour-pine.example`"""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"


def _hash(code_id: UUID, person: UUID, request: UUID, digest: str, clear: str) -> str:
    said = f"{code_id.hex}\n{person.hex}\n{request.hex}\n{digest}\n{clear}"
    return str(salted_hmac(SALT, said, algorithm="sha256").hexdigest())


def _message(person: User, clear: str, title: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Your code to sign with"
    message["From"], message["To"] = settings.COUNTERSIGN_MAIL_FROM, person.email
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="countersign.invalid")
    about = " ".join(title.split())[:200]
    message.set_content(
        f"{clear}\n\nThis code confirms your signature under: {about}\nIt counts once, for exactly this document,"
        " within ten minutes. Nobody will ask you for it. If you did not ask for it, tell your admins.\n",
        charset="utf-8",
    )
    return message
