"""Who is the manager of somebody, and who owns a thing: the people whom policy names by what they are to it.

A thing is named by its kind and itself, `system:Payroll`; an owner of the kind alone, `system`, owns all that nobody
else owns. Large and small letters are the same.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from apps.audit import log
from apps.workspaces.models import Member, Relation

Kind: TypeAlias = Literal["manager", "owner"]
KINDS: tuple[Kind, ...] = ("manager", "owner")


def managers_of(person: UUID) -> frozenset[UUID]:
    return _people("manager", [person.hex])


def owners_of(things: Sequence[str]) -> frozenset[UUID]:
    """Who owns the first of these things that anybody owns."""
    return next((found for thing in things if (found := _people("owner", [named(thing)]))), frozenset())


def standing(*, limit: int = 200) -> list[Relation]:
    """All of them, by what they are to."""
    return list(Relation.objects.select_related("person").order_by("kind", "of", "person__name")[:limit])


def holds(kind: Kind, of: str, person: UUID) -> bool:
    return Relation.objects.filter(kind=kind, of=named(of), person_id=person).exists()


@transaction.atomic
def say(kind: Kind, of: str, person: UUID, *, workspace: UUID, by: str) -> bool:
    """They stand so from now on; False where they did already."""
    said = {"workspace_id": workspace, "kind": kind, "of": named(of), "person_id": person}
    _, made = Relation.objects.get_or_create(**said, defaults={"said_by": by})
    if made:
        _enter("relation.said", kind, named(of), person, workspace, by)
    return made


@transaction.atomic
def end(kind: Kind, of: str, person: UUID, *, workspace: UUID, by: str) -> bool:
    """They stand so no more; False where they did not."""
    gone, _ = Relation.objects.filter(workspace_id=workspace, kind=kind, of=named(of), person_id=person).delete()
    if gone:
        _enter("relation.ended", kind, named(of), person, workspace, by)
    return bool(gone)


def named(of: str) -> str:
    """As it is kept: `System: Payroll` is `system:payroll`."""
    kind, colon, thing = of.strip().partition(":")
    return f"{kind.strip()}{colon}{' '.join(thing.split())}".lower()


def _people(kind: Kind, of: Sequence[str]) -> frozenset[UUID]:
    """Those who still belong to the workspace."""
    here = Member.objects.standing().filter(workspace_id=OuterRef("workspace_id"), user_id=OuterRef("person_id"))
    found = Relation.objects.filter(Exists(here), kind=kind, of__in=list(of), person__is_active=True)
    return frozenset(found.values_list("person_id", flat=True))


def _enter(kind: str, relation: Kind, of: str, person: UUID, workspace: UUID, by: str) -> None:
    facts = {"relation": relation, "of": of, "person": f"user:{person.hex}"}
    log.append(kind, workspace=workspace, subject=f"user:{person.hex}", by=by, facts=facts)
