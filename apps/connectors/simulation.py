"""What every simulator shares: a ledger on disk, misbehaviour on demand, and the doors `/__…` of the tests.

A simulator stands in for somebody else's system. It knows nothing of ours, runs in its own process, and listens
on 127.0.0.1 alone. What it has answered yes to survives a kill -9.
"""

import json
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

LARGEST_REQUEST = 2**20
PUT = """
INSERT INTO thing (kind, id, body) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body
"""
TABLES = """
CREATE TABLE IF NOT EXISTS thing
    (kind TEXT, id TEXT, seq INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT, UNIQUE (kind, id));
CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, fingerprint TEXT, status INTEGER, body TEXT, request TEXT);
CREATE TABLE IF NOT EXISTS effect (seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT, kind TEXT, id TEXT, body TEXT);
"""


class Ledger:
    """Everything that this simulator holds, in one file. One writer at a time."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._file = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._file.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + TABLES)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing, and on disk when the block ends."""
        with self._lock:
            self._file.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._file.execute("ROLLBACK")
                raise
            self._file.execute("COMMIT")

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._file.execute(sql, values).fetchall()

    def put(self, kind: str, thing: dict[str, Any]) -> None:
        self.rows(PUT, kind, thing["id"], json.dumps(thing))

    def get(self, kind: str, id: str) -> dict[str, Any] | None:
        found = self.rows("SELECT body FROM thing WHERE kind = ? AND id = ?", kind, id)
        return json.loads(found[0][0]) if found else None

    def all(self, kind: str) -> list[dict[str, Any]]:
        """Newest first."""
        return [
            json.loads(row[0]) for row in self.rows("SELECT body FROM thing WHERE kind = ? ORDER BY seq DESC", kind)
        ]

    def add_effect(self, key: str, kind: str, thing: dict[str, Any]) -> None:
        sql = "INSERT INTO effect (key, kind, id, body) VALUES (?, ?, ?, ?)"
        self.rows(sql, key, kind, str(thing["id"]), json.dumps(thing))

    def clear(self) -> None:
        with self.writing():
            for table in ("thing", "answer", "effect", "sqlite_sequence"):
                self.rows(f"DELETE FROM {table}")

    def effects(self) -> list[dict[str, Any]]:
        rows = self.rows("SELECT key, kind, id, body FROM effect ORDER BY seq")
        return [{"key": key, "kind": kind, "id": id, "body": json.loads(body)} for key, kind, id, body in rows]


class Forgotten(ConnectionAbortedError):
    """The simulator started afresh while a request was held: it comes to nothing."""


class Mischief:
    """Orders for the writes to come: each is used up by one of them. Reads have a list of their own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders: dict[str, list[dict[str, Any]]] = {"next": [], "next_read": []}
        self._released = threading.Event()
        self._over = threading.Event()

    def order(self, body: dict[str, Any]) -> None:
        with self._lock:
            for name in self._orders:
                self._orders[name] += body.get(name, [])
        self._released.clear()

    def take(self, which: str = "next") -> dict[str, Any]:
        with self._lock:
            return self._orders[which].pop(0) if self._orders[which] else {}

    def wait(self, order: dict[str, Any]) -> None:
        over = self._over
        over.wait(timeout=float(order.get("delay_s", 0)))
        if order.get("hold"):
            self._released.wait(timeout=60)
        if over.is_set():
            raise Forgotten

    def release(self) -> None:
        self._released.set()

    def forget(self) -> None:
        """No order stands any more, and what waits for one ends without an effect."""
        with self._lock:
            self._orders = {name: [] for name in self._orders}
            over, self._over = self._over, threading.Event()
        over.set()
        self._released.set()


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, doors: type["Doors"], ledger: Ledger, mischief: Mischief) -> None:
        self.ledger = ledger
        self.mischief = mischief
        self.requests: deque[dict[str, Any]] = deque(maxlen=500)
        super().__init__(("127.0.0.1", port), doors)

    def handle_error(self, request: object, client_address: object) -> None:
        """A peer that hung up is no news here."""


class Doors(BaseHTTPRequestHandler):
    """The tests' own doors; a simulator adds those of the system that it stands for."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server
    quiet: ClassVar[bool] = True

    def do_GET(self) -> None:
        if self.route == "/__ledger":
            self.answer(200, self.ledger_view())
        elif self.route == "/__requests":
            self.answer(200, {"requests": list(self.server.requests)})
        elif self.route == "/__health":
            self.answer(200, {"ok": True})
        else:
            self.note(self.query())
            self.read()

    def do_POST(self) -> None:
        if not self.route.startswith("/__"):
            self.write()
            return
        body = json.loads(self.body() or b"{}")
        if self.route == "/__misbehave":
            self.server.mischief.order(body)
        elif self.route == "/__release":
            self.server.mischief.release()
        elif self.route == "/__seed":
            with self.server.ledger.writing():
                self.seed(body)
        elif self.route == "/__reset":
            self._start_afresh()
        self.answer(200, {"ok": True})

    def _start_afresh(self) -> None:
        """As after a first start: nothing held, nothing known, nothing done."""
        self.server.mischief.forget()
        self.server.ledger.clear()
        self.server.requests.clear()

    def note(self, form: list[tuple[str, str]]) -> None:
        """Remembers a request as it came, and from whom."""
        by = self.headers.get("User-Agent", "")
        self.server.requests.append({"method": self.command, "path": self.route, "form": form, "by": by})

    def read(self) -> None:
        self.answer(404, {})

    def write(self) -> None:
        self.answer(404, {})

    def seed(self, body: dict[str, Any]) -> None: ...

    def ledger_view(self) -> dict[str, Any]:
        effects = self.server.ledger.effects()
        by_key: dict[str, int] = {}
        for effect in effects:
            by_key[effect["key"]] = by_key.get(effect["key"], 0) + 1
        return {"effects": effects, "by_key": by_key}

    @property
    def route(self) -> str:
        return urlsplit(self.path).path

    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.path).query, keep_blank_values=True)

    def body(self) -> bytes:
        return self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST_REQUEST))

    def answer(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def hang_up(self) -> None:
        """No answer at all."""
        self.close_connection = True
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:
        if not self.quiet:
            super().log_message(format, *args)
