"""Pages of a long list by key: the same rows whatever was added meanwhile, and the last page as fast as the first."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import models

from apps.core import ids

PAGE = 50
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Where:
    """Which page is asked for: what lies before this id (older), or after it (newer); neither: the newest."""

    before: UUID | None = None
    after: UUID | None = None


@dataclass(frozen=True)
class Pager:
    """Where the links below a list lead; empty where there is nothing."""

    first: str = ""
    newer: str = ""
    older: str = ""


def asked(said: dict[str, str], kind: str) -> Where:
    """The page that an address asks for. What is no id asks for the newest."""
    return Where(_id(said.get("before", ""), kind), _id(said.get("after", ""), kind))


def turn(found: models.QuerySet[M], where: Where, *, here: str, kind: str) -> tuple[list[M], Pager]:
    """One page of these by id, newest first, and its links. `here`: the list's address with a query."""
    if where.after:
        rows = list(found.filter(pk__gt=where.after).order_by("pk")[: PAGE + 1])
        more, rows = len(rows) > PAGE, list(reversed(rows[:PAGE]))
        return rows, links([one.pk for one in rows], here=here, kind=kind, newer=more, older=True)
    older = found.filter(pk__lt=where.before) if where.before else found
    rows = list(older.order_by("-pk")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return rows, links([one.pk for one in rows], here=here, kind=kind, newer=where.before is not None, older=more)


def links(shown: list[UUID], *, here: str, kind: str, newer: bool, older: bool) -> Pager:
    """The links of a page that shows these. One that shows nothing leads back to the newest."""
    if not shown:
        return Pager(first=here if newer or older else "")
    return Pager(
        here if newer else "",
        f"{here}&after={ids.say(kind, shown[0])}" if newer else "",
        f"{here}&before={ids.say(kind, shown[-1])}" if older else "",
    )


def _id(said: str, kind: str) -> UUID | None:
    try:
        return ids.parse(kind, said)
    except ValueError:
        return None
