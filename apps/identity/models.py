"""What a person proves themselves with."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.core.ids import uuid7
from apps.core.tenancy import TenantModel
from apps.workspaces.models import User

TRIES = 5


class Code(TenantModel):
    """A one-time code that was mailed to a person, for one document alone. Only its hash is kept."""

    person_id = models.UUIDField()
    request_id = models.UUIDField()  # what is to be signed
    digest = models.CharField(max_length=71)  # of its document
    hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(tries__lte=TRIES), name="identity_a_code_is_tried_a_few_times"),
            models.CheckConstraint(condition=Q(used_at=None) | Q(tries__gt=0), name="identity_a_used_code_was_tried"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "person_id", "-id"], name="identity_latest_codes"),
        ]

    def __str__(self) -> str:
        return f"code for {self.person_id}"


class Guess(models.Model):
    """Somebody tried a password: whose and from where, as digests under the installation's key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    whose = models.CharField(max_length=64)
    whence = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        verbose_name_plural = "guesses"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["whose", "at"], name="identity_latest_guesses")]

    def __str__(self) -> str:
        return f"guess at {self.at}"


class Passkey(models.Model):
    """A security key of a person, in whichever workspace they sign: its public half alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    credential = models.BinaryField(unique=True, max_length=1500)
    public_key = models.BinaryField()
    uses = models.BigIntegerField(default=0)  # as the key counts them: one that goes back was copied
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(credential=b"") & ~Q(public_key=b""), name="identity_a_passkey_is_one"),
        ]

    def __str__(self) -> str:
        return self.name
