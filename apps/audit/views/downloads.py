"""What the audit log gives out: evidence of an action, the whole log, its checkpoints, its key, what checks them."""

import json
from pathlib import Path
from tempfile import SpooledTemporaryFile

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from apps.actions.models import Action
from apps.audit import checkpoints as signed
from apps.audit import export, keys, verify_evidence
from apps.audit.sealer import Inconsistent
from apps.audit.views.entries import check
from apps.console.door import Inside
from apps.console.evidence.action import evidence
from apps.core import ids
from apps.core.errors import NotFound, Refused

MOST = 100_000  # entries that a page gives out; more are for the command
IN_MEMORY = 2**22


@require_safe
def evidence_of(request: Inside, action: str) -> HttpResponse:
    """Everything about one action. `?since=` names the size of a checkpoint to prove from.

    Where nothing can be proved, the audit page says why.
    """
    check(request)
    since = request.GET.get("since", "")
    try:
        said = evidence(_action(action), since=int(since) if since.isdecimal() and len(since) < 16 else 0)
    except Inconsistent:
        return redirect("audit", request.workspace.slug)
    return _file(json.dumps(said, indent=1), f"evidence-{action}.json", "application/json")


@require_safe
def whole_log(request: Inside) -> FileResponse:
    check(request)
    last = signed.newest(request.workspace.pk)
    if last and last.size > MOST:
        raise Refused(
            f"This log has more than {MOST:,} entries; the operator's command `evidence --log` writes it out."
        )
    kept = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the answer closes it; drawn here, inside the scope
    for line in export.whole(request.workspace.pk):
        kept.write(line.encode())
    kept.seek(0)
    return FileResponse(kept, as_attachment=True, filename=f"log-{request.workspace.slug}.jsonl")


@require_safe
def checkpoints(request: Inside) -> HttpResponse:
    check(request)
    return _file(export.notes(request.workspace.pk), f"checkpoints-{request.workspace.slug}.txt")


@require_safe
def key(request: Inside) -> HttpResponse:
    check(request)
    return _file("\n".join(keys.vkeys(request.workspace.pk)) + "\n", f"log-key-{request.workspace.slug}.txt")


@require_safe
def verifier(request: Inside) -> HttpResponse:
    check(request)
    return _file(Path(verify_evidence.__file__).read_text("utf-8"), "verify_evidence.py", "text/x-python")


def _action(said: str) -> Action:
    try:
        found = Action.objects.filter(pk=ids.parse("action", said)).first()
    except ValueError:
        raise NotFound from None
    if found is None:
        raise NotFound
    return found


def _file(text: str, name: str, kind: str = "text/plain") -> HttpResponse:
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
