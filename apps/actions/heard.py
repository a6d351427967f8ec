"""What a run has been told and has read, as sources of the values that it proposes; and each value traced back to them.

The person's own words count where a person started the run here. Whatever an agent outside says of itself never does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.actions.draft import Step
from apps.agents.models import AgentVersion
from apps.connectors import trust
from apps.connectors.contract import Facts, JsonDict, Known, Prepared
from apps.policies import provenance
from apps.policies.provenance import Moved, Source, Trace
from apps.runs.models import Run, StepBody
from apps.runs.models import Step as Taken

MOST = 1_000  # steps of a run that are looked through, the latest
SHORTENED = 300  # characters of a value that its trace keeps


@dataclass(frozen=True)
class Traced:
    """Where the values of one action came from."""

    traces: tuple[Trace, ...] = ()
    origins: dict[str, provenance.Worth] = field(default_factory=dict)

    def on(self, prepared: Prepared) -> Prepared:
        """The same write with the origins among its facts, where policy and the frozen document have them."""
        facts: Facts = prepared.facts.model_copy(update={"origins": self.origins})
        return prepared.model_copy(update={"facts": facts})


def by(run: Run) -> list[Source]:
    """Everything that this run has heard so far, in order."""
    taken = Taken.objects.filter(run=run, kind__in=["tool", "model"]).order_by("-number")
    steps = list(taken.values_list("pk", "number", "kind")[:MOST])
    bodies = dict(StepBody.objects.filter(step_id__in=[pk for pk, _, _ in steps]).values_list("step_id", "body"))
    read = (one for pk, number, kind in reversed(steps) for one in _of_step(kind, number, bodies.get(pk) or {}))
    return [*_told(run), *read]


def typed(before: JsonDict, after: JsonDict) -> Source:
    """What somebody typed over a proposal: the values that were not there before."""
    there = {str(value) for _, value in provenance.leaves(before)}
    new = (str(value) for _, value in provenance.leaves(after) if value is not None)
    return Source(origin="person", texts=tuple(one for one in new if one not in there))


def traced_back(step: Step, sources: Sequence[Source], prepared: Prepared | None = None) -> Traced:
    """Where each value of a call came from."""
    arguments = prepared.arguments if prepared else step.wanted.arguments
    own = Source(origin="record", texts=trust.own_words(step.opened))
    closed = {path for path, _ in provenance.leaves(arguments) if _is_listed(step.tool.input, path.split("."))}
    found = provenance.traced(
        arguments, [*sources, own], closed=closed, moved=_moved(prepared.facts) if prepared else None
    )
    told = (one for one in found if one.origin != "model" or one.step)
    kept = tuple(one.model_copy(update={"words": one.words[:SHORTENED]}) for one in told)
    return Traced(kept, provenance.origins(found))


def _told(run: Run) -> Iterator[Source]:
    """What the run began with: the words of whoever started it here, and what is written in the agent's definition."""
    if run.version_id is None:
        return
    if run.asker_id and not run.asker_named:
        yield Source(origin="person", texts=(run.goal,))
    definition = AgentVersion.objects.values_list("definition", flat=True).get(pk=run.version_id)
    written = (value for _, value in provenance.leaves(definition.get("states", {})))
    yield Source(origin="record", texts=tuple(str(one) for one in written if one and "${" not in str(one)))


def _of_step(kind: str, number: int, body: Mapping[str, Any]) -> Iterator[Source]:
    if kind == "model":
        yield Source(origin="model", step=number, texts=_texts(provenance.leaves(body.get("answer"))))
        return
    fields = body.get("outside_fields")
    inside: list[tuple[str, Any]] = []
    outside: list[tuple[str, Any]] = []
    for path, value in provenance.leaves(body.get("result")):
        written = body.get("outside_text", True) and (fields is None or not set(path.split(".")).isdisjoint(fields))
        (outside if written else inside).append((path, value))
    yield Source(origin="record", step=number, texts=_texts(inside))
    yield Source(origin="outside", step=number, texts=_texts(outside))


def _texts(found: Iterable[tuple[str, Any]]) -> tuple[str, ...]:
    return tuple(str(value) for _, value in found if value not in (None, "") and not isinstance(value, bool))


def _moved(facts: Facts) -> Moved | None:
    value = facts.money.value if isinstance(facts.money, Known) else None
    return (value["amount"], value["currency"]) if isinstance(value, dict) else None


def _is_listed(schema: Any, path: Sequence[str]) -> bool:
    """Whether the tool lists the values that may stand at this path."""
    if not isinstance(schema, Mapping):
        return False
    if not path:
        return "enum" in schema or "const" in schema
    inner = schema.get("properties", {}).get(path[0], schema.get("additionalProperties"))
    return _is_listed(schema.get("items") if schema.get("type") == "array" else inner, path[1:])
