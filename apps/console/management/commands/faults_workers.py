"""`manage.py faults_workers`: forks a trial's workers, as `manage.py faults` orders on its input."""

from django.core.management.base import BaseCommand

from apps.console.faults import nursery


class Command(BaseCommand):
    help = "For manage.py faults alone: forks workers that are made to be killed."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        nursery.run()
