"""A condition in a clause: each part read by itself, where parts are joined with what they share."""

import re
from collections.abc import Iterator

from apps.policies.conditions import every
from apps.policies.language.situations import ages, counts, fields, figures, labels
from apps.policies.language.situations.behind import as_clause
from apps.policies.language.situations.places import place
from apps.policies.language.situations.saying import BE, HAVE, Saying, Scene, plainly, saying
from apps.policies.rule import AnyOf, Condition, EveryOf, negated

THERE = re.compile(
    rf"there (?:{BE})(?P<not> not)? (?P<what>.+?)(?: (?:on|in|for|against|with|from|to|of|at) "
    r"(?P<of>it|them|(?:the|its|their|that|this) [\w -]+))?",
    re.IGNORECASE,
)
NEITHER = re.compile(r"(?P<before>.*?)\bneither (?P<one>.+?),? nor (?P<two>.+)", re.IGNORECASE)
EITHER = re.compile(r"\b(?:either|both) ", re.IGNORECASE)
SHARED = re.compile(rf"(?P<subject>.+?) (?P<verb>{BE}|{HAVE})(?= )", re.IGNORECASE)
JOINS = ((" and ", EveryOf), (" or ", AnyOf))
MOST_PARTS = 4


def condition(text: str, scene: Scene) -> Condition | None:
    """What a clause says; None where a part of it cannot be read."""
    text = as_clause(plainly(text))
    return _one(text, scene) or _neither(text, scene) or _joined(text, scene)


def _one(text: str, scene: Scene) -> Condition | None:
    if (clause := as_clause(text)) and clause != text:
        return _one(clause, scene)
    if there := THERE.fullmatch(text):
        if there["not"]:
            return None
        return counts.quantity(there["what"], scene.owner) or counts.some(there["what"], scene.owner)
    said = saying(text, scene)
    found = read(said, scene) if said else None
    if found is None:
        return counts.doing(text)
    return found if said and said.so else negated(found)


def read(said: Saying, scene: Scene) -> Condition | None:
    """What one clause says, whether or not it is denied."""
    return (
        ages.age(said)
        or counts.number_of(said)
        or figures.figure(said, scene)
        or counts.count(said)
        or labels.label(said, scene)
        or place(said, scene)
        or fields.by_whom(said)
        or fields.field(said)
    )


def _neither(text: str, scene: Scene) -> Condition | None:
    found = NEITHER.fullmatch(text)
    if not found:
        return None
    parts = [_with_shared(found["before"], part, scene) for part in (found["one"], found["two"])]
    return every([negated(each) for each in parts if each]) if all(parts) else None


def _with_shared(before: str, part: str, scene: Scene) -> Condition | None:
    return _one(f"{before}{part}".strip(), scene)


def _joined(text: str, scene: Scene) -> Condition | None:
    plain = EITHER.sub("", text, count=1)
    for word, join in JOINS:
        parts = [part.strip() for part in re.split(rf",?{word}|, ", plain)]
        if not 1 < len(parts) <= MOST_PARTS or word not in plain:
            continue
        told = list(_each(parts, scene))
        if len(told) == len(parts):
            flat = dict.fromkeys(told)
            return join(of=tuple(flat)) if len(flat) > 1 else told[0]
    return None


def _each(parts: list[str], scene: Scene) -> Iterator[Condition]:
    """Each part; a later one may leave out what it shares with the first."""
    shared = SHARED.match(parts[0])
    for at, part in enumerate(parts):
        ways = [part]
        if at and shared:
            ways += [f"{shared['subject']} {shared['verb']} {part}", f"{shared['subject']} {part}"]
        found: Condition | None = next((told for way in ways if (told := _one(way, scene))), None)
        if found is None:
            return
        yield found


__all__ = ["condition"]
