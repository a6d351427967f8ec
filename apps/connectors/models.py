"""Configured connections, and the key that seals their secrets."""

from typing import ClassVar

from django.db import models

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
