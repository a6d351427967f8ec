"""Documents put before people, and their answers. Knows documents, not actions."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.approvals.requirements import Requirement
from apps.core.tenancy import TenantModel


class State(models.TextChoices):
    OPEN = "open", "Waiting for signatures"
    MET = "met", "Signed"
    DECLINED = "declined", "Declined"
    LAPSED = "lapsed", "Nobody signed in time"
    SUPERSEDED = "superseded", "Replaced by another document"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Request(TenantModel):
    """A frozen document, what must be signed, and who may not. The database refuses to change any of the three."""

    document = models.BinaryField()
    digest = models.CharField(max_length=71)
    requirements = models.JSONField()  # all must hold
    excluded = models.JSONField(default=dict)  # {person's id in hex: why}
    deadline = models.DateTimeField()
    valid_s = models.PositiveIntegerField(null=True)  # how long signatures that were enough are; null: without end
    expires_at = models.DateTimeField(null=True, blank=True)  # when that is over
    proofs = models.JSONField(default=list, blank=True)  # what each signer confirms with, such as "second channel"
    stays = models.BooleanField(default=False)  # what it speaks of ran already: owed, past its deadline too
    opened_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.UUIDField(null=True, blank=True)  # who declined
    reason = models.TextField(blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="approvals_a_request_is_in_a_known_state"),
            models.CheckConstraint(condition=~Q(requirements=[]), name="approvals_somebody_must_sign"),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, closed_at=None) | (~Q(state=State.OPEN) & Q(closed_at__isnull=False)),
                name="approvals_a_closed_request_says_when",
            ),
            models.CheckConstraint(
                condition=Q(valid_s=None) | ~Q(state=State.MET) | Q(expires_at__isnull=False),
                name="approvals_what_expires_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DECLINED) | (Q(closed_by__isnull=False) & ~Q(reason="")),
                name="approvals_a_decline_says_who_and_why",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["workspace_id", "deadline"], condition=Q(state="open"), name="approvals_open_by_deadline"
            ),
        ]

    def __str__(self) -> str:
        return f"request over {self.digest}"

    def proven(self, proofs: Iterable[str]) -> bool:
        """Are these all that a signature on it has to be confirmed with?"""
        return set(self.proofs) <= set(proofs)

    @property
    def needed(self) -> tuple[Requirement, ...]:
        return tuple(Requirement.of(one) for one in self.requirements)


class Signature(TenantModel):
    """One person's answer to one request, with the groups they were in then."""

    request_id = models.UUIDField()
    person_id = models.UUIDField()
    groups = models.JSONField()
    digest = models.CharField(max_length=71)
    proofs = models.JSONField(default=dict, blank=True)  # by kind, what it was confirmed with
    signed_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["request_id", "person_id"],
                condition=Q(withdrawn_at=None),
                name="approvals_a_person_signs_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.request_id}"
