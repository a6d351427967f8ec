"""Kinds of deed that nobody listed, and those that their own words narrow."""

from apps.policies.language.acts import Act, Acts
from apps.policies.language.build_deeds import DeedBuilder
from apps.policies.language.build_names import Nodes, rest, word
from apps.policies.rule import Target


class OpenBuilder(DeedBuilder):
    def open_phrase(self, found: Nodes) -> str:
        return " ".join(found)

    open_words = open_phrase

    def preposition(self, found: Nodes) -> str:
        return str(found[0])

    def open_deed(self, found: Nodes) -> Acts:
        """`hiring decisions`: a kind that nobody listed, whole as it is said."""
        name = found[0] if type(found[0]) is str else word(found[0], "OPEN_NAME")
        return (Act(target=Target(deed=name, connectors=rest(found))),)

    def open_bare(self, found: Nodes) -> Acts:
        """`annual plan cancellations`: of a kind that nobody listed."""
        return self.bare([self.about(found[:1]), *found[1:]])

    def first_bare(self, found: Nodes) -> Acts:
        """`the first payment to a vendor`"""
        _, noun, party = found
        return self.bare([self.first_for([party]), noun])
