"""What every tenant's table has in common: an id that sorts by time, its workspace, a manager that asks for a scope.

The manager is the first belt, row security (core/postgres/operations.py) the second.
"""

from typing import ClassVar, Self, TypeVar

from django.db import models

from apps.core import scope
from apps.core.ids import uuid7

M = TypeVar("M", bound=models.Model, covariant=True)


class ScopedManager(models.Manager[M]):
    """Sees the workspaces in scope. Raises OutOfScope where there is none."""

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(workspace_id__in=scope.required())


class TenantModel(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace_id = models.UUIDField(editable=False)

    objects: ClassVar[models.Manager[Self]] = ScopedManager()
    everywhere: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        default_manager_name = "objects"
        base_manager_name = "everywhere"
