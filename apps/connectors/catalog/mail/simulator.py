"""A stand-in for a mail server: SMTP on one port, its Sent folder over HTTP on another.

python -m apps.connectors.catalog.mail.simulator --port 8425 --http-port 8426 --ledger mail.sqlite
"""

import argparse
import asyncio
import email
import email.policy
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from apps.connectors.simulation import Doors, Ledger, Mischief, Server

LARGEST_MESSAGE = 2**20
PATIENCE_S = 1.0


class Sent(Doors):
    """What was accepted, by its Message-ID."""

    def seed(self, body: dict[str, Any]) -> None:
        """`refuse`: addresses with the code that they are refused with; an empty map accepts everybody again."""
        self.server.ledger.put("rule", {"id": "refuse", "codes": body.get("refuse", {})})

    def read(self) -> None:
        asked = dict(self.query())
        if self.route != "/messages":
            self.answer(404, {})
            return
        wanted = asked.get("message_id")
        everything = self.server.ledger.all("message")
        self.answer(200, {"messages": [m for m in everything if wanted in (None, m["message_id"])]})


class Postbox:
    """aiosmtpd's hooks: what happens to recipients and messages."""

    def __init__(self, ledger: Ledger, mischief: Mischief) -> None:
        self.ledger = ledger
        self.mischief = mischief

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]) -> str:  # noqa: N802  the library's name
        codes = (self.ledger.get("rule", "refuse") or {"codes": {}})["codes"]
        if address in codes:
            return f"{codes[address]} <{address}> is not taken here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802  as above
        order = self.mischief.take()
        if order.get("drop_before"):
            return _hang_up(server)
        if "status" in order:
            return f"{order['status']} Not now"
        if order and order.get("hold") != "after":
            await asyncio.to_thread(self.mischief.wait, order)
        self._keep(envelope)
        if order.get("hold") == "after":
            await asyncio.to_thread(self.mischief.wait, order)
        return _hang_up(server) if order.get("drop_after") else "250 OK: queued"

    def _keep(self, envelope: Envelope) -> None:
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        parsed = email.message_from_bytes(content, policy=email.policy.default)
        body = parsed.get_body(("plain",))
        with self.ledger.writing():
            count = len(self.ledger.rows("SELECT 1 FROM effect"))
            message: dict[str, Any] = {
                "id": f"m{count + 1}",
                "message_id": str(parsed["Message-ID"] or ""),
                "key": str(parsed["X-Countersign-Action"] or ""),
                "from": envelope.mail_from,
                "recipients": list(envelope.rcpt_tos),
                "to": str(parsed["To"] or ""),
                "subject": str(parsed["Subject"] or ""),
                "in_reply_to": str(parsed["In-Reply-To"] or ""),
                "text": body.get_content() if body else "",
            }
            self.ledger.put("message", message)
            self.ledger.add_effect(message["key"], "message", message)


class Patient(SMTP):
    """A real server keeps a message whose final dot has arrived, also when its sender has died since."""

    def eof_received(self) -> bool:
        self.loop.call_later(PATIENCE_S, self._end)
        return True

    def _end(self) -> None:
        if self.transport is not None:
            super().eof_received()
            self.transport.close()


def _hang_up(server: SMTP) -> str:
    if server.transport is not None:
        server.transport.abort()  # type: ignore[attr-defined]  # a socket transport has it
    return "421 Gone"


async def serve(port: int, ledger: Ledger, mischief: Mischief) -> None:
    box = Postbox(ledger, mischief)

    def session() -> SMTP:
        return Patient(box, hostname="mail.sandbox.invalid", data_size_limit=LARGEST_MESSAGE)

    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", port)
    await server.serve_forever()


async def both(port: int, http_port: int, ledger: Ledger) -> None:
    mischief = Mischief()
    doors = Server(http_port, Sent, ledger, mischief)
    await asyncio.gather(asyncio.to_thread(doors.serve_forever), serve(port, ledger, mischief))


def main() -> None:
    options = argparse.ArgumentParser(description="A stand-in for a mail server on 127.0.0.1.")
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--http-port", type=int, required=True)
    options.add_argument("--ledger", type=Path, required=True)
    asked = options.parse_args()
    asyncio.run(both(asked.port, asked.http_port, Ledger(asked.ledger)))


if __name__ == "__main__":
    main()
