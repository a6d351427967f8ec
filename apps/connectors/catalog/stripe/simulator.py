"""A stand-in for Stripe over real HTTP: strict about requests, faithful about idempotency, able to misbehave.

python -m apps.connectors.catalog.stripe.simulator --port 8412 --ledger stripe.sqlite
"""

import argparse
import hashlib
import json
import re
import secrets
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from apps.connectors.catalog.stripe import forms
from apps.connectors.catalog.stripe.books import Books, No, Thing
from apps.connectors.simulation import Doors, Ledger, Mischief, Server

KEY = re.compile(r"Bearer (sk|rk)_test_\w{8,}")
IN_FLIGHT = "There is currently another in-progress request using this Idempotent Key."
OTHER_BODY = "Keys for idempotent requests can only be used with the same parameters they were first used with."
SEEDS = {"charges": "charge", "customers": "customer"}
_at_work: set[str] = set()
_at_work_lock = threading.Lock()


class Stripe(Doors):
    @property
    def books(self) -> Books:
        return Books(self.server.ledger)

    def seed(self, body: dict[str, Any]) -> None:
        for plural, kind in SEEDS.items():
            for thing in body.get(plural, []):
                self.books.seed(kind, thing, replace=bool(body.get("replace")))

    def read(self) -> None:
        order = self.server.mischief.take("next_read")
        self.server.mischief.wait(order)
        if order.get("drop_before"):
            self.hang_up()
            return
        try:
            self._known()
            status, body = (order["status"], {}) if "status" in order else (200, self._found())
            self._say(status, {**body, **order.get("stale", {})})
        except No as no:
            self._say(no.status, no.body)

    def write(self) -> None:
        content = self.body()
        self.note(parse_qsl(content.decode(), keep_blank_values=True))
        order = self.server.mischief.take()
        if order.get("drop_before"):
            self.hang_up()
            return
        try:
            self._known()
            self._keyed(content.decode(), order)
        except No as no:
            self._say(no.status, no.body)

    def _known(self) -> None:
        if not KEY.fullmatch(self.headers.get("Authorization", "")):
            raise No(401, "Invalid API Key provided.")

    def _found(self) -> Thing:
        _, _, kind, *rest = self.route.split("/")
        if kind == "charges" and len(rest) == 1:
            return self.books.find("charge", rest[0], "charge")
        if kind == "customers" and len(rest) == 1:
            return self.books.find("customer", rest[0], "customer")
        if kind == "refunds" and len(rest) == 1:
            return self.books.find("refund", rest[0], "refund")
        if kind == "charges" and not rest:
            return self._list("charge", forms.CHARGES)
        if kind == "refunds" and not rest:
            return self._list("refund", forms.REFUNDS)
        if kind == "customers" and rest[1:] == ["balance_transactions"]:
            self.books.find("customer", rest[0], "customer")
            return self._list("customer_balance_transaction", forms.LIST, customer=rest[0])
        raise No(404, f"Unrecognized request URL (GET: {self.route}).")

    def _list(self, kind: str, checks: dict[str, forms.Check], **fixed: str) -> Thing:
        asked = forms.parsed(self.query(), checks)
        wanted = {name: asked[name] for name in ("customer", "charge") if name in asked} | fixed
        things = [t for t in self.server.ledger.all(kind) if all(t[name] == value for name, value in wanted.items())]
        ids = [thing["id"] for thing in things]
        start = ids.index(asked["starting_after"]) + 1 if asked.get("starting_after") in ids else 0
        limit = min(asked.get("limit", 10), 100)
        page = things[start : start + limit]
        return {"object": "list", "url": self.route, "data": page, "has_more": len(things) > start + limit}

    def _keyed(self, content: str, order: dict[str, Any]) -> None:
        """One effect a key: a second request with it gets the first answer, or waits its turn."""
        key = self.headers.get("Idempotency-Key", "")
        if len(key) > 255:
            raise No(400, "Idempotency-Key is too long.", kind="idempotency_error")
        with _at_work_lock:
            if key and key in _at_work:
                raise No(409, IN_FLIGHT, code="idempotency_key_in_use")
            _at_work.add(key)
        try:
            answer = self._once(key, content, order)
        finally:
            with _at_work_lock:
                _at_work.discard(key)
        answer()  # only now: whoever has heard it may come again at once

    def _once(self, key: str, content: str, order: dict[str, Any]) -> Callable[[], None]:
        """Does it, and returns how it is answered."""
        if order.get("status") == 429:
            again = {"Retry-After": str(order.get("retry_after", 1))}
            return partial(self._say, 429, {"error": {"type": "rate_limit"}}, again)
        if 400 <= order.get("status", 0) < 500:
            raise No(order["status"], "Your card was declined.", kind="card_error")
        pairs = parse_qsl(content, keep_blank_values=True, strict_parsing=bool(content))
        print_of = hashlib.sha256(f"{self.route}\n{sorted(pairs)}".encode()).hexdigest()
        stored = self.server.ledger.rows("SELECT fingerprint, status, body, request FROM answer WHERE key = ?", key)
        if key and stored:
            return self._replay(print_of, *stored[0])
        self.server.mischief.wait(order if order.get("hold") != "after" else {})
        deed = self._deed(pairs)
        request = f"req_{secrets.token_hex(7)}"
        status, body = self._done(key, print_of, deed, order, request)
        self.server.mischief.wait(order if order.get("hold") == "after" else {})
        return self.hang_up if order.get("drop_after") else partial(self._say, status, body, {"Request-Id": request})

    def _replay(self, print_of: str, fingerprint: str, status: int, body: str, request: str) -> Callable[[], None]:
        if fingerprint != print_of:
            raise No(400, OTHER_BODY, kind="idempotency_error")
        replayed = {"Idempotent-Replayed": "true", "Original-Request": request}
        return partial(self._say, status, json.loads(body), replayed)

    def _deed(self, pairs: list[tuple[str, str]]) -> Callable[[], Thing]:
        """What this request asks for, checked. Raises No: nothing is stored for a request that is not sound."""
        _, _, kind, *rest = self.route.split("/")
        if kind == "refunds" and not rest:
            return partial(self.books.refund, forms.parsed(pairs, forms.REFUND, needs=("charge",)))
        if kind != "customers" or not rest or rest[1:] not in ([], ["balance_transactions"]):
            raise No(404, f"Unrecognized request URL (POST: {self.route}).")
        self.books.find("customer", rest[0], "customer")
        if rest[1:]:
            line = forms.parsed(pairs, forms.BALANCE_LINE, needs=("amount", "currency"))
            return partial(self.books.balance_line, rest[0], line)
        return partial(self.books.change_customer, rest[0], forms.parsed(pairs, forms.CUSTOMER))

    def _done(
        self, key: str, print_of: str, deed: Callable[[], Thing], order: dict[str, Any], request: str
    ) -> tuple[int, Thing]:
        """The effect and the stored answer, together or not at all."""
        with self.server.ledger.writing():
            try:
                status, body = 200, deed()
                self.server.ledger.add_effect(body["metadata"].get("countersign", key), body["object"], body)
            except No as no:
                status, body = no.status, no.body
            if order.get("status", 0) >= 500:
                status, body = (
                    order["status"],
                    {"error": {"type": "api_error", "message": "An unknown error occurred."}},
                )
            if key:
                sql = "INSERT INTO answer VALUES (?, ?, ?, ?, ?)"
                self.server.ledger.rows(sql, key, print_of, status, json.dumps(body), request)
        return status, body

    def _say(self, status: int, body: Thing, headers: dict[str, str] | None = None) -> None:
        self.answer(status, body, {"Request-Id": f"req_{secrets.token_hex(7)}", **(headers or {})})


def main() -> None:
    options = argparse.ArgumentParser(description="A stand-in for Stripe on 127.0.0.1.")
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--ledger", type=Path, required=True)
    asked = options.parse_args()
    Server(asked.port, Stripe, Ledger(asked.ledger), Mischief()).serve_forever()


if __name__ == "__main__":
    main()
