"""What stands behind the core of a sentence, in rows: conditions that follow each other are one."""

from collections.abc import Iterator, Sequence

from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import AT_END, Cond, Tail
from apps.policies.language.precedence import OrElse, all_of
from apps.policies.rule import AnyOf, IsDeed


def in_rows(tails: Sequence[Tail]) -> Iterator[Tail]:
    """The tails, with conditions that follow each other as one; behind an exception they would belong to that."""
    row: list[Cond | OrElse] = []
    before: Tail | None = None
    for tail in tails:
        if tail.how == "when" and before and before.how == "unless":
            raise NotUnderstood("Say “and” or “or” before this, or a sentence of its own.", pointer=AT_END)
        if tail.cond and tail.how in ("loosely", "loosely or"):
            if before and (before.how in ("unless", "only if", "but never") or _either(before)):
                raise NotUnderstood("Say “and” or “or” before this, or a sentence of its own.", pointer=AT_END)
            row.append(tail.cond if tail.how == "loosely" else OrElse(tail.cond))
            continue
        if tail.how == "when" and before and _excepts_a_deed(before):
            raise NotUnderstood("Say of what this is said: in a sentence of its own.", pointer=AT_END)
        yield from _one(row)
        row, before = [], tail
        yield tail
    yield from _one(row)


def _one(row: Sequence[Cond | OrElse]) -> Iterator[Tail]:
    if row:
        if isinstance(row[0], OrElse):
            raise NotUnderstood("Before “or” stands another condition.", pointer=AT_END)
        yield Tail("loosely", all_of(row))


def _excepts_a_deed(tail: Tail) -> bool:
    """`except for vendors`, behind which "whose status is …" would be said of the rule."""
    return tail.how == "unless" and tail.cond is not None and isinstance(tail.cond.condition, IsDeed)


def _either(tail: Tail) -> bool:
    return tail.how == "when" and tail.cond is not None and isinstance(tail.cond.condition, AnyOf)
