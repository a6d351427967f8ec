"""One draft and whatever is done to its sentences. Each is shown as it was understood before it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from apps.actions import rules
from apps.actions.cards.words import Chip
from apps.console.door import Inside
from apps.console.shell import page, status_of
from apps.core import ids
from apps.core.errors import Invalid, NotFound, Refused
from apps.policies import diff, drafts, expected, slots, understood
from apps.policies import document as documents
from apps.policies.document import Document
from apps.policies.expert import is_cedar
from apps.policies.kept import sentences_today
from apps.policies.models import Draft, InForce
from apps.policies.models.drafts import Stage
from apps.policies.slots import Slot
from apps.policies.starters import STARTERS
from apps.policies.understood import Read
from apps.policies.views import found
from apps.policies.vocabulary import Vocabulary

LONGEST = 100_000  # letters of a pasted document
PATIENCE_S = 8.0  # how long one request reads


@dataclass(frozen=True)
class Line:
    """A sentence of the draft, and what it was in the policy in force."""

    number: int
    text: str
    chip: Chip
    was: str
    new: bool
    changing: bool = False


@dataclass(frozen=True)
class Adding:
    """What is being written: a sentence as it was read, in the place of which one (0: at the end), and its slots."""

    at: int
    typed: str
    read: Read | None
    chip: Chip | None
    slots: tuple[Slot, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Inside, said: str) -> HttpResponse:
    """The editor. A POST changes the draft, or reads a pasted document and offers what it understood."""
    one = found.draft(said)
    if request.method != "POST":
        return _draw(request, one)
    try:
        by = found.check_may_write(request, one.name)
        if request.POST.get("deed") == "paste":
            return _draw(request, one, pasted=_pasted(request.POST.get("document", "")))
        if request.POST.get("deed") == "discard":
            drafts.discard(one.pk, by=by)
            return redirect("policy", request.workspace.slug)
        drafts.write(one.pk, _after(one, request.POST), edition=_whole(request.POST.get("edition", "")), by=by)
    except NotFound:
        raise
    except Refused as why:
        return _draw(request, one, refused=str(why), status=status_of(why))
    messages.success(request, "The draft is kept. Nothing decides by it yet.")
    return redirect("draft", request.workspace.slug, said)


@require_safe
def code(request: Inside, said: str) -> HttpResponse:
    """The draft as Cedar: what is asked in earnest."""
    one = found.draft(said)
    read = [understood.read(text, rules.vocabulary()) for text in one.sentences]
    refused, text = "", ""
    try:
        text = rules.compiled(tuple(each.typed for each in read)).text
    except Refused as why:
        refused = str(why)
    asked = expected.reference(rules.vocabulary().arguments)
    return page(
        request, "policies/code.html", {**about(request, one), "code": text, "refused": refused, "asked": asked}
    )


def about(request: Inside, one: Draft) -> dict[str, Any]:
    """What every page of a draft shows of it."""
    return {
        "draft": one, "here": links(request, one), "stage": found.STAGES[Stage(one.stage)],
        "writable": one.stage == Stage.OPEN and found.may_write(request, one.name), "who_writes": found.WHO_WRITES,
        "governs": request.workspace.governs,
    }  # fmt: skip


def links(request: Inside, one: Draft) -> dict[str, str]:
    """The pages of one draft."""
    names = (
        "draft",
        "draft-code",
        "draft-try",
        "draft-backtest",
        "draft-backtest-csv",
        "draft-publish",
        "draft-shadow",
    )
    at = [request.workspace.slug, ids.say("draft", one.pk)]
    return {name.removeprefix("draft-").replace("-", "_"): reverse(name, args=at) for name in names}


def _draw(
    request: Inside, one: Draft, *, pasted: Document | None = None, refused: str = "", status: int = 200
) -> HttpResponse:
    words, current = rules.vocabulary(), InForce.objects.select_related("version__policy").first()
    before = sentences_today(current.version, words) if current else []
    adding = _adding(one, request.GET, words)
    lines, changes = _lines(one, before, words, adding.at), diff.changes(before, one.sentences)
    context: dict[str, Any] = {
        **about(request, one), "lines": lines, "adding": adding,
        "gone": [line.before for line in changes if not line.after],
        "current": current.version if current else None, "changed": len(changes),
        "pasted": pasted, "readings": [(each, found.chip(each.rule)) for each in pasted.read] if pasted else [],
        "starters": [(one.title, "\n".join(one.sentences)) for one in STARTERS],
        "refused": refused,
    }  # fmt: skip
    return page(request, "policies/draft.html", context, part="adding", status=status)


def _lines(one: Draft, before: list[str], words: Vocabulary, changing: int) -> list[Line]:
    """A sentence that was written anew says what it was."""
    was = {line.after: line.before for line in diff.changes(before, one.sentences) if line.after}
    return [
        Line(n, text, found.chip(understood.read(text, words).rule), was.get(text, ""), text in was, n == changing)
        for n, text in enumerate(one.sentences, 1)
    ]


def _adding(one: Draft, asked: QueryDict, words: Vocabulary) -> Adding:
    """From the address, so that a sentence can be read without keeping it."""
    at = _whole(asked.get("at", "0"))
    held = one.sentences[at - 1] if 0 < at <= len(one.sentences) else ""
    pieces = () if is_cedar(held) else tuple(slots.slots(held, words))
    values = asked.getlist("slot")
    typed = slots.filled(pieces, values) if values and held else asked.get("sentence", held)
    read = understood.read(typed, words) if typed.strip() and typed != held else None
    return Adding(at if held else 0, typed, read, found.chip(read.rule) if read and read.rule else None, pieces)


def _pasted(document: str) -> Document:
    """As much of it as is read in a moment."""
    if len(document) > LONGEST:
        raise Invalid(f"Paste at most {LONGEST:,} letters at a time.")
    return documents.read(document, rules.vocabulary(), patience_s=PATIENCE_S)


def _after(one: Draft, asked: QueryDict) -> list[str]:
    """The sentences after what the form asks for. Raises Invalid for what is not understood or not there."""
    held, deed = list(one.sentences), asked.get("deed", "")
    if deed not in DEEDS:
        raise Invalid("Choose what to do with the draft.")
    at = _whole(asked.get("at", "0"))
    if deed != "add" and not 0 < at <= len(held):
        raise Invalid("There is no such sentence in this draft any more.")
    return DEEDS[deed](held, at, asked)


def _add(held: list[str], _: int, asked: QueryDict) -> list[str]:
    said = asked.getlist("sentence")
    if not said:
        raise Invalid("Tick or write at least one sentence.")
    new = [text for text in map(_canonical, said) if text not in held]
    return [*held, *dict.fromkeys(new)]


def _replace(held: list[str], at: int, asked: QueryDict) -> list[str]:
    return [*held[: at - 1], _canonical(asked.get("sentence", "")), *held[at:]]


def _remove(held: list[str], at: int, _: QueryDict) -> list[str]:
    return [*held[: at - 1], *held[at:]]


def _up(held: list[str], at: int, _: QueryDict) -> list[str]:
    moved = held.pop(at - 1)
    held.insert(max(at - 2, 0), moved)
    return held


def _down(held: list[str], at: int, _: QueryDict) -> list[str]:
    moved = held.pop(at - 1)
    held.insert(at, moved)
    return held


DEEDS: dict[str, Callable[[list[str], int, QueryDict], list[str]]] = {
    "add": _add, "replace": _replace, "remove": _remove, "up": _up, "down": _down,
}  # fmt: skip


def _canonical(typed: str) -> str:
    read = understood.read(typed, rules.vocabulary())
    if not read.canonical:
        raise Invalid(read.why or "Write a sentence first.")
    return read.canonical


def _whole(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else 0
