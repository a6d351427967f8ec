"""How long something has been so, how long ago it was done, and to what it brings a figure."""

import re

from apps.policies.language.build_ages import age
from apps.policies.language.build_joins import OWN, cond
from apps.policies.language.build_limits import count_of, unit_of
from apps.policies.language.build_names import Nodes, refuse
from apps.policies.language.build_states import StateBuilder, of_its
from apps.policies.language.meaning import Cond
from apps.policies.language.words import WORDS
from apps.policies.rule import Op

PLURAL = re.compile(r"\w+[^s\W]s")
JOINTS = frozenset(WORDS["JOINT"])
BRINGS = frozenset(
    "bring brings bringing take takes taking push pushes pushing leave leaves leaving put puts putting drive drives "
    "driving drop drops dropping".split()
)


class SinceBuilder(StateBuilder):
    def said_for(self, found: Nodes) -> Cond:
        """`inactive for 14 days`, `open for more than a week`"""
        phrase, *parts = found
        if phrase.partition(" ")[0].casefold() in JOINTS:
            raise refuse("Say what has lasted so long.", phrase.begins)
        if PLURAL.fullmatch(phrase):  # "contract terms longer than 36 months": their length, no state of theirs
            raise refuse("Say what has lasted so long.", phrase.begins)
        op = parts[0] if isinstance(parts[0], Op) else Op.AT_LEAST
        number, unit = parts[-2:]
        return cond(age(str(phrase), op, count_of(number), unit_of(unit)))

    def none_since(self, found: Nodes) -> Cond:
        """`without activity in the last 30 days`"""
        phrase, number, unit = found
        return cond(age(str(phrase), Op.OVER, count_of(number), unit_of(unit)))

    def aged_of(self, found: Nodes) -> Cond:
        return of_its(*found)

    def brought_to(self, found: Nodes) -> Cond:
        """`that bring the margin below 20 %`"""
        verb, figure, limits = found
        if verb.casefold() not in BRINGS:
            raise refuse("Say which figure it is: the margin is under 20 %.", verb)
        return self.percent_named([str(figure), limits])

    def said_ago(self, found: Nodes) -> Cond:
        """`that has paged somebody in the last 30 days`"""
        phrase, *parts = found
        op, number, unit = (
            parts[0] if isinstance(parts[0], tuple) else (Op.UP_TO, count_of(parts[0]), unit_of(parts[1]))
        )
        return cond(age(str(phrase), op, number, unit))

    def subject_for(self, found: Nodes) -> Cond:
        return self.said_for(found[1:])

    def subject_ago(self, found: Nodes) -> Cond:
        return of_its(found[0], found[-1]) if found[0] != OWN else found[-1]
