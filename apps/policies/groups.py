"""Tool groups: what the ladder has a line for. One connector's tools of one category, or of one kind of deed."""

from apps.connectors.contract import Verb
from apps.policies.question import Subject

KINDS = {
    Verb.SEARCH: "reads",
    Verb.READ: "reads",
    Verb.CREATE: "changes",
    Verb.UPDATE: "changes",
    Verb.DELETE: "deletions",
    Verb.SEND: "messages",
    Verb.SCHEDULE: "schedules",
    Verb.RUN: "runs",
}
READS = "reads"


def group_of(subject: Subject) -> str:
    """`stripe:refunds`, `postgres:changes`, `stripe:reads`. A read is never the deed that it reads about."""
    kind = KINDS[subject.verb]
    return f"{subject.connector}:{kind if kind == READS or not subject.categories else subject.categories[0]}"


def kind_of(group: str) -> str:
    return group.partition(":")[2]
