"""Mail: one message, sent at most once, under a Message-ID that follows from the action's key."""

import re
import time
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP as WIRE_FORM
from email.utils import formatdate
from typing import Any

from apps.connectors import cel, egress, preview, sandbox, template
from apps.connectors.contract import (
    Answer,
    Attempt,
    Done,
    Facts,
    Found,
    Guarded,
    InverseCall,
    JsonDict,
    Looked,
    NoInverse,
    Note,
    NotSent,
    Opened,
    Prepared,
    RefusedByTarget,
    Same,
    Unclear,
)
from apps.connectors.drivers import smtp_sent, three_way
from apps.connectors.drivers.base import Health, Unreadable
from apps.connectors.drivers.smtp_session import IMPLICIT_TLS, Login, deliver
from apps.connectors.jobs import Job, Work
from apps.connectors.manifest import Manifest
from apps.connectors.parts import MailCall, SentLook
from apps.core.errors import Invalid, Refused

SUBMISSION = 587
SANDBOX = "sandbox"
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
OPEN = ["/headers/Message-ID", "/headers/X-Countersign-Action"]
PROVES_NOTHING = "The Sent folder does not show it, which proves nothing: it may still have gone out."
READ_TIMEOUT_S = 8.0


class SmtpDriver:
    def foretell(self, job: Job) -> Facts:
        return preview.facts(job.operation, preview.names(job.arguments, job.opened.address))

    def prepare(self, jobs: Sequence[Job]) -> tuple[Prepared, ...]:
        return tuple(preview.prepared(job, {}, _request(job)) for job in jobs)

    def read(self, job: Job, *, timeout_s: float) -> JsonDict:
        if not isinstance(job.operation.read, SentLook):
            raise Unreadable(f"{job.tool.full_name} does not read.")
        asked = template.render(job.operation.read.sent, preview.names(job.arguments, job.opened.address))
        return {"messages": smtp_sent.find(job.opened, asked, timeout_s=timeout_s)}

    def recheck(self, work: Work, *, timeout_s: float) -> Guarded:
        return Same()

    def reconcile(self, work: Work, attempt: Attempt) -> Looked:
        """May prove that it went out; can never prove that it did not."""
        rule = work.operation.reconcile
        if rule is None or not isinstance(rule.read, SentLook):
            return Unclear(why="There is no place to look.")
        message_id = _bare(template.render(rule.read.sent, {**preview.names_of(work), "action": {"key": attempt.key}}))
        try:
            found = smtp_sent.find(work.opened, message_id, timeout_s=attempt.timeout_s)
        except Refused as why:
            return Unclear(why=str(why))
        if len(found) > 1:
            return Unclear(why=f"{len(found)} messages carry this action's Message-ID. That must not be.")
        if not found:
            return Unclear(why=PROVES_NOTHING)
        recipients = found[0].get("recipients", work.prepared.request["recipients"])
        return Found(result={"message_id": message_id, "recipients": recipients})

    def execute(self, work: Work, attempt: Attempt, note: Note) -> Answer:
        deadline = time.monotonic() + min(attempt.timeout_s, attempt.lease_left_s)
        request = _filled(work, attempt.key)
        if request["to"] != _target(work.opened):
            return RefusedByTarget(why="The connection leads elsewhere than when this was signed.")
        try:
            route = _route(work.opened)
        except (Refused, egress.NotReached) as why:
            return NotSent(why=str(why), because="unreached" if isinstance(why, egress.NotReached) else "")
        secret = work.opened.secret
        login = Login(secret.get("username", ""), secret.get("password", ""), encrypt=not work.opened.sandbox)
        return deliver(route, login, _message(request), request["recipients"], deadline=deadline)

    def verify(self, work: Work, done: Done) -> tuple[str, ...]:
        return done.differs

    def undo_plan(self, work: Work, result: JsonDict, later: Sequence[JsonDict] = ()) -> InverseCall | NoInverse:
        return three_way.undo_plan(work, result, dict)

    def check(self, manifest: Manifest, opened: Opened) -> Health:
        try:
            route = _route(opened)
        except (Refused, egress.NotReached) as why:
            return Health(ok=False, sentence=str(why))
        try:
            smtp_sent.find(opened, "<check@countersign.invalid>", timeout_s=READ_TIMEOUT_S)
        except Refused as why:
            return Health(ok=True, sentence=f"Mail goes out over {route.host}.", details=(str(why),))
        return Health(ok=True, sentence=f"Mail goes out over {route.host}, and the Sent folder can be read.")


def _request(job: Job) -> JsonDict:
    """The message as it will be sent; its date alone is set when it runs."""
    if not isinstance(job.operation.call, MailCall):
        raise Invalid(f"{job.tool.full_name} sends nothing.")
    try:
        seen = preview.names(job.arguments, job.opened.address)
        mail: dict[str, Any] = template.render(job.operation.call.model_dump(), seen)
        domain = cel.evaluate("domain(conn.sender)", seen)
    except cel.CannotTell as why:
        raise Invalid(f"{job.tool.title} cannot be put into a message: {why}") from why
    headers = {"Message-ID": f"<{template.KEY}@{domain}>", "X-Countersign-Action": template.KEY}
    if mail["in_reply_to"]:
        headers |= {"In-Reply-To": mail["in_reply_to"], "References": mail["in_reply_to"]}
    sender = {"from": job.opened.address["sender"], "from_name": job.opened.address.get("sender_name", "")}
    _check(mail["to"], [*headers.values(), *sender.values(), mail["subject"]])
    named = {"recipients": mail["to"], "subject": mail["subject"], "text": mail["text"], "headers": headers}
    return {**sender, **named, "to": _target(job.opened), "open": OPEN}


def _check(recipients: list[str], lines: list[str]) -> None:
    for address in recipients:
        if not ADDRESS.fullmatch(address) or ".." in address:
            raise Invalid(f"{address!r} is not an address.")
    for line in lines:
        if CONTROL.search(line):
            raise Invalid("A header of a message is one line, without control characters.")


def _filled(work: Work, key: str) -> JsonDict:
    """The signed request with the key in it."""
    request = dict(work.prepared.request)
    places = tuple(request.pop("open"))
    filled: JsonDict = template.fill(request, places, key)
    filled["headers"]["Message-ID"] = _bare(filled["headers"]["Message-ID"])
    return filled


def _bare(message_id: str) -> str:
    """A Message-ID takes no colon, which the key of an undo may have."""
    return message_id.replace(":", ".")


def _message(request: JsonDict) -> EmailMessage:
    message = EmailMessage(policy=WIRE_FORM)
    name = f'"{_quoted(request["from_name"])}" ' if request["from_name"] else ""
    message["From"] = f"{name}<{request['from']}>"
    message["To"] = ", ".join(request["recipients"])
    message["Subject"] = request["subject"]
    message["Date"] = formatdate()
    for header, value in request["headers"].items():
        message[header] = value
    message.set_content(request["text"])
    return message


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')


def _target(opened: Opened) -> str:
    port = opened.address.get("port", SUBMISSION)
    return SANDBOX if opened.sandbox else f"smtp://{opened.address.get('host', '')}:{port}"


def _route(opened: Opened) -> egress.Route:
    if opened.sandbox:
        return egress.loopback_route(sandbox.address("mail"))
    return egress.public_route(_target(opened), hosts=None, ports=(SUBMISSION, IMPLICIT_TLS))
