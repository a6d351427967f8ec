"""What an agent may call: the tools of the workspace's connections, with the schemas their arguments must fit."""

from apps.agents.models import Agent, Rung
from apps.connectors import engine
from apps.connectors.models import Connection
from apps.core import ids
from apps.gateway.rest.shapes import ToolOut, ToolsOut


def offered(agent: Agent) -> ToolsOut:
    """Policy still decides each call; an agent that is off is offered nothing."""
    if agent.rung == Rung.OFF:
        return ToolsOut(tools=[])
    connections = Connection.objects.filter(enabled=True).order_by("name")
    return ToolsOut(tools=[tool for connection in connections for tool in _over(connection)])


def _over(connection: Connection) -> list[ToolOut]:
    manifest = engine.catalog().get(connection.connector)
    if manifest is None:
        return []
    tools = [(manifest.tool(name), operation.description) for name, operation in manifest.operations.items()]
    return [
        ToolOut(
            connection=connection.name, connection_id=ids.say("connection", connection.pk), tool=tool.full_name,
            title=tool.title, description=description, verb=tool.verb, risk=tool.risk.value, undo=tool.undo.value,
            how="read" if tool.verb.reads else "propose", input=tool.input,
        )
        for tool, description in tools
    ]  # fmt: skip
