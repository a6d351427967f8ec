"""The log: one chain of entries a workspace, its head, and the personal payloads that may be erased beside it."""

import json
from typing import Any, ClassVar

from django.db import models

from apps.core.tenancy import TenantModel


class Head(models.Model):
    """Where a workspace's chain stands. Whoever appends holds this row, so no two entries follow the same one."""

    workspace_id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"entry {self.seq} of {self.workspace_id}"


class Entry(TenantModel):
    """One line. `body` is what was hashed, byte for byte; the columns beside it repeat it for lists."""

    seq = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    by = models.CharField(max_length=80)
    body = models.BinaryField()
    prev = models.BinaryField()
    hash = models.BinaryField()

    class Meta(TenantModel.Meta):
        verbose_name_plural = "entries"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "seq"], name="audit_one_line_per_seq"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "subject", "-seq"], name="audit_lines_of_a_subject"),
            models.Index(fields=["workspace_id", "kind", "-seq"], name="audit_lines_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"

    @property
    def facts(self) -> dict[str, Any]:
        """What the entry says, read from the hashed bytes."""
        facts: dict[str, Any] = json.loads(bytes(self.body))["facts"]
        return facts


class Payload(models.Model):
    """What an entry says of persons, in canonical bytes. The entry commits to SHA-256(salt ‖ body), so erasing it
    leaves every proof; the salt goes with it, else a short text could be guessed from the commitment.
    """

    entry_id = models.UUIDField(primary_key=True)
    workspace_id = models.UUIDField()
    category = models.CharField(max_length=40)  # erased by workspace and category
    salt = models.BinaryField()
    body = models.BinaryField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "category", "entry_id"], name="audit_payloads_by_category"),
        ]

    def __str__(self) -> str:
        return f"payload of {self.entry_id}"

    @property
    def personal(self) -> dict[str, Any]:
        personal: dict[str, Any] = json.loads(bytes(self.body))
        return personal
