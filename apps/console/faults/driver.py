"""The driver of the trial's connector: four tiers against one target of our own, read and sent as any other."""

from collections.abc import Sequence
from typing import Any, Protocol

from apps.connectors.contract import (
    ABSENT,
    Answer,
    Attempt,
    Change,
    Done,
    Facts,
    Found,
    Guarded,
    HasNone,
    InDoubt,
    InverseCall,
    JsonDict,
    Known,
    Looked,
    Moved,
    NoInverse,
    Note,
    NotSent,
    NotThere,
    Opened,
    Prepared,
    RefusedByTarget,
    Same,
    Tier,
    Unclear,
    Undo,
    Value,
)
from apps.connectors.drivers.base import Health, Unreadable
from apps.connectors.jobs import Job, Work
from apps.connectors.manifest import Manifest
from apps.console.faults.wire import Silent, Unreached, ask

TIMEOUT_S = 5.0
BACK = {"set": "trial.set", "put": "trial.put", "pay": "trial.take_back", "take_back": "trial.pay"}
RECORDS = {"set", "put"}  # what changes a record, and so has a before and a guard


class Ask(Protocol):
    """One question or order to the target: its status and what it says."""

    def __call__(self, port: int, method: str, path: str, body: Any = None, *, timeout_s: float) -> tuple[int, Any]: ...


class TrialDriver:
    def __init__(self, ask: Ask = ask) -> None:
        self._ask = ask

    def foretell(self, job: Job) -> Facts:
        return _facts(job)

    def prepare(self, jobs: Sequence[Job]) -> tuple[Prepared, ...]:
        return tuple(self._prepared(job) for job in jobs)

    def read(self, job: Job, *, timeout_s: float) -> JsonDict:
        raise Unreadable("The trial's target has nothing to read.")

    def recheck(self, work: Work, *, timeout_s: float) -> Guarded:
        if not work.prepared.before:
            return Same()
        try:
            now = self._record(work.opened, work.prepared.arguments, timeout_s=timeout_s)
        except (Silent, Unreached) as why:
            return Unclear(why=str(why))
        was = work.prepared.before["value"]["text"]
        version = now["version"] if work.tool.tier is Tier.B else ""
        return Same(version=version) if now["value"] == was else Moved(changes=(_change(work, now["value"]),))

    def reconcile(self, work: Work, attempt: Attempt) -> Looked:
        if work.tool.tier is not Tier.C:
            return Unclear(why="There is nothing to find it by.")
        try:
            status, found = self._ask(_port(work.opened), "GET", f"/search/{attempt.key}", timeout_s=TIMEOUT_S)
        except (Silent, Unreached) as why:
            return Unclear(why=str(why))
        if status != 200:
            return Unclear(why=f"The search answered {status}.")
        return Found(result={"line": attempt.key}) if found["lines"] else NotThere()

    def execute(self, work: Work, attempt: Attempt, note: Note) -> Answer:
        body = {**work.prepared.request, "key": attempt.key, "attempt": attempt.number, "version": attempt.version}
        timeout_s = min(attempt.timeout_s, attempt.lease_left_s)
        try:
            status, said = self._ask(_port(work.opened), "POST", "/do", body, timeout_s=timeout_s)
        except Unreached as why:
            return NotSent(why=str(why))
        except Silent as why:
            return InDoubt(why=str(why))
        if status == 200 and said.get("effect") != attempt.key:
            return InDoubt(why=f"The target answered about {said.get('effect')}.")
        return _answer(work, status, said)

    def verify(self, work: Work, done: Done) -> tuple[str, ...]:
        return ()

    def undo_plan(self, work: Work, result: JsonDict, later: Sequence[JsonDict] = ()) -> InverseCall | NoInverse:
        plan = work.prepared.undo
        if not plan.tool:
            return NoInverse(why=plan.say)
        arguments = dict(work.prepared.arguments)
        if work.tool.name in RECORDS:
            arguments["value"] = work.prepared.before["value"]["text"]
        return InverseCall(kind=plan.kind, say=plan.say, tool=plan.tool, arguments=arguments)

    def check(self, manifest: Manifest, opened: Opened) -> Health:
        return Health(ok=True, sentence="The trial's target needs no check.")

    def _prepared(self, job: Job) -> Prepared:
        record, name = job.arguments["record"], job.tool.name
        before = self._before(job)
        after = str(job.arguments.get("value", job.arguments["amount"]))
        was = Value(type="text", text=before["value"]["text"]) if before else ABSENT
        back = BACK.get(name, "")
        return Prepared(
            tool=job.tool.full_name, definition=job.tool.definition, title=f"{job.tool.title}: {record}",
            button=f"{name} of {record}", record=record, risk=job.tool.risk, arguments=job.arguments, before=before,
            changes=(Change(record=record, field="value", before=was, after=Value(type="text", text=after)),),
            guard=before, request={**job.arguments, "op": name}, facts=_facts(job), hold_s=job.hold_s,
            tier=job.tool.tier,
            undo=Undo(kind=job.tool.undo, say="It is put back." if back else "It stays.", tool=back),
        )  # fmt: skip

    def _before(self, job: Job) -> JsonDict:
        if job.tool.name not in RECORDS:
            return {}
        try:
            now = self._record(job.opened, job.arguments, timeout_s=TIMEOUT_S)
        except (Silent, Unreached) as why:
            raise Unreadable(str(why)) from why
        return {"value": {"type": "text", "text": now["value"]}}

    def _record(self, opened: Opened, arguments: JsonDict, *, timeout_s: float) -> JsonDict:
        status, now = self._ask(_port(opened), "GET", f"/record/{arguments['record']}", timeout_s=timeout_s)
        if status != 200:
            raise Silent(f"The target answered {status}.")
        return dict(now)


def _facts(job: Job) -> Facts:
    money = {"amount": job.arguments["amount"], "currency": "USD", "category": "payouts"}
    paid = Known(value=money) if job.tool.name == "pay" else HasNone()
    none = HasNone()
    return Facts(
        money=paid, recipients=none, fields=none, permission_change=none, billing_change=none, count=Known(value=1),
        record=none,
    )  # fmt: skip


def _answer(work: Work, status: int, said: JsonDict) -> Answer:
    if status == 200:
        return Done(result={"effect": str(said["effect"])}, reference=str(said["effect"]))
    if status == 412:
        return Moved(changes=(_change(work, str(said["value"])),))
    if status == 409:
        return RefusedByTarget(why=str(said["why"]))
    if status == 429:
        return NotSent(why="The target asked to wait.", retry_after_s=int(said["after"]))
    return InDoubt(why=f"The target answered {status}.")


def _change(work: Work, now: str) -> Change:
    was = work.prepared.before["value"]["text"]
    before, after = Value(type="text", text=was), Value(type="text", text=now)
    return Change(record=work.prepared.record, field="value", before=before, after=after)


def _port(opened: Opened) -> int:
    return int(opened.address["port"])
