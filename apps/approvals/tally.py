"""Are there enough signatures of the right people?

All requirements must hold. Each counts by itself, so one signature counts for every requirement that it fits; within
one the people differ, because a person's signature stands once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias
from uuid import UUID

from django.db.models import QuerySet

from apps.approvals.models import Request, Signature
from apps.approvals.requirements import Requirement
from apps.workspaces import access

RolesOf: TypeAlias = Callable[[UUID], frozenset[str]]  # the groups that a person, by id, holds now


@dataclass(frozen=True)
class Needed:
    requirement: Requirement
    have: int

    @property
    def missing(self) -> int:
        return max(self.requirement.people - self.have, 0)

    @property
    def sentence(self) -> str:
        """`1 more from Finance or Support leads`"""
        return f"{self.missing} more from {self.requirement.people_asked}"


def met(request: Request, roles_of: RolesOf | None = None) -> bool:
    """Do all requirements hold now? Whoever has left a group, or is excluded, no longer counts."""
    return not still_needed(request, roles_of)


def still_needed(request: Request, roles_of: RolesOf | None = None) -> list[Needed]:
    """The requirements that do not hold yet, with how many people each has."""
    return [one for one in tally(request, roles_of) if one.missing]


def tally(request: Request, roles_of: RolesOf | None = None) -> list[Needed]:
    """Every requirement with how many people count for it now. By default the workspace says who holds what."""
    return _count(request, request.needed, request.excluded, roles_of)


def was_met(request: Request) -> bool:
    """Did the signatures that stand meet the requirements by the groups held when they were given?"""
    held = {one.person_id: frozenset(one.groups) for one in standing(request)}
    return met(request, lambda person: held[person])


def would_meet(
    request: Request, needed: Sequence[Requirement], *, excluded: Mapping[str, str], roles_of: RolesOf | None = None
) -> bool:
    """Would the signatures that stand meet these requirements too? Asked when a decision was made anew."""
    return not any(one.missing for one in _count(request, needed, excluded, roles_of))


def _count(
    request: Request, needed: Sequence[Requirement], excluded: Mapping[str, str], roles_of: RolesOf | None
) -> list[Needed]:
    ask = roles_of or partial(access.role_ids_of, workspace_id=request.workspace_id)
    signed = [
        (one.person_id.hex, frozenset(one.groups), ask(one.person_id))
        for one in standing(request)
        if one.digest == request.digest
    ]
    return [
        Needed(
            asked,
            sum(asked.admits_person(who, excluded) and asked.counts(then=then, now=now) for who, then, now in signed),
        )
        for asked in needed
    ]


def standing(request: Request) -> QuerySet[Signature]:
    """The signatures that were not taken back, in order."""
    return Signature.objects.filter(request_id=request.pk, withdrawn_at=None).order_by("id")
