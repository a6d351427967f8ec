"""The audit log: its entries, whether they are whole, and one entry with the very bytes that were hashed."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from apps.actions.cards.names import Names
from apps.actions.cards.words import Chip, Who
from apps.audit import chain, log
from apps.audit.models import Entry
from apps.audit.views.sealed import sealed
from apps.console.door import Inside
from apps.console.shell import page
from apps.core import ids
from apps.core.errors import NotEntitled, NotFound
from apps.workspaces.access import Right, who_may

PAGE = 50
KINDS = ("", "action", "proposal", "read", "run", "policy", "budget", "pause", "agent", "connection", "member")
LINKS = {"prp": "proposal", "run": "run"}


@dataclass(frozen=True)
class Row:
    seq: int
    href: str
    at: datetime
    kind: str
    who: Who
    subject: str
    subject_href: str
    said: str


@dataclass(frozen=True)
class EntryCard:
    row: Row
    hash: str
    prev: str
    body: str
    personal: str
    older: str
    newer: str


@require_http_methods(["GET", "HEAD", "POST"])
def entries(request: Inside) -> HttpResponse:
    """The list; with POST the whole chain is hashed anew, and the answer says what came of it. Nothing is changed."""
    check(request)
    before, kind, subject = (
        request.GET.get("before", ""),
        request.GET.get("kind", ""),
        request.GET.get("subject", "")[:80],
    )
    kind = kind if kind in KINDS else ""
    found = log.page(
        request.workspace.pk,
        before_seq=int(before) if before.isdecimal() else None,
        limit=PAGE,
        kind=kind,
        subject=subject,
    )
    here = f"{reverse('audit', args=[request.workspace.slug])}?kind={kind}&subject={subject}"
    context = {
        "rows": _rows(found, request.workspace.slug), "kind": kind, "subject": subject, "kinds": KINDS[1:],
        "pager": _pager(here, found, before),
        "verified": _verified(request) if request.method == "POST" else None,
        "sealed": sealed(request.workspace.pk, request.workspace.slug),
    }  # fmt: skip
    return page(request, "audit/entries.html", context)


@require_safe
def entry(request: Inside, seq: int) -> HttpResponse:
    check(request)
    found = Entry.objects.filter(workspace_id=request.workspace.pk, seq=seq).first()
    if found is None:
        raise NotFound
    return page(request, "audit/entry.html", {"entry": _card(found, request.workspace.slug)})


def _pager(here: str, found: list[Entry], before: str) -> dict[str, str]:
    older = f"{here}&before={found[-1].seq}" if len(found) == PAGE else ""
    return {"older": older, "first": here if before else ""}


def check(request: Inside) -> None:
    if Right.AUDIT not in request.rights:
        raise NotEntitled(f"You may not read the audit log. {who_may(Right.AUDIT)} may.")


def _verified(request: Inside) -> Chip:
    outcome = chain.verify(request.workspace.pk)
    if isinstance(outcome, chain.Intact):
        return Chip(
            f"Intact: {outcome.entries:,} entries, each follows the one before it, and {outcome.checkpoints:,} "
            f"checkpoints stand. Head {outcome.head[:16]}…",
            "ok",
            "check",
        )
    return Chip(f"Broken at entry {outcome.seq}: {outcome.why}", "danger", "alert")


def _rows(found: list[Entry], slug: str) -> tuple[Row, ...]:
    names = Names.of(said=[one.by for one in found])
    return tuple(_row(one, names, slug) for one in found)


def _row(one: Entry, names: Names, slug: str) -> Row:
    told = [f"{name}: {value}" for name, value in one.facts.items() if isinstance(value, str | int) and value != ""]
    return Row(
        one.seq, reverse("entry", args=[slug, one.seq]), one.at, one.kind, names.said(one.by), _short(one.subject),
        _link(one.subject, slug), names.plain(", ".join(told))[:200],
    )  # fmt: skip


def _short(subject: str) -> str:
    prefix, mark, tail = subject.partition("_")
    return f"{prefix}_…{tail[-6:]}" if mark and len(tail) == 32 else subject


def _link(subject: str, slug: str) -> str:
    kind = LINKS.get(subject.partition("_")[0])
    try:
        return reverse(kind, args=[slug, ids.say(kind, ids.parse(kind, subject))]) if kind else ""
    except ValueError:
        return ""


def _card(one: Entry, slug: str) -> EntryCard:
    names = Names.of(said=[one.by])
    kept = log.personal([one]).get(one.pk)
    return EntryCard(
        row=_row(one, names, slug), hash=bytes(one.hash).hex(), prev=bytes(one.prev).hex(),
        body=json.dumps(json.loads(bytes(one.body)), indent=1, ensure_ascii=False),
        personal=json.dumps(kept, indent=1, ensure_ascii=False) if kept else "",
        older=reverse("entry", args=[slug, one.seq - 1]) if one.seq > 1 else "",
        newer=reverse("entry", args=[slug, one.seq + 1]) if Entry.objects.filter(seq=one.seq + 1).exists() else "",
    )  # fmt: skip
