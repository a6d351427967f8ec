"""Changes: of fields, of what "changes to" may stand before, of objects and data."""

from typing import Any

from apps.policies.deed_words import DEEDS
from apps.policies.language.acts import Act, Acts
from apps.policies.language.build_deeds import DeedBuilder, parted
from apps.policies.language.build_names import Nodes, refuse, rest, word
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import Cond
from apps.policies.rule import Fields, Target
from apps.policies.told.asked import normal

CHANGEABLE = frozenset(normal(thing) for deed in DEEDS for thing in deed.after_change)


class ChangeBuilder(DeedBuilder):
    def changing_fields(self, found: Nodes) -> Acts:
        names, *objects = found
        target = Target(deed="update", objects=objects[0] if objects else ())
        return (Act(target=target, conds=(Cond(Fields(which="any", names=names)),), fields=True),)

    def updating_fields(self, found: Nodes) -> Acts:
        if found[0].meaning("V_OBJ") != "update":
            raise refuse("Only an update changes fields.", found[0])
        return self.changing_fields(found[1:])

    def field_names(self, found: Nodes) -> tuple[str, ...]:
        return tuple(word(each, "FIELD_NAME", "ATTRIBUTE") for each in dict.fromkeys(found))

    def field_name(self, found: Nodes) -> Any:
        return found[0]

    def field_changes(self, found: Nodes) -> Acts:
        conds, (names, objects) = parted(found)
        fields = Cond(Fields(which="any", names=names))
        return (Act(target=Target(deed="update", objects=objects), conds=(*conds, fields), fields=True),)

    def fields_noun(self, found: Nodes) -> Acts:
        if found[0].meaning("N_OBJ") != "update":
            raise refuse("Only an update changes fields.", found[0])
        return self.changing_fields(found[1:])

    def changing(self, found: Nodes) -> Acts:
        return tuple(Act(target=Target(deed=deed, connectors=rest(found))) for deed in found[0])

    def changing_objects(self, found: Nodes) -> Acts:
        """To change something is to write to it; where that loosens, only to update it."""
        conds, (objects, *place) = parted(found)
        if set(map(normal, objects)) & CHANGEABLE:
            raise NotUnderstood("There is a word for this kind of change.")
        target = Target(deed="write", objects=objects, connectors=rest(place, 0))
        return (Act(target=target, conds=conds, changing=True),)

    def changing_data(self, found: Nodes) -> Acts:
        conds, _ = parted(found)
        return (Act(target=Target(deed="write"), conds=conds, changing=True),)
