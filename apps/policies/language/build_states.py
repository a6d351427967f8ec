"""Conditions in words of their own: what somebody or something is, has, or lacks.

`customers flagged for fraud`, `invoices with no matching order`, `if the customer is on the Enterprise plan`. Each is
one test with the phrase as it is said. Only words that join, compare or turn nothing can stand in such a phrase, so
that no limit and no exception is ever a part of one.
"""

import re
from typing import NamedTuple

from apps.policies.inflect import singular
from apps.policies.language.acts import Act, Acts
from apps.policies.language.build_deeds import SPOKEN
from apps.policies.language.build_joins import OWN, cond, joined
from apps.policies.language.build_names import ANSWERS, Nodes, refuse, rest
from apps.policies.language.build_open import OpenBuilder, Phrase, plain
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import Cond, Tail, turned
from apps.policies.language.open_deeds import ODD, done_by
from apps.policies.language.words import WORDS
from apps.policies.rule import Attribute, EveryOf, Given, Has, Tagged, Target
from apps.policies.told.asked import normal

SAYS_HOW = frozenset(  # what is done without these is done freely: no such thing can be missing
    "involvement intervention escalation referral oversight supervision delay exception exceptions limit limits "
    "restriction restrictions limitation limitations hesitation question questions consultation regard prejudice "
    "interaction friction".split()
)

COMPARES = re.compile(r"\b(?:differs?|matche?s?|equals?) ", re.IGNORECASE)
KEPT = re.compile(r" (?:on (?:file|record)|in (?:place|hand|force)|attached|available)$")

LABELLING = frozenset(WORDS["LABELLED"])
NOTHING_NAMED = frozenset({OWN, "something", "anything", "someone", "anyone", "somebody", "anybody", "thing"})


class Said(NamedTuple):
    """What is said of something, and whether it is denied."""

    test: str  # "is", "has"
    phrase: str
    so: bool = True


class StateBuilder(OpenBuilder):
    def state(self, found: Nodes) -> Phrase:
        words = [each for each in found if each]
        if str(words[0]).casefold() in ANSWERS:
            raise NotUnderstood("Say what there is none of.")
        begins = [each.begins if isinstance(each, Phrase) else each for each in words]
        begun = next((each for each in begins if "MANNER" not in each.meanings), begins[0])
        parts = list(map(plain, words))
        if " ".join(parts).casefold() in LABELLING or parts[0].casefold() in ("labelled", "labeled"):
            raise refuse("Say as what.", begun)
        known = begun.meanings.get("VALUE") if len(parts) == 1 else None
        return Phrase(str(known or " ".join(parts)), begun)

    participle = state

    def open_joined(self, found: Nodes) -> str:
        return self.state(found) if found else ""

    open_end = open_noun = open_joined

    def subject(self, found: Nodes) -> str:
        if normal(" ".join(map(plain, found))) in NOTHING_NAMED:
            raise NotUnderstood("Say which records.")
        if normal(" ".join(map(plain, found))) == "run":
            raise NotUnderstood("Say “the run has already done …”.")
        return singular(" ".join(map(plain, found)))

    def party_subject(self, found: Nodes) -> str:
        return self.party(found)

    def test_subject(self, found: Nodes) -> str:
        return str(found[0])

    def own_subject(self, _found: Nodes) -> str:
        return OWN

    def deed_subject(self, found: Nodes) -> str:
        if "RELATED" in found[0].meanings:
            raise refuse("This is a record.", found[0])
        return OWN

    # --- what is said

    def being(self, found: Nodes) -> Said:
        return Said("is", found[0])

    def doing_so(self, found: Nodes) -> Said:
        """`that belong to EU residents`"""
        if len(found) == 1:
            raise refuse("Say what it does.", found[0])
        return Said("is", self.state(found))

    def being_not(self, found: Nodes) -> Said:
        return Said("is", found[0], so=False)

    def being_value(self, found: Nodes) -> Said:
        """`marked as draft`"""
        if found[0].meanings.keys() & {"LABEL_NAME", "KIND_NAME", "RISKY"}:
            raise refuse("This is a label.", found[0])
        return Said("is", Phrase(str(found[0].meaning("VALUE")), found[0]))

    def containing(self, found: Nodes) -> Said:
        """`that mention legal action`"""
        return Said("is", Phrase(f"mentioning {found[0]}", found[0]))

    def having(self, found: Nodes) -> Said:
        """`has opted out` is so; `has an open dispute` has one."""
        if _perfect(found[0]):
            return Said("is", found[0])
        if found[0].casefold().endswith("ing") and " " not in found[0]:
            raise refuse("Say what it has.", found[0].begins)
        return Said("has", found[0])

    def having_not(self, found: Nodes) -> Said:
        return self.having(found)._replace(so=False)

    def lacking(self, found: Nodes) -> Said:
        last = found[0].casefold().split(" ")[-1]
        if last in SAYS_HOW or last.endswith("ing"):
            raise refuse("Say it as “without asking”, or say what there is none of.", found[0].begins)
        return Said("has", _kept(found[0]), so=False)

    def lacking_any(self, found: Nodes) -> Cond:
        """`without a ticket and a test plan`: where one of them is missing."""
        return turned(joined([cond(Given(what=str(_kept(each)))) for each in found], EveryOf))

    def when_lacking(self, found: Nodes) -> Tail:
        return Tail("when", self.own_said([self.lacking(found)]))

    def when_not(self, found: Nodes) -> Tail:
        return Tail("when", self.not_checked(found))

    # --- of whom

    def said_of(self, found: Nodes) -> Cond:
        """`to customers flagged for fraud`"""
        of, said = found
        if COMPARES.search(str(said.phrase)):
            raise refuse("Say which two are compared, as in “the amount is over the order total”.", said.phrase)
        test: Attribute | Has = (
            Has(of=of, what=str(said.phrase)) if said.test == "has" else Attribute(of=of, values=(str(said.phrase),))
        )
        return cond(test) if said.so else turned(cond(test))

    def with_state(self, found: Nodes) -> Cond:
        """`for customers with unpaid invoices`"""
        return self.said_of([found[0], Said("has", found[1])])

    def own_said(self, found: Nodes) -> Cond:
        """`orders that have shipped`; what it has come with, or not, was given with it."""
        (said,) = found
        if said.test == "is":
            return self.said_of([OWN, said])
        given = cond(Given(what=str(said.phrase)))
        return given if said.so else turned(given)

    def said_of_its(self, found: Nodes) -> Cond:
        """`for customers whose contract has lapsed`: the contract, whosever it is."""
        _, of, said = found
        return self.said_of([of, Said("is", said)]) if isinstance(said, str) else of_its(of, said)

    def _of(self, of: str, said: Said) -> Cond:
        return self.own_said([said]) if of == OWN else self.said_of([of, said])

    def subject_is(self, found: Nodes) -> Cond:
        return (
            self.own_said([Said("is", found[1])]) if found[0] == OWN else self.said_of([found[0], Said("is", found[1])])
        )

    def subject_is_not(self, found: Nodes) -> Cond:
        return turned(self.subject_is(found))

    def subject_has(self, found: Nodes) -> Cond:
        return self._of(found[0], self.having(found[1:]))

    def subject_has_not(self, found: Nodes) -> Cond:
        return turned(self.subject_has(found))

    def there_is(self, found: Nodes) -> Cond:
        return cond(Given(what=str(found[0])))

    def there_is_no(self, found: Nodes) -> Cond:
        return turned(self.there_is(found))

    def to_said(self, found: Nodes) -> Acts:
        """`e-mail anyone who has opted out of it`"""
        noun, of, said = found
        if noun.meaning("V_BARE") not in SPOKEN:
            raise refuse("Say of what, or to whom.", noun)
        return tuple(
            act.model_copy(update={"conds": (*act.conds, self.said_of([of, said]))}) for act in self.bare([noun])
        )

    def on_own(self, found: Nodes) -> Acts:
        """`merge their own pull requests`"""
        doing, objects, *place = found
        own = cond(Tagged(family="kind", names=tuple(f"own {each}" for each in objects)))
        return tuple(
            act.model_copy(update={"conds": (*act.conds, own)}) for act in self.on_objects([doing, objects, *place])
        )

    def made_for_anybody(self, found: Nodes) -> Acts:
        """`give anyone admin rights`: whoever it is."""
        return self.made([found[0], *found[2:]])

    def on_data(self, found: Nodes) -> Acts:
        """`delete records`: of whatever kind."""
        return self.on_anything(found)

    def changing_any(self, found: Nodes) -> Acts:
        return (Act(target=Target(deed="write", connectors=rest(found, 0)), changing=True),)


def _kept(phrase: Phrase) -> Phrase:
    """What is missing on file is missing."""
    return Phrase(KEPT.sub("", phrase), phrase.begins)


def _perfect(phrase: Phrase) -> bool:
    """`opted out`, `signed NDA`, but no `failed payments`."""
    first, *behind = str(phrase).removeprefix(phrase.partition(str(phrase.begins))[0]).casefold().split(" ")
    several = bool(behind) and singular(behind[0]) != behind[0]
    return (bool(done_by(first)) or first in ODD) and not several


def of_its(of: str, aged: Cond) -> Cond:
    """`whose bank details changed`: how long ago these were changed."""
    return cond(aged.condition.model_copy(update={"of": f"{of} {getattr(aged.condition, 'of', '')}"}))
