"""Configured connections, the key that seals their secrets, and what is remembered of those in trouble."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.core.tenancy import TenantModel


class Connection(TenantModel):
    """One configured connector in a workspace. Its secret is sealed; which one acted is told by `fingerprint`."""

    connector = models.CharField(max_length=50)
    name = models.CharField(max_length=100)
    sandbox = models.BooleanField(default=True)
    enabled = models.BooleanField(default=True)
    address = models.JSONField(default=dict, help_text="The connector's own fields: base address, sender, tables.")
    secret = models.BinaryField(default=b"")
    fingerprint = models.CharField(max_length=8, blank=True)
    created_by = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "name"], name="connectors_a_connection_is_named_once"),
        ]
        permissions: ClassVar[tuple[tuple[str, str], ...]] = (("configure_connection", "Configure this connection"),)

    def __str__(self) -> str:
        return self.name


class SealingKey(TenantModel):
    """A workspace's own data key, wrapped by the installation's key-encryption key."""

    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id"], name="connectors_one_sealing_key_a_workspace"),
        ]

    def __str__(self) -> str:
        return f"sealing key of {self.workspace_id}"


class Breaker(models.Model):
    """A connection that was in trouble; one that never was has no row.

    Ids, numbers and moments only, no row security, so that a worker can ask about work of all workspaces at once.
    """

    connection_id = models.UUIDField(primary_key=True)
    workspace_id = models.UUIDField()
    calls = models.PositiveSmallIntegerField(default=0)  # of the stretch that is being judged
    failed = models.PositiveSmallIntegerField(default=0)
    in_a_row = models.PositiveSmallIntegerField(default=0)
    openings = models.PositiveSmallIntegerField(default=0)  # without a calm stretch between them
    opened_at = models.DateTimeField(null=True)  # null: closed, calls go through
    next_try_at = models.DateTimeField(null=True)
    probing_until = models.DateTimeField(null=True)  # one call is let through to see
    not_before = models.DateTimeField(null=True)  # the target asked us to wait
    retries = models.FloatField(default=0)  # how many calls may be made again now
    counted_at = models.DateTimeField()
    turned = models.CharField(max_length=6, blank=True)  # what the last call did to it: opened, closed

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(next_try_at__isnull=False),
                name="connectors_an_open_breaker_says_when_it_tries",
            ),
            models.CheckConstraint(
                condition=Q(turned__in=["", "opened", "closed"]), name="connectors_a_breaker_opens_or_closes"
            ),
        ]

    def __str__(self) -> str:
        return f"breaker of {self.connection_id}"
