"""Asking twice, for the other workspace's thing and for one that nobody made: whatever differs is a leak."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from http.cookies import SimpleCookie
from typing import Any, cast
from urllib.parse import quote

from django.db import connection, transaction
from django.test import Client
from django.utils.html import escape

from tests.isolation.cells import Asked, Cell, asked
from tests.isolation.ground import STAFF, Ground, Side

NEVER_ALIKE = re.compile(r'(name="csrfmiddlewaretoken" value=|csrfToken[^"]*|"challenge": )"[^"]+"|nonce-\w+')
MADE_NOW = re.compile(r"\b[a-z]{3}_[0-9a-f]{32}\b")
OF_THE_MOMENT = {"date", "expires", "content-length", "set-cookie"}
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Seen:
    """What an answer tells, with all that was asked with blotted out."""

    status: int
    headers: tuple[tuple[str, str], ...]
    text: str
    traces: tuple[str, ...]  # what else would have stayed behind: messages to workers, entries of the log


def leaks(cell: Cell, ground: Ground) -> Iterator[str]:
    """Why the other workspace can be told from nothing, in this cell; nothing where it cannot."""
    theirs, none = _see(cell, ground.other, ground), _see(cell, ground.nothing, ground)
    sees_all = cell.asker == STAFF and cell.route.text.startswith("ops/")  # the open tables of everybody, and no words
    if theirs != none and not sees_all:  # the clock may have moved on between the two
        theirs, none = _see(cell, ground.other, ground), _see(cell, ground.nothing, ground)
    if theirs != none and not sees_all:
        yield f"{cell}: {_difference(theirs, none)}"
    if cell.place == "path" and cell.method in SAFE and (gone := _see(cell, ground.gone, ground)) != none:
        yield f"{cell}: gone is not nothing: {_difference(gone, none)}"
    for seen in (theirs, none):
        everything = "\n".join((seen.text, *map(str, seen.headers), *seen.traces))
        yield from (f"{cell}: shows {word}" for word in _words(cell, ground) if word in everything)
    if theirs.status >= 500:
        yield f"{cell}: broke with {theirs.status}"


def make(client: Client, method: str, request: Asked) -> Any:
    """The answer; the browser is afterwards as it was before."""
    before = client.cookies.output(header="", sep=";")
    client.cookies.update(SimpleCookie(dict(request.cookies)))
    given: dict[str, Any] = {"headers": dict(request.headers), "query_params": dict(request.query)}
    if request.content_type:
        given |= {"data": request.body, "content_type": request.content_type}
    elif method == "POST":
        given |= {"data": request.body or {}}
    try:
        return getattr(client, method.lower())(request.path, **given)
    finally:
        client.cookies = SimpleCookie(before)


def _see(cell: Cell, side: Side, ground: Ground) -> Seen:
    start = transaction.savepoint()
    try:
        answer = make(ground.client(cell.asker), cell.method, asked(cell, side, ground))
        known = {*ground.own.said.values(), *ground.other.said.values()}
        return _blotted(answer, side, known, () if cell.method in SAFE else tuple(_traces(ground)))
    finally:
        connection.needs_rollback = False
        transaction.savepoint_rollback(start)
        transaction.savepoint_commit(start)  # else each stands inside the one before, and the server's locks run out
        cast(Any, connection).named = None  # the setting went back with the savepoint
        connection.run_on_commit = []


def messages() -> list[str]:
    """What would be sent to workers, were this committed."""
    deeds = [waiting[1] for waiting in connection.run_on_commit]
    return [repr([cell.cell_contents for cell in getattr(deed, "__closure__", None) or ()]) for deed in deeds]


def _traces(ground: Ground) -> Iterator[str]:
    yield from messages()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('countersign.workspaces', %s, true)",
            [f"{ground.own.workspace},{ground.other.workspace}"],
        )
        cursor.execute(
            "SELECT convert_from(body, 'UTF8'), workspace_id FROM audit_entry"
            " WHERE xmin = pg_current_xact_id()::xid AND id > %s", [ground.own.words["last_entry"]]
        )  # fmt: skip
        for body, workspace in cursor.fetchall():
            yield body if workspace == ground.own.workspace else f"{ground.canary}: it wrote into the other's log"


def _blotted(answer: Any, side: Side, known: set[str], traces: tuple[str, ...]) -> Seen:
    text = b"".join(answer).decode(errors="replace") if answer.streaming else answer.content.decode(errors="replace")
    forms = _forms(side)

    def blot(words: str) -> str:
        for form in forms:
            words = words.replace(form, "?")
        words = MADE_NOW.sub(lambda found: found[0] if found[0] in known else "one made just now", words)
        return NEVER_ALIKE.sub("", words)

    headers = {name.lower(): blot(value) for name, value in answer.items()}
    return Seen(
        answer.status_code, tuple(sorted((n, v) for n, v in headers.items() if n not in OF_THE_MOMENT)),
        blot(text), tuple(map(blot, traces)),
    )  # fmt: skip


@cache
def _forms(side: Side) -> tuple[str, ...]:
    """All that a side's things look like, longest first."""
    told = {*side.everything().values(), *side.rows.values()}
    return tuple(sorted({form for value in told if len(value) > 5 for form in _written(value)}, key=len, reverse=True))


def _written(value: str) -> tuple[str, ...]:
    """A value as it may stand in an answer: plain, in an address, in an address in an address, in another's quotes."""
    once = quote(value, safe="")
    return value, once, quote(once, safe=""), quote(value), quote(quote(value)), escape(value), value.replace("-", "")


def _words(cell: Cell, ground: Ground) -> list[str]:
    """What must not be seen: each word and id of the other workspace. Operations knows the installation's people."""
    people = [] if cell.asker == STAFF else [ground.person_canary]
    ids = [] if cell.asker == STAFF else [one.rpartition("_")[2] for one in ground.other.said.values()]
    return [ground.canary, *people, *ids]


def _difference(one: Seen, other: Seen) -> str:
    if one.status != other.status:
        return f"{one.status} is not {other.status}"
    if one.headers != other.headers:
        return f"headers {set(one.headers) ^ set(other.headers)}"
    if one.traces != other.traces:
        return f"traces {one.traces} {other.traces}"
    at = next((n for n, (a, b) in enumerate(zip(one.text, other.text, strict=False)) if a != b), 0)
    return f"…{one.text[max(0, at - 60) : at + 60]!r} is not …{other.text[max(0, at - 60) : at + 60]!r}"
