"""Work by the calendar."""

from celery import shared_task

from apps.actions import earned
from apps.agents.models import Agent
from apps.core import scope
from apps.workspaces.models import Address


@shared_task(name="actions.ladder")
def watch_the_ladder() -> None:
    """Agents whose service level is broken come down, in every workspace."""
    for workspace in Address.objects.values_list("workspace_id", flat=True):
        with scope.workspace(workspace):
            for agent in Agent.objects.exclude(rung="off"):
                earned.come_down(agent)
