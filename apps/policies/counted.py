"""Which rules of a policy count for an action, as far as it concerns one object, and why those do that only may."""

from collections.abc import Mapping
from typing import NamedTuple

from apps.policies import facts
from apps.policies.compile import Compiled
from apps.policies.facts import Seen
from apps.policies.part import Part
from apps.policies.question import Question
from apps.policies.rule import Given
from apps.policies.told import names
from apps.policies.told.asked import Asked, Told
from apps.policies.untold import untold


class Counted(NamedTuple):
    parts: tuple[tuple[Part, str], ...]  # with a note where one counts only because something cannot be told
    skipped: tuple[Part, ...]  # what would loosen and may hold, which is not enough
    seen: Seen


def counted(compiled: Compiled, question: Question, object_name: str) -> Counted:
    seen = facts.seen(question, object_name, compiled.house, compiled.tests, compiled.free, compiled.arguments)
    facts.must_be_text(seen)
    held = compiled.slices.of(seen).held(seen)
    matched = _matched(compiled, question, held, seen)
    parts = tuple((compiled.parts[at], note) for at, note in sorted(matched.items()))
    skipped = (compiled.parts[at] for at in sorted(held) if at not in matched and not compiled.parts[at].otherwise)
    return Counted(parts, tuple(skipped), seen)


def came_with(compiled: Compiled, question: Question, what: str) -> bool:
    """Whether such a thing surely came with the action."""
    return names.given(Given(what=what), Asked(question, compiled.house)) is Told.YES


def _matched(compiled: Compiled, question: Question, held: Mapping[int, bool], seen: Seen) -> dict[int, str]:
    """The parts that count, each with a note where it counts only because something cannot be told.

    "Everything else" counts where no other rule holds; where one perhaps holds, it counts only if it is restrictive.
    """
    first = {at for at in held if not compiled.parts[at].otherwise and not compiled.parts[at].adds_only}
    if any(held[at] for at in first):
        open_to_others: bool | None = False
    else:
        open_to_others = None if first else True
    found: dict[int, str] = {}
    for at, sure in held.items():
        part = compiled.parts[at]
        if part.otherwise and open_to_others is False:
            continue
        certain = sure and not (part.otherwise and open_to_others is None)
        if certain:
            found[at] = ""
        elif not part.loosens:
            found[at] = _why(part, question, seen)
    return found


def _why(part: Part, question: Question, seen: Seen) -> str:
    return untold(part.clause, question, seen) or "another rule may cover this, which cannot be told"
