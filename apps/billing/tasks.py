"""Work by the calendar."""

from celery import shared_task

from apps.billing import rollup


@shared_task(name="billing.roll_up")
def roll_up() -> None:
    rollup.roll_up()
