"""A connector whose target answers at once and in this process: what is left to measure is ours. Registered by the
bench alone; a product that runs has no such connector.
"""

from collections.abc import Sequence

from apps.connectors import engine, shelf
from apps.connectors.contract import (
    Answer,
    Attempt,
    Change,
    Done,
    Facts,
    Guarded,
    HasNone,
    InverseCall,
    JsonDict,
    Known,
    Looked,
    NoInverse,
    Note,
    NotThere,
    Prepared,
    Same,
    Undo,
    UndoKind,
    Value,
)
from apps.connectors.drivers.base import Health
from apps.connectors.jobs import Job, Work
from apps.connectors.manifest import Manifest

NAME, TOOL = "bench", "bench.refund"
MANIFEST = """
connector: bench
version: 1
title: Bench
driver: bench
connection:
  address: {type: object, additionalProperties: false, properties: {}}
  secret: {type: object, additionalProperties: false, required: [key], properties: {key: {type: string}}}
operations:
  look_up:
    title: Look a payment up
    description: One payment; the bench's target answers at once.
    verb: read
    risk: low
    object: Payment
    outside_text: false
    input:
      type: object
      additionalProperties: false
      required: [charge]
      properties:
        charge: {type: string, maxLength: 60}
    facts:
      money: none
      recipients: none
      fields: none
      permission_change: none
      billing_change: none
      count: {has: 1}
      record: none
  refund:
    title: Refund a payment
    description: Sends money back; the bench's target says yes at once.
    verb: create
    risk: high
    object: Refund
    categories: [refunds]
    tier: A
    outside_text: false
    input:
      type: object
      additionalProperties: false
      required: [charge, amount]
      properties:
        charge: {type: string, pattern: "^ch_[A-Za-z0-9_]{1,60}$"}
        amount: {type: integer, minimum: 1, maximum: 99999999}
        reason: {enum: [requested_by_customer, duplicate, fraudulent], default: requested_by_customer}
    by_driver: [before, diff, guard, idempotency, reconcile]
    facts:
      money: by driver
      recipients: none
      fields: none
      permission_change: {has: false}
      billing_change: {has: false}
      count: {has: 1}
      record: by driver
    blanks:
      before: The payment
      diff: What has been refunded
      guard: The same payment
      idempotency: A key
      reconcile: By the key
      undo: "None: the bench takes nothing back."
"""
BEFORE = {
    "charge.amount": "31200", "charge.amount_refunded": "0", "charge.currency": "usd", "charge.disputed": "false",
    "charge.status": "succeeded", "charge.customer": "cus_Nf3k2", "charge.billing_details.name": "Maria Oduya",
}  # fmt: skip


def register() -> None:
    """Let this process know the connector."""
    manifest = shelf.parse(MANIFEST, where="the bench's connector")
    shelf.manifests()[NAME] = manifest
    for name in manifest.operations:
        shelf.tools()[f"{NAME}.{name}"] = manifest.tool(name)
    engine.register_driver(NAME, BenchDriver())


class BenchDriver:
    def foretell(self, job: Job) -> Facts:
        return facts(job.arguments)

    def prepare(self, jobs: Sequence[Job]) -> tuple[Prepared, ...]:
        return tuple(_prepared(job) for job in jobs)

    def read(self, job: Job, *, timeout_s: float) -> JsonDict:
        return {"id": job.arguments["charge"], "amount": 31200, "status": "succeeded"}

    def recheck(self, work: Work, *, timeout_s: float) -> Guarded:
        return Same()

    def reconcile(self, work: Work, attempt: Attempt) -> Looked:
        return NotThere()

    def execute(self, work: Work, attempt: Attempt, note: Note) -> Answer:
        return Done(result={"id": f"re_{attempt.key}", "status": "succeeded"}, reference=f"req_{attempt.key}")

    def verify(self, work: Work, done: Done) -> tuple[str, ...]:
        return ()

    def undo_plan(self, work: Work, result: JsonDict, later: Sequence[JsonDict] = ()) -> InverseCall | NoInverse:
        return NoInverse(why="The bench takes nothing back.")

    def check(self, manifest: Manifest, opened: object) -> Health:
        return Health(ok=True, sentence="It is this process.")


def _prepared(job: Job) -> Prepared:
    charge, amount = job.arguments["charge"], job.arguments["amount"]
    was, will = (Value(type="number", text=text) for text in ("0", str(amount)))
    said = f"${amount / 100:,.2f}"
    record = f"Payment {charge}"
    return Prepared(
        tool=TOOL, definition=job.tool.definition, title=f"Refund {said} to Maria Oduya", button=f"refund of {said}",
        record=record, risk=job.tool.risk, arguments=job.arguments,
        before={path: {"type": "string", "text": text} for path, text in BEFORE.items()},
        changes=(Change(record=record, field="Refunded", before=was, after=will, shown_after=said),),
        guard={path: {"type": "string", "text": text} for path, text in BEFORE.items()},
        request={"to": "bench", "method": "POST", "path": "/v1/refunds", "form": {"charge": charge, "amount": amount}},
        facts=facts(job.arguments), undo=Undo(kind=UndoKind.NONE, say="Nothing is taken back."), hold_s=0,
        tier=job.tool.tier,
    )  # fmt: skip


def facts(arguments: JsonDict) -> Facts:
    none = HasNone()
    moved = {"amount": arguments.get("amount"), "currency": "USD", "category": "refunds"}
    return Facts(
        money=Known(value=moved) if "amount" in arguments else none,
        recipients=none,
        fields=none,
        permission_change=Known(value=False),
        billing_change=Known(value=False),
        count=Known(value=1),
        record=Known(value={"object": "Refund", "id": arguments["charge"]}),
    )
