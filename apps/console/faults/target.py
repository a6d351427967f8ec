"""The trial's target: a server of its own, with its own books, that misbehaves as often as it is told to.

    python -m apps.console.faults.target --port 8300 --seed 7 --mix usual

`POST /do` is the write. `GET /__ledger` is what really happened, `GET /__late` what has still to happen, `GET /__who`
the process that answers; `POST /__mix` changes how it behaves.
"""

import argparse
import asyncio
import json
import os
import random
from collections.abc import Awaitable, Callable
from typing import Any

from apps.console.faults.books import Books

# How many of a thousand writes meet each of these
MIXES = {
    "none": {},
    "prompt": {"wait": 30, "broken": 60, "dropped": 40, "garbled": 20},  # nothing comes late
    "usual": {"wait": 30, "broken": 30, "dropped": 20, "late": 10, "slow": 10, "garbled": 5},
    "rough": {"wait": 60, "broken": 80, "dropped": 80, "late": 80, "slow": 20, "garbled": 20},
}
LATE_S, SLOW_S = 1.5, 0.3
LARGEST = 2**20


class Target:
    def __init__(self, books: Books, mix: dict[str, int], seed: int) -> None:
        self.books, self.mix = books, mix
        self.dice = random.Random(seed)  # noqa: S311  faults, not secrets
        self.late: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, ValueError):
            pass  # the peer went away, which is no news here
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        line = (await reader.readline()).decode()
        if not line:
            return False
        method, path, _ = line.split(" ", 2)
        body = await _body(reader)
        answer: bytes | None
        if (method, path) == ("POST", "/do"):
            answer = await self._write(json.loads(body))
        else:
            answer = _answer(*self._door(method, path, body))
        if answer is None:
            return False
        writer.write(answer)
        await writer.drain()
        return True

    def _door(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        _, where, *rest = path.split("/")
        if where == "record":
            value, version = self.books.read(rest[0])
            return 200, {"value": value, "version": str(version)}
        if where == "search":
            return 200, {"lines": self.books.search(rest[0])}
        if where == "__ledger":
            return 200, {"effects": [[one.key, one.op, one.record, one.amount] for one in self.books.effects]}
        if where == "__late":
            return 200, {"late": len(self.late)}
        if where == "__who":
            return 200, {"pid": os.getpid()}
        if where == "__mix":
            self.mix = json.loads(body)
        if where == "__edit":
            self.books.edit(**json.loads(body))
        return 200, {}

    async def _write(self, request: dict[str, Any]) -> bytes | None:
        faults: dict[str, Callable[[dict[str, Any]], Awaitable[bytes | None]]] = {
            "wait": self._wait, "broken": self._broken, "dropped": self._dropped, "late": self._late,
            "slow": self._slow, "garbled": self._garbled,
        }  # fmt: skip
        thrown = self.dice.random() * 1000
        for name, share in self.mix.items():
            if (thrown := thrown - share) < 0:
                return await faults[name](request)
        return _answer(*self.books.do(request))

    async def _wait(self, _request: dict[str, Any]) -> bytes:
        """It asks to wait; nothing happened."""
        return _answer(429, {"after": 1})

    async def _broken(self, request: dict[str, Any]) -> bytes:
        """It did it, and says that something broke."""
        self.books.do(request)
        return _answer(500, {})

    async def _dropped(self, request: dict[str, Any]) -> None:
        """It did it, and hangs up."""
        self.books.do(request)

    async def _late(self, request: dict[str, Any]) -> None:
        """It hangs up at once, and does it a little later."""
        task = asyncio.ensure_future(self._after_a_while(request))
        self.late.add(task)
        task.add_done_callback(self.late.discard)

    async def _after_a_while(self, request: dict[str, Any]) -> None:
        await asyncio.sleep(self.dice.random() * LATE_S)
        self.books.do(request)

    async def _slow(self, request: dict[str, Any]) -> bytes:
        status, said = self.books.do(request)
        await asyncio.sleep(self.dice.random() * SLOW_S)
        return _answer(status, said)

    async def _garbled(self, request: dict[str, Any]) -> bytes:
        """It did it, and says yes in words that nobody can read."""
        self.books.do(request)
        return _framed(200, b"<html>fine, thank you</html>")


async def _body(reader: asyncio.StreamReader) -> bytes:
    length = 0
    while (line := (await reader.readline()).strip()) != b"":
        name, _, value = line.decode().partition(":")
        if name.lower() == "content-length":
            length = min(int(value), LARGEST)
    return await reader.readexactly(length)


def _answer(status: int, said: Any) -> bytes:
    return _framed(status, json.dumps(said).encode())


def _framed(status: int, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def main(port: int, seed: int, mix: str, lag_s: float) -> None:
    target = Target(Books(lag_s), dict(MIXES[mix]), seed)
    server = await asyncio.start_server(target.serve, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mix", choices=MIXES, default="none")
    parser.add_argument("--lag", type=float, default=0)
    given = parser.parse_args()
    asyncio.run(main(given.port, given.seed, given.mix, given.lag))
