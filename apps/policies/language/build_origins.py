"""Where the values of an action came from, and who asked for it."""

from typing import Any

from apps.policies.language.build_joins import cond
from apps.policies.language.build_names import Nodes, word
from apps.policies.language.build_records import RecordBuilder
from apps.policies.language.meaning import Cond, turned
from apps.policies.rule import (
    AskedBy,
    Origin,
)


class OriginBuilder(RecordBuilder):
    def argument(self, found: Nodes) -> str:
        return word(found[0], "ATTRIBUTE", "WORD", "RELATED")

    def argument_recipient(self, _found: Nodes) -> str:
        return "to"

    def argument_amount(self, _found: Nodes) -> str:
        return "amount"

    def origin_every(self, found: Nodes) -> Any:
        return True, "".join(found)

    def origin_any(self, found: Nodes) -> Any:
        return False, "".join(found)

    def origin_argument(self, found: Nodes) -> Any:
        return None, found[0]

    def origin_person(self, found: Nodes) -> Cond:
        return _origin("person", *found[0], every=True)

    def origin_record(self, found: Nodes) -> Cond:
        return _origin("record", *found[0], every=True)

    def origin_outside(self, found: Nodes) -> Cond:
        return _origin("outside", *found[0], every=False)

    def origin_model(self, found: Nodes) -> Cond:
        return _origin("model", *found[0], every=False)

    def person_typed(self, _found: Nodes) -> Cond:
        return cond(Origin(which="person", every=True))

    def person_typed_of(self, found: Nodes) -> Cond:
        return cond(Origin(which="person", every=True, of=found[0]))

    def asked_by(self, found: Nodes) -> Cond:
        return cond(AskedBy(groups=found[0]))

    def not_asked_by(self, found: Nodes) -> Cond:
        return turned(self.asked_by(found))


def _origin(which: str, given: bool | None, of: str, *, every: bool) -> Cond:
    """Where “every” or “any” is not said, the reading that a rule of this kind means."""
    return cond(Origin.model_validate({"which": which, "every": every if given is None else given, "of": of}))
