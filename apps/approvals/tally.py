"""Are there enough signatures of the right people?

All requirements must hold. Each counts by itself, so one signature counts for every requirement that it fits; within
one the people differ, because a person's signature stands once.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now

from apps.approvals.count import Needed, Signed, counted
from apps.approvals.models import Request, Signature
from apps.approvals.requirements import Requirement
from apps.core.postgres import plain
from apps.workspaces import access

RolesOf: TypeAlias = Callable[[UUID], frozenset[str]]  # the groups that a person, by id, holds now


MET = """
SELECT id, digest, requirements, excluded FROM approvals_request WHERE id = ANY(%s) AND state = 'met'
AND (expires_at IS NULL OR expires_at > clock_timestamp())
"""
# Who signed, in which groups then, and in which now: none for who has left or is switched off.
SIGNED = """
SELECT s.request_id, s.person_id, s.digest, s.groups, ARRAY(
    SELECT replace(r.id::text, '-', '') FROM workspaces_role r
    JOIN workspaces_user_groups g ON g.group_id = r.group_id AND g.user_id = s.person_id
    JOIN workspaces_user u ON u.id = g.user_id AND u.is_active
    JOIN workspaces_member m ON m.user_id = u.id AND m.workspace_id = s.workspace_id AND m.ended_at IS NULL
    WHERE r.workspace_id = s.workspace_id)
FROM approvals_signature s JOIN approvals_request q ON q.id = s.request_id AND q.workspace_id = s.workspace_id
WHERE s.request_id = ANY(%s) AND s.withdrawn_at IS NULL
    AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(q.proofs) AS asked WHERE s.proofs -> asked IS NULL)
ORDER BY s.id
"""


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


def were_met(requests: Iterable[Request]) -> frozenset[UUID]:
    """Of these requests those for which that is so, with one statement for any number."""
    known = {one.pk: one for one in requests}
    signed: dict[UUID, list[Signed]] = defaultdict(list)
    for one in Signature.objects.filter(request_id__in=list(known), withdrawn_at=None).order_by("id"):
        if one.digest == known[one.request_id].digest and known[one.request_id].proven(one.proofs):
            then = frozenset(one.groups)
            signed[one.request_id].append(Signed(one.person_id.hex, then, then))
    return frozenset(
        id
        for id, one in known.items()
        if not any(asked.missing for asked in counted(one.needed, one.excluded, signed[id]))
    )


def would_meet(
    request: Request, needed: Sequence[Requirement], *, excluded: Mapping[str, str], proofs: Sequence[str] = (),
    roles_of: RolesOf | None = None,
) -> bool:  # fmt: skip
    """Would the signatures that stand meet these requirements too? Asked when a decision was made anew."""
    if not set(proofs) <= set(request.proofs):
        return False
    if Request.objects.filter(pk=request.pk, expires_at__lte=Now()).exists():
        return False
    return not any(one.missing for one in _count(request, needed, excluded, roles_of))


def met_among(digests: Mapping[UUID, str]) -> frozenset[UUID]:
    """Of these requests, by id with the digest that is to run: those whose signatures stand over it, and still count.

    Two statements for any number, in the caller's transaction.
    """
    ids = list(digests)
    signed: dict[UUID, list[Signed]] = defaultdict(list)
    for request, person, digest, then, held in plain.rows(SIGNED, [ids]):
        if digest == digests[request]:
            signed[request].append(Signed(person.hex, frozenset(json.loads(then)), frozenset(held)))
    return frozenset(
        request
        for request, digest, needed, excluded in plain.rows(MET, [ids])
        if digest == digests[request] and _enough(json.loads(needed), json.loads(excluded), signed[request])
    )


def _enough(needed: list[dict[str, Any]], excluded: dict[str, str], signed: Sequence[Signed]) -> bool:
    asked = [Requirement.of(one) for one in needed]
    return not any(one.missing for one in counted(asked, excluded, signed))


def _count(
    request: Request, needed: Sequence[Requirement], excluded: Mapping[str, str], roles_of: RolesOf | None
) -> list[Needed]:
    ask = roles_of or partial(access.role_ids_of, workspace_id=request.workspace_id)
    signed = [
        Signed(one.person_id.hex, frozenset(one.groups), ask(one.person_id))
        for one in standing(request)
        if one.digest == request.digest and request.proven(one.proofs)
    ]
    return counted(needed, excluded, signed)


def standing(request: Request) -> QuerySet[Signature]:
    """The signatures that were not taken back, in order."""
    return Signature.objects.filter(request_id=request.pk, withdrawn_at=None).order_by("id")
