"""What is said of the same thing elsewhere: in production changes need Finance; in the sandbox they are free."""

import re

from apps.policies.conditions import every, parts_of
from apps.policies.language.bones.asked import Grammar
from apps.policies.language.render import noun
from apps.policies.language.render_words import listed
from apps.policies.language.turning import DONE, FREELY, MAY
from apps.policies.rule import Clause, Clock, Condition, Freeze, Not, Tagged, Weekday, WorkingHours, Yearly

WHERE = r"(?P<where>(?:in|on|at|during|outside|if|when|for|after|before) [^,;]+?)"
THEY = r"(?:it|they|these|this)"
SHAPES = (
    re.compile(rf"{WHERE},? {THEY} (?P<said>.+)", re.IGNORECASE),
    re.compile(rf"{THEY} (?P<said>(?:need|may|must|are|is|go|goes)\b.+?) {WHERE}", re.IGNORECASE),
)
TIMES = (Clock, Weekday, WorkingHours, Yearly, Freeze)
RUNS = re.compile(rf"{MAY} be {DONE} {FREELY}|(?:are|is) (?:free|{FREELY})", re.IGNORECASE)


def said_of_it(base: Clause, text: str, grammar: Grammar) -> Clause | None:
    """The clause about the same deed, under the conditions of the one before that it does not say otherwise."""
    found = next(filter(None, (shape.fullmatch(text) for shape in SHAPES)), None)
    if not found:
        return None
    nouns = listed((noun(target) for target in base.targets), "and")
    said = "need no approval" if RUNS.fullmatch(found["said"]) else found["said"]
    told = grammar.clause(f"{nouns} {said} {found['where']}.")
    if not told or told.targets != base.targets or not told.condition:
        return None
    new = parts_of(told.condition)
    kept = tuple(each for each in parts_of(base.condition) if sort_of(each) not in map(sort_of, new))
    return told.model_copy(update={"condition": every((*kept, *new))})


def sort_of(condition: Condition) -> tuple[str, str]:
    """Of one sort are two places, and any two times."""
    test = condition.test if isinstance(condition, Not) else condition
    if isinstance(test, TIMES):
        return "time", ""
    return test.kind, test.family if isinstance(test, Tagged) else ""
