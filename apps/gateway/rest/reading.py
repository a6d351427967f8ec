"""A read from outside, through the same decision as any other."""

from apps.actions import read as reads
from apps.agents.models import Agent
from apps.core import ids
from apps.core.errors import Refused
from apps.gateway.rest import joining
from apps.gateway.rest.shapes import ReadIn, ReadOut
from apps.runs import record
from apps.runs.models import RunState


def read(agent: Agent, wanted: ReadIn) -> ReadOut:
    """Read one thing, as a step of the run."""
    [call] = joining.calls([wanted])
    joined = joining.join(agent, wanted)
    try:
        reading = reads.read(call, agent=agent, asker=joined.asker, asker_named=joined.named, run=joined.run)
    except Refused as why:
        if joined.opened:
            record.end(joined.run, RunState.FAILED, str(why))
        raise
    action = ids.say("action", reading.action_id)
    body = {
        "tool": wanted.tool, "over": wanted.connection, "arguments": wanted.arguments, "result": reading.result,
        "action": action, "outside_text": reading.outside_text,
        "outside_fields": reading.outside_fields,
    }  # fmt: skip
    record.step(joined.run, "tool", f"Read over {wanted.connection}: {wanted.tool}", body)
    return ReadOut(
        run=joining.said(joined.run), action=action, result=reading.result, outside_text=reading.outside_text
    )
