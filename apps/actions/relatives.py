"""The people whom a sentence names by what they are: the asker's manager, the owner of the record, of the system."""

import re
from collections.abc import Iterator, Sequence
from uuid import UUID

from apps.actions.draft import Drafted
from apps.connectors.contract import Known
from apps.workspaces import relations

RELATION = "@"  # how such a signer begins where others are the ids of groups
ID = re.compile(r"[0-9a-f]{32}")
ELSEWHERE = "a group that is not here"
OWNER = re.compile(r"^(?:the )?(?:owner of (?:the )?(?P<of>.+)|(?P<whose>.+?)(?:'s)? owner)$")
MANAGER = re.compile(r"^(?:the )?(?:asker's manager|manager of the asker|manager)$")


def named(group: str) -> str:
    """`the asker's manager`, for people to read; of a group that has no name here, so much."""
    if ID.fullmatch(group):
        return ELSEWHERE
    words = group.removeprefix(RELATION)
    return words if words == group or words.startswith("the ") else f"the {words}"


def people(group: str, *, asker: UUID, drafted: Sequence[Drafted]) -> frozenset[UUID]:
    """Who stands in this relation to what these actions are about; nobody where nobody has said so."""
    words = group.removeprefix(RELATION).casefold()
    if MANAGER.match(words):
        return relations.managers_of(asker)
    owner = OWNER.match(words)
    if owner is None:
        return frozenset()
    thing = owner["of"] or owner["whose"]
    found = [relations.owners_of(list(_called(thing, one))) for one in drafted]
    return frozenset.intersection(*found) if found else frozenset()


def _called(thing: str, drafted: Drafted) -> Iterator[str]:
    """What an action's record, system or repository may be called in a relation, the nearest first."""
    record = drafted.prepared.facts.record
    if isinstance(record, Known) and isinstance(record.value, dict):
        kind, name = record.value.get("object", ""), record.value.get("id", "")
        if thing in ("record", str(kind).casefold()):
            yield f"{kind}:{name}"
            yield str(kind)
    said = drafted.prepared.arguments.get(thing)
    if isinstance(said, str):
        yield f"{thing}:{said}"
    if thing in ("system", "connection"):
        yield f"{thing}:{drafted.step.opened.connector}"
    yield thing
