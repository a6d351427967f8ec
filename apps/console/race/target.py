"""A mail server of the race's own: it writes down when the first byte for a message came, and takes its time.

python -m apps.console.race.target --port 8425 --ledger sent.jsonl --takes 0.15
"""

import argparse
import asyncio
import json
import random
import time
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Clocked(SMTP):
    """Knows when its peer connected: nothing of a message can have come before."""

    began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.began = time.time()
        super().connection_made(transport)


class Postbox:
    def __init__(self, ledger: Path, takes_s: float) -> None:
        self.ledger = ledger
        self.takes_s = takes_s

    async def handle_DATA(self, server: Clocked, _: Session, envelope: Envelope) -> str:  # noqa: N802  the library's name
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        key = message_from_bytes(content)["X-Countersign-Action"]
        with self.ledger.open("a") as file:
            file.write(json.dumps({"key": key, "at": server.began}) + "\n")
        await asyncio.sleep(random.uniform(0, 2 * self.takes_s))  # noqa: S311  a target's moods, no secret
        return "250 OK: queued"


async def serve(port: int, box: Postbox) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Clocked(box, hostname="race.invalid"), "127.0.0.1", port, backlog=200)
    await server.serve_forever()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--ledger", type=Path, required=True)
    options.add_argument("--takes", type=float, default=0.15)
    asked = options.parse_args()
    asyncio.run(serve(asked.port, Postbox(asked.ledger, asked.takes)))


if __name__ == "__main__":
    main()
