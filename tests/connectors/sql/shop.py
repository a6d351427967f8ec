"""The customer's side of these tests: its schema, a login of its owner to look with, and the driver's verbs in short."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from apps.connectors import schema, shelf
from apps.connectors.contract import (
    Absent,
    Answer,
    Attempt,
    Cell,
    Done,
    Fact,
    InverseCall,
    JsonDict,
    Known,
    NoInverse,
    Opened,
    Prepared,
)
from apps.connectors.drivers.sql import SqlDriver, marker_sql
from apps.connectors.jobs import Job, Work
from tests.connectors.sql.server import Server

SCHEMA = """
CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL, email text);
CREATE TABLE cases (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number text UNIQUE NOT NULL, status text NOT NULL DEFAULT 'open',
    customer_id int REFERENCES customers, refund_amount numeric(10,2), refund_currency char(3) DEFAULT 'USD',
    details jsonb NOT NULL DEFAULT '{}', raw json, opened_at timestamptz DEFAULT now(), note varchar(10),
    shout text GENERATED ALWAYS AS (upper(status)) STORED,
    CHECK (status <> 'forbidden'));
CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customers ON DELETE CASCADE, total numeric, case_id int);
CREATE TABLE order_lines (id int PRIMARY KEY, order_id int NOT NULL REFERENCES orders ON DELETE CASCADE, item text);
CREATE TABLE vouchers (id int PRIMARY KEY, order_id int REFERENCES orders ON DELETE SET NULL, code text);
CREATE TABLE unkeyed (word text);
CREATE TABLE roles (id int PRIMARY KEY, person text, is_admin bool NOT NULL DEFAULT false);
INSERT INTO customers VALUES (1, 'Maria Oduya', 'm@fernhill.example'), (2, 'Jon Berg', NULL);
INSERT INTO cases (number, customer_id, refund_amount, details, opened_at) VALUES
    ('00048213', 1, NULL, '{"address": {"city": "Aarhus"}, "tags": ["a", "b"], "weight": 50}', '2026-04-18 13:58:07+02'),
    ('00048214', 2, 10.00, '{}', '2026-04-19 08:00:00+02');
INSERT INTO orders VALUES (10, 1, 312.00, 1), (11, 2, 20, NULL);
INSERT INTO order_lines VALUES (100, 10, 'lamp'), (101, 10, 'shade');
INSERT INTO vouchers VALUES (7, 10, 'WELCOME');
INSERT INTO roles VALUES (1, 'ada', true);
GRANT USAGE ON SCHEMA public TO operations;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO operations;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO operations;
"""

TABLES: JsonDict = {
    "cases": {
        "object": "Case",
        "label": "number",
        "money": {"amount": "refund_amount", "currency": "refund_currency"},
    },
    "customers": {"object": "Customer", "label": "name"},
    "orders": {"object": "Order"},
    "order_lines": {"object": "Order line"},
    "vouchers": {"object": "Voucher", "label": "code"},
    "unkeyed": {},
    "roles": {"object": "Role", "label": "person", "permissions": ["is_admin"]},
}


@dataclass
class Notes:
    """The spine's side of a proof: keeps it, as long as the attempt is ours."""

    ours: bool = True
    kept: list[JsonDict] = field(default_factory=list)

    def __call__(self, proof: JsonDict, /) -> bool:
        self.kept.append(proof)
        return self.ours


class Shop:
    def __init__(self, server: Server, name: str) -> None:
        self.server, self.name, self.driver = server, name, SqlDriver()
        self.owner = server.owner(name)
        self.tables: JsonDict = {name: dict(entry) for name, entry in TABLES.items()}
        self.user = "operations"
        self.notes = Notes()

    def close(self) -> None:
        self.owner.close()

    @property
    def doubts(self) -> tuple[JsonDict, ...]:
        return tuple(self.notes.kept)

    @property
    def opened(self) -> Opened:
        return self.opened_at(self.server.port)

    def opened_at(self, port: int) -> Opened:
        url = self.server.url(self.name, self.user).replace(f":{self.server.port}/", f":{port}/")
        return Opened(
            id="con",
            connector="postgres",
            sandbox=False,
            address={"tables": self.tables},
            allowed=(f"127.0.0.1:{port}",),
            secret={"url": url},
            fingerprint=hashlib.sha256(url.encode()).hexdigest()[:8],
        )

    def sql(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the customer's own people do and see."""
        done = self.owner.execute(query, values or None)
        return done.fetchall() if done.description else []

    def one(self, query: str) -> Any:
        return self.sql(query)[0][0]

    def install_marker(self) -> None:
        self.sql(marker_sql("operations"))

    def tick(self, table: str, **entry: Any) -> None:
        self.tables[table] = self.tables.get(table, {}) | entry

    def job(self, tool: str, arguments: JsonDict) -> Job:
        manifest = shelf.manifests()["postgres"]
        found = manifest.tool(tool)
        return Job(manifest, manifest.operations[tool], found, schema.validated(found.input, arguments), self.opened)

    def prepare(self, tool: str, **arguments: Any) -> Prepared:
        return self.driver.prepare([self.job(tool, arguments)])[0]

    def together(self, *calls: tuple[str, JsonDict]) -> tuple[Prepared, ...]:
        return self.driver.prepare([self.job(*call) for call in calls])

    def read(self, tool: str, **arguments: Any) -> JsonDict:
        return self.driver.read(self.job(tool, arguments), timeout_s=5)

    def work(self, prepared: Prepared, port: int = 0) -> Work:
        job = self.job("tables", {})
        manifest = job.manifest
        name = prepared.tool.partition(".")[2]
        frozen = Prepared.model_validate_json(prepared.model_dump_json())  # as it comes out of a stored document
        return Work(
            manifest, manifest.operations[name], manifest.tool(name), frozen, self.opened_at(port or self.server.port)
        )

    def run(self, prepared: Prepared, key: str = "act_1", **attempt: Any) -> Answer:
        return self.driver.execute(self.work(prepared), self.attempt(key, **attempt), self.notes)

    def attempt(self, key: str = "act_1", **fields: Any) -> Attempt:
        return Attempt(**{"key": key, "number": 1, "timeout_s": 8, "lease_left_s": 18, **fields})

    def done(self, prepared: Prepared, key: str = "act_1") -> Done:
        answer = self.run(prepared, key)
        assert isinstance(answer, Done), answer
        return answer

    def recheck(self, prepared: Prepared) -> Any:
        return self.driver.recheck(self.work(prepared), timeout_s=5)

    def reconcile(self, prepared: Prepared, key: str = "act_1", **fields: Any) -> Any:
        return self.driver.reconcile(self.work(prepared), self.attempt(key, **fields))

    def undo_plan(self, prepared: Prepared, done: Done) -> InverseCall | NoInverse:
        return self.driver.undo_plan(self.work(prepared), done.result)

    def undone(self, prepared: Prepared, done: Done, key: str = "undo:act_1") -> Done:
        """The inverse: planned, previewed and run, as any other action."""
        inverse = self.undo_plan(prepared, done)
        assert isinstance(inverse, InverseCall), inverse
        return self.done(self.prepare(inverse.tool.partition(".")[2], **inverse.arguments), key)


def known(fact: Fact) -> Any:
    """What a fact says; fails where it says nothing."""
    assert isinstance(fact, Known), fact
    return fact.value


def word(cell: Cell) -> str | None:
    """The text of a shown value; fails where the place is absent."""
    assert not isinstance(cell, Absent)
    return None if cell is None else cell.text
