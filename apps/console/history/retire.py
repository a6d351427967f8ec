"""History that is older than it has to be kept: exported a month at a time, noted in the log, then dropped whole.

A month goes only when nothing in it is open. Its file holds what the table held, one JSON object a line, and the log of
every workspace that had rows there says how many, and the file's SHA-256.
"""

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connections, transaction

from apps.audit import log
from apps.core import scope
from apps.core.errors import Refused
from apps.core.postgres import partitions
from apps.core.postgres.partitions import Month

TABLES = ("runs_stepbody", "billing_usage", "actions_action", "actions_recording")
AS_IT_STANDS = r"(FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"  # COPY's own form would double each backslash
OPEN = """
SELECT (SELECT count(*) FROM actions_openwork w WHERE EXISTS (SELECT 1 FROM {month} p WHERE p.id = w.action_id))
  + (SELECT count(*) FROM actions_afterwards f JOIN {month} p ON p.proposal_id = f.proposal_id)
"""


@dataclass(frozen=True)
class Retired:
    month: Month
    rows: int
    file: Path | None  # None: nothing was done, only said
    digest: str = ""


def retire(table: str, *, before: datetime, folder: Path, dry_run: bool) -> Iterator[Retired]:
    """Every month of a table that ended before this moment, oldest first. Raises Refused for one with open work."""
    if table not in TABLES:
        raise Refused(f"{table} is not history that goes by the month; {', '.join(TABLES)} are.")
    for month in partitions.months_before(connections["owner"], table, before):
        _refuse_open(month)
        rows = _count(month)
        yield Retired(month, sum(rows.values()), None) if dry_run else _retired(month, rows, folder)


def _retired(month: Month, rows: dict[UUID, int], folder: Path) -> Retired:
    file = folder / f"{month.name}.jsonl.gz"
    digest = _export(month, file)
    for workspace, count in rows.items():
        facts = {"table": month.table, "month": month.said, "rows": count, "file": file.name, "sha256": digest}
        with scope.workspace(workspace), transaction.atomic():
            log.append(
                "history.exported", workspace=workspace, subject=f"history:{month.said}", by="operator", facts=facts
            )
    partitions.drop(connections["owner"], month)
    return Retired(month, sum(rows.values()), file, digest)


def _refuse_open(month: Month) -> None:
    if month.table != "actions_action":
        return
    with connections["owner"].cursor() as owner:
        owner.execute(OPEN.format(month=month.name))
        if (still := owner.fetchone()[0]) > 0:
            raise Refused(f"{still} actions of {month.said} are not finished, so that month stays.")


def _count(month: Month) -> dict[UUID, int]:
    with connections["owner"].cursor() as owner:
        owner.execute(f"SELECT workspace_id, count(*) FROM {month.name} GROUP BY 1 ORDER BY 1")
        return dict(owner.fetchall())


def _export(month: Month, file: Path) -> str:
    """The month's rows in a new file, whole on disk before anything is dropped."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft, digest = file.with_suffix(".part"), hashlib.sha256()
    rows = f"COPY (SELECT row_to_json(m) FROM {month.name} m ORDER BY id) TO STDOUT WITH {AS_IT_STANDS}"
    with connections["owner"].cursor() as owner, gzip.open(draft, "wb") as out, owner.copy(rows) as stream:
        for piece in stream:
            out.write(bytes(piece))
    with draft.open("rb") as written:
        while piece := written.read(2**20):
            digest.update(piece)
    draft.rename(file)
    return digest.hexdigest()
