"""The log: one chain of entries a workspace, its head, the payloads that may be erased beside it, its checkpoints."""

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

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


class Checkpoint(TenantModel):
    """A signed statement of the log's state: its first `size` entries have this root. Never changed, never removed.

    `edge` is what the sealer goes on from (see tree.py), `head` the hash of the last entry in it; neither is signed.
    """

    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    edge = models.BinaryField()
    head = models.BinaryField()
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "size"], name="audit_one_checkpoint_per_size"),
            models.CheckConstraint(condition=Q(size__gt=0), name="audit_a_checkpoint_covers_an_entry"),
        ]

    def __str__(self) -> str:
        return f"checkpoint of {self.size} entries"


class Block(TenantModel):
    """The root over 1,024 entries that no later entry changes, so that a proof need not read them. Found again by
    reading; nothing is believed because it stands here.
    """

    number = models.BigIntegerField()  # entries 1 to 1,024 are block 0
    root = models.BinaryField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "number"], name="audit_one_root_per_block"),
        ]

    def __str__(self) -> str:
        return f"block {self.number}"


class Follower(TenantModel):
    """What takes a workspace's checkpoints: the file, the mail, the check. How far it is, and what stopped it."""

    name = models.CharField(max_length=10)
    size = models.BigIntegerField(default=0)  # of the last checkpoint that it has
    at = models.DateTimeField(null=True)  # when that was
    failed = models.PositiveIntegerField(default=0)  # times in a row
    why = models.TextField(blank=True)
    due_at = models.DateTimeField()  # not before then

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "name"], name="audit_a_checkpoint_is_taken_in_one_order"),
            models.CheckConstraint(
                condition=Q(name__in=["file", "mail", "check"]), name="audit_a_follower_is_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} at {self.size}"
