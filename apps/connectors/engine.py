"""The tool plane's verbs: validate, then let the connector's driver do it. No table, no policy, no state."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from apps.connectors import schema, shelf
from apps.connectors.contract import (
    Answer,
    Attempt,
    Call,
    Done,
    Facts,
    Guarded,
    InDoubt,
    InverseCall,
    JsonDict,
    Looked,
    NoInverse,
    Note,
    Opened,
    Prepared,
    RefusedByTarget,
    Tool,
    Unclear,
)
from apps.connectors.drivers.base import Driver, Health
from apps.connectors.drivers.http import HttpDriver
from apps.connectors.drivers.smtp import SmtpDriver
from apps.connectors.drivers.sql import SqlDriver
from apps.connectors.jobs import Job, Work
from apps.connectors.manifest import Manifest
from apps.core.errors import Invalid, NotFound

KEY = re.compile(r"[A-Za-z0-9_.:-]{1,128}")
CHANGED = "This tool has been changed since it was signed. Propose it again."
_drivers: dict[str, Driver] = {"http": HttpDriver(), "smtp": SmtpDriver(), "sql": SqlDriver()}


@dataclass(frozen=True)
class Prepare:
    call: Call
    opened: Opened
    key: str = ""


def register_driver(name: str, driver: Driver) -> None:
    """Lets manifests name a driver that lives above this app."""
    _drivers[name] = driver


def catalog() -> dict[str, Manifest]:
    return shelf.manifests()


def tool(full_name: str) -> Tool:
    """Raises NotFound for a tool that nobody offers."""
    tools = shelf.tools()
    if full_name not in tools:
        raise NotFound(f"There is no tool called {full_name}.")
    return tools[full_name]


def validate_connection(connector: str, *, address: JsonDict, secret: JsonDict) -> tuple[JsonDict, JsonDict]:
    """Both as the connector's form wants them. Raises Invalid, which shows nothing of the secret."""
    form = _manifest(connector).connection
    return schema.validated(form.address, address), schema.validated(form.secret, secret, shown=False)


def validate(tool: Tool, arguments: JsonDict) -> JsonDict:
    """The arguments with their defaults. Raises Invalid with each problem."""
    return schema.validated(tool.input, arguments)


def foretell(call: Call, opened: Opened) -> Facts:
    """The facts that the arguments alone tell; nothing is touched."""
    job = _job(Prepare(call, opened), 0)
    return _driver(job.manifest).foretell(job)


def prepare(calls: Sequence[Prepare]) -> tuple[Prepared, ...]:
    """All writes of a proposal, in its order; those over one connection are previewed together."""
    jobs = [_job(item, place) for place, item in enumerate(calls)]
    for job in jobs:
        if job.tool.verb.reads:
            raise Invalid(f"{job.tool.full_name} only reads: there is nothing to sign.")
    made: dict[int, Prepared] = {}
    for group in _by_connection(jobs):
        prepared = _driver(group[0].manifest).prepare(group)
        made |= {job.position: item for job, item in zip(group, prepared, strict=True)}
    return tuple(made[job.position] for job in jobs)


def read(call: Call, opened: Opened, *, timeout_s: float) -> JsonDict:
    job = _job(Prepare(call, opened), 0)
    if not job.tool.verb.reads:
        raise Invalid(f"{job.tool.full_name} writes: propose it.")
    return _driver(job.manifest).read(job, timeout_s=timeout_s)


def recheck(prepared: Prepared, opened: Opened, *, timeout_s: float) -> Guarded:
    work = _work(prepared, opened)
    if work.tool.definition != prepared.definition:
        return Unclear(why=CHANGED)
    return _driver(work.manifest).recheck(work, timeout_s=timeout_s)


def reconcile(prepared: Prepared, opened: Opened, attempt: Attempt) -> Looked:
    work = _work(prepared, opened)
    return _driver(work.manifest).reconcile(work, attempt)


def execute(prepared: Prepared, opened: Opened, attempt: Attempt, note: Note) -> Answer:
    """Sends exactly what was prepared, with the action's key put in. What goes wrong on the way is in doubt."""
    work = _work(prepared, opened)
    if work.tool.definition != prepared.definition:
        return RefusedByTarget(why=CHANGED)
    if not KEY.fullmatch(attempt.key):
        return RefusedByTarget(why="The action's key is not one that can be sent.")
    try:
        return _driver(work.manifest).execute(work, attempt, note)
    except Exception as why:  # noqa: BLE001  whatever broke, it may have been after the send
        return InDoubt(why=f"Sending broke off: {type(why).__name__}: {why}")


def verify(prepared: Prepared, done: Done, opened: Opened) -> tuple[str, ...]:
    work = _work(prepared, opened)
    return _driver(work.manifest).verify(work, done)


def undo_plan(
    prepared: Prepared, done_result: JsonDict, opened: Opened, *, later: Sequence[JsonDict] = ()
) -> InverseCall | NoInverse:
    """The inverse call. `later`: results of what came after it over this connection and is taken back before it."""
    work = _work(prepared, opened)
    return _driver(work.manifest).undo_plan(work, done_result, later)


def check(opened: Opened) -> Health:
    manifest = _manifest(opened.connector)
    return _driver(manifest).check(manifest, opened)


def _job(item: Prepare, position: int) -> Job:
    found = tool(item.call.tool)
    manifest = _manifest(found.connector, item.opened)
    arguments = validate(found, item.call.arguments)
    return Job(manifest, manifest.operations[found.name], found, arguments, item.opened, item.key, position)


def _work(prepared: Prepared, opened: Opened) -> Work:
    found = tool(prepared.tool)
    manifest = _manifest(found.connector, opened)
    return Work(manifest, manifest.operations[found.name], found, prepared, opened)


def _manifest(connector: str, opened: Opened | None = None) -> Manifest:
    if connector not in catalog():
        raise NotFound(f"There is no connector called {connector}.")
    if opened is not None and opened.connector != connector:
        raise Invalid(f"This connection leads to {opened.connector}, not to {connector}.")
    return catalog()[connector]


def _driver(manifest: Manifest) -> Driver:
    if manifest.driver not in _drivers:
        raise NotFound(f"{manifest.title} cannot be used here: nothing drives {manifest.driver}.")
    return _drivers[manifest.driver]


def _by_connection(jobs: Sequence[Job]) -> list[list[Job]]:
    groups: dict[str, list[Job]] = {}
    for job in jobs:
        groups.setdefault(job.opened.id, []).append(job)
    return list(groups.values())
