"""Work by the calendar."""

from celery import shared_task
from django.db import connections
from django.utils import timezone

from apps.console import rollup
from apps.core.postgres import partitions


@shared_task(name="console.partitions")
def make_partitions() -> None:
    """The coming year's partitions, made ahead by the owner."""
    partitions.make_ahead(connections["owner"], now=timezone.now())


@shared_task(name="console.tallies")
def keep_tallies() -> None:
    """What dashboards read is brought up to the log."""
    rollup.fold()
