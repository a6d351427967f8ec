"""Kinds of action: each method gives the acts that one phrase names."""

import re
from typing import Any

from apps.policies.inflect import gerund, plural
from apps.policies.language.acts import Act, Acts
from apps.policies.language.build_adjectives import AdjectiveBuilder
from apps.policies.language.build_names import Nodes, Quoted, refuse, rest, word
from apps.policies.language.build_records import PEOPLE
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexer import Spoken
from apps.policies.language.meaning import Cond
from apps.policies.language.passive import NOUNS, OUTGOING, Done, passive_doing
from apps.policies.lemmas import MAKING_THINGS, all_of, lemmas
from apps.policies.rule import (
    ANYTHING,
    EVERYTHING_ELSE,
    TOOL,
    Finds,
    IsDeed,
    Listed,
    Named,
    Number,
    Op,
    Target,
)
from apps.policies.told.asked import normal


class DeedBuilder(AdjectiveBuilder):
    def bare(self, found: Nodes) -> Acts:
        conds, (noun, *place) = parted(found)
        act = _act(noun, "BARE", connectors=rest(place, 0), conds=conds)
        return (act.model_copy(update={"event": "EVENT" in noun.meanings}),)

    def bare_doing_it(self, found: Nodes) -> Acts:
        """`cancel`, `cancelling`, of whatever is named behind."""
        said = str(next(each for each in found if isinstance(each, Spoken))).casefold()
        first, _, thing = said.partition(" ")
        doing = f"{first if first.endswith('ing') else gerund(first)} {plain_thing(thing)}".strip()
        return tuple(act.model_copy(update={"doing": doing}) for act in self.bare(found))

    def via(self, found: Nodes) -> Cond:
        """`by email`"""
        (act,) = self.bare(found)
        if act.target.deed not in WAYS:
            raise refuse("Nothing is done by way of this.", found[0])
        return Cond(IsDeed(targets=(act.target,)))

    def bare_in(self, found: Nodes) -> Acts:
        """`Slack messages`"""
        return self.bare([*found[1:], found[0]])

    def signing(self, found: Nodes) -> Acts:
        noun = next(each for each in found if isinstance(each, Spoken))
        said = f"approving {str(noun).casefold()}"
        return tuple(act.model_copy(update={"signing": said}) for act in self.bare(found))

    def on_objects(self, found: Nodes) -> Acts:
        conds, (noun, objects, *place) = parted(found)
        plain = [each for each in objects if not isinstance(each, Quoted)]
        if noun.meanings.get("V_OBJ") == "create" and set(map(normal, plain)) & NOUNS:
            raise refuse("There is a word for making this.", noun)
        if LIGHT & lemmas(str(noun)) and NOUNS.issuperset(map(normal, objects)):
            raise refuse("There is a word for this.", noun)
        if str(noun).casefold() in GRANTING and {normal(plural(each)) for each in plain} & NOUNS:
            raise refuse("There is a word for giving this.", noun)
        if noun.meanings.get("V_BARE") in SPOKEN and {plural(normal(each)) for each in objects} & PEOPLE:
            raise refuse("These are people: it goes to one of them.", noun)
        kind = "BARE" if any(f"{form}_BARE" in noun.meanings for form in "VNG") else "OBJ"
        return (_act(noun, kind, objects=objects, connectors=rest(place, 0), conds=conds),)

    def to_objects(self, found: Nodes) -> Acts:
        """`reply to tickets`"""
        if found[0].meaning("V_BARE") not in SPOKEN:
            raise refuse("Say of what.", found[0])
        return self.on_objects(found)

    def noun_first(self, found: Nodes) -> Acts:
        return self.on_objects(found[::-1])

    def on_anything(self, found: Nodes) -> Acts:
        return (_act(found[0], "OBJ", connectors=rest(found)),)

    def on_whatever(self, found: Nodes) -> Acts:
        conds, (noun, *place) = parted(found)
        return (_act(noun, "OBJ", connectors=rest(place, 0), conds=conds).model_copy(update={"bare": True}),)

    on_connectors = on_anything

    def on_connectors_directly(self, found: Nodes) -> Acts:
        act = _act(found[0], "OBJ", connectors=found[1])
        if act.target.deed not in ("write", "read"):
            raise NotUnderstood("Say what in it: anything, or an object such as Case.", pointer=found[0].end_pos)
        return (act,)

    def on_labelled(self, found: Nodes) -> Acts:
        conds, (noun, *place) = parted(found)
        return (_act(noun, "OBJ", connectors=rest(place, 0), conds=conds),)

    def on_labelled_bare(self, found: Nodes) -> Acts:
        conds, (noun, *place) = parted(found)
        return (_act(noun, "BARE", connectors=rest(place, 0), conds=conds),)

    def bare_data(self, found: Nodes) -> Acts:
        act = _act(found[0], "BARE", connectors=rest(found))
        if act.target.deed not in ("exports", "downloads", "uploads", "imports", "shares", "copies", "prints"):
            raise refuse("Say which data: name its label or its object.", found[0])
        return (act,)

    def to_party(self, found: Nodes) -> Acts:
        """`email customers`: whoever it goes to is one of them."""
        if found[-1].condition.list not in PEOPLE:
            raise refuse("Say of what, or to whom.", found[0])
        return tuple(act.model_copy(update={"conds": (*act.conds, found[-1])}) for act in self.bare(found[:1]))

    def to_those(self, found: Nodes) -> Acts:
        """`e-mail contacts who have unsubscribed`: those on a list."""
        noun, party, values = found
        who = word(party, "RELATED")
        if noun.meaning("V_BARE") not in SPOKEN or plural(who) not in PEOPLE:
            raise refuse("Say of what, or to whom.", noun)
        so = Cond(Listed(list=values[0]))
        return tuple(act.model_copy(update={"conds": (*act.conds, so)}) for act in self.bare([noun]))

    def to_such(self, found: Nodes) -> Acts:
        return self.to_those([found[0], found[2], (found[1],)])

    def attachments(self, found: Nodes) -> Acts:
        """What is attached leaves, in whichever way."""
        return tuple(Act(target=Target(deed=deed), leaving=(attached(found[0]),)) for deed in OUTGOING)

    def anything_done(self, found: Nodes) -> Acts:
        """Anything posted, whatever it is."""
        return passive_doing((), [], Done((found[0],), *found[1:])).acts

    def sending_out(self, found: Nodes) -> Acts:
        """Data may leave in a message, a share or an export."""
        conds, _ = parted(found)
        return tuple(Act(target=Target(deed=deed), leaving=conds) for deed in OUTGOING)

    def with_finds(self, found: Nodes) -> Acts:
        """`email card numbers`: send a text in which they stand."""
        (act,) = self.bare(found[:1])
        if act.target.deed not in SPOKEN:
            raise refuse("Only a message has a text.", found[0])
        return (act.model_copy(update={"conds": (Cond(Finds(what=found[1])),)}),)

    def including(self, found: Nodes) -> Acts:
        return self.with_finds(found[::-1])

    def including_in(self, found: Nodes) -> Acts:
        """`include access tokens in Slack messages`"""
        finds, connectors, noun = found
        (act,) = self.with_finds([noun, finds])
        return (act.model_copy(update={"target": act.target.model_copy(update={"connectors": connectors})}),)

    def bare_pair(self, found: Nodes) -> Acts:
        """`publish blog posts`: where both words name one kind of deed."""
        verb, noun = found
        if verb.meaning("V_BARE") != noun.meaning("N_BARE"):
            raise refuse("These are two kinds of action.", noun)
        return self.bare([verb])

    def unfinished(self, found: Nodes) -> Acts:
        return (_act(found[0], "OBJ").model_copy(update={"whole": False}),)

    def anything(self, found: Nodes) -> Acts:
        conds, place = parted(found)
        return (Act(target=Target(deed=ANYTHING, connectors=rest(place, 0)), conds=conds),)

    def anything_with(self, found: Nodes) -> Acts:
        return (Act(target=Target(deed=ANYTHING, objects=found[0], connectors=rest(found))),)

    def everything_else(self, found: Nodes) -> Acts:
        return (Act(target=Target(deed=EVERYTHING_ELSE, connectors=rest(found, 0))),)

    def calls(self, found: Nodes) -> Acts:
        return tuple(Act(target=Target(deed=TOOL, tool=tool)) for tool in found[0])

    def acts(self, found: Nodes) -> Acts:
        return tuple(act for acts in found for act in acts)

    thing_list = acts


LIGHT = all_of(MAKING_THINGS)
GRANTING = frozenset({"grant", "granting", "grants"})
SPOKEN = frozenset({"messages", "emails", "text messages", "posts", "replies", "comments"})
WAYS = SPOKEN | {"phone calls", "wire transfers", "bank transfers", "ach transfers", "transfers"}  # of doing something


def plain_thing(thing: str) -> str:
    """`an order` → order."""
    return re.sub(r"^(?:an?|the|any) ", "", thing)


def attached(spoken: Any) -> Cond:
    """That something is attached. Refuses what else can be counted."""
    what = word(spoken, "COUNTED")
    if what != "attachments":
        raise refuse("Say what is done with them.", spoken)
    return Cond(Number(what=what, op=Op.AT_LEAST, hundredths=100))


def parted(found: Nodes) -> tuple[tuple[Cond, ...], Nodes]:
    """The conditions among the parts, and the other parts."""
    conds = tuple(each for each in found if isinstance(each, Cond))
    return conds, [each for each in found if not isinstance(each, Cond)]


def _act(
    noun: Spoken,
    kind: str,
    *,
    objects: tuple[str, ...] = (),
    connectors: tuple[Named, ...] = (),
    conds: tuple[Cond, ...] = (),
) -> Act:
    deed = next(noun.meanings[f"{form}_{kind}"] for form in "VNG" if f"{form}_{kind}" in noun.meanings)
    target = Target(deed=str(deed), objects=objects, connectors=connectors)
    return Act(target=target, at=noun.start_pos or 0, conds=conds)


def participle(spoken: Any) -> tuple[str, ...]:
    """The deeds that a participle can be: `deleted`, `exported`."""
    deeds: tuple[str, ...] = spoken.meaning("P_ANY")
    return deeds
