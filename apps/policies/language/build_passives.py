"""What a passive sentence speaks of: customer records, the stage of an opportunity, branches named release/*."""

from apps.policies.language.build_deeds import attached
from apps.policies.language.build_doings import DoingBuilder
from apps.policies.language.build_names import Nodes
from apps.policies.language.build_open import Phrase
from apps.policies.language.meaning import Cond
from apps.policies.language.passive import Unlisted
from apps.policies.rule import Fields


class PassiveBuilder(DoingBuilder):
    """The things that something is done to, and what is asked of them."""

    def passive(self, found: Nodes) -> Nodes:
        return found

    def passive_fields(self, found: Nodes) -> Nodes:
        """The stage of a closed opportunity …"""
        names, *parts = found
        return [*parts, Cond(Fields(which="any", names=names))]

    def passive_field_of(self, found: Nodes) -> Nodes:
        things, name, *parts = found
        return [things, *parts, Cond(Fields(which="any", names=self.field_names([name])))]

    def passive_labelled(self, found: Nodes) -> Nodes:
        return [(), *found]

    passive_anything = passive_labelled

    def passive_at(self, found: Nodes) -> Nodes:
        """Branches named release/* …"""
        return [(), self.at_places(found[:1]), *found[1:]]

    def passive_attachments(self, found: Nodes) -> Nodes:
        return [(), attached(found[0]), *found[1:]]

    def passive_open(self, found: Nodes) -> Nodes:
        return [Unlisted(found[0]), *found[1:]]

    def passive_several(self, found: Nodes) -> Nodes:
        """Prescriptions and lab results …"""
        return [
            [Unlisted(each) for each in found if type(each) is Phrase],
            *(each for each in found if type(each) is not Phrase),
        ]

    def patients(self, found: Nodes) -> Nodes:
        return list(found)
