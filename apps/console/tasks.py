"""Work by the calendar."""

from celery import shared_task
from django.db import connections
from django.utils import timezone

from apps.core.postgres import partitions


@shared_task(name="console.partitions")
def make_partitions() -> None:
    """The coming year's partitions, made ahead by the owner."""
    partitions.make_ahead(connections["owner"], now=timezone.now())
