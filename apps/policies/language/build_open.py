"""Kinds of deed that nobody listed, and those that their own words narrow."""

from typing import Any

from apps.policies.deeds import KNOWN, THINGS
from apps.policies.inflect import gerund, singular
from apps.policies.language.acts import Act, Acts
from apps.policies.language.build_changes import ChangeBuilder
from apps.policies.language.build_names import Nodes, refuse, rest, word
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexer import Spoken
from apps.policies.language.meaning import Cond, Narrowing, OfObject, turned
from apps.policies.language.open_deeds import NOUNS_TOO, done_by
from apps.policies.language.words import WORDS
from apps.policies.lemmas import HANDLING, MAKING, MAKING_THINGS, all_of, lemmas
from apps.policies.rule import Share, Tagged, Target
from apps.policies.told.likely import doings

NOUNS = frozenset({"_CHANGES", "FIELD_NAME", "ATTRIBUTE", "OBJECT", "GROUP", "CONNECTOR", "PARTY"})
KINDS_OF = frozenset({"KIND_NAME", "LABEL_NAME", "PLACE_NAME", "VALUE_ADJ"})
DOINGS = ("V_", "MAKE", "_MAKE")

SAYS_NOTHING = (
    "data record information system service item thing file people person user other detail body text subject title"
)
CHANGING = "change update"  # of what?
MEASURES = frozenset(
    "limit limits band budget threshold cap price value allowance rate quota balance cost amount total estimate "
    "minimum maximum level range ceiling entitlement quote baseline".split()
)
SOMEBODY = frozenset(
    "requester requestor asker applicant submitter initiator proposer approver signer author whoever".split()
)  # who does it, and nothing that is done
CONSENT = frozenset(WORDS["APPROVAL"])
IS_SO = frozenset("know be stay remain have let seem want wish need".split())
BEHIND = frozenset("open closed active inactive overdue pending outstanding due available".split())


class Phrase(str):
    """A kind that nobody listed, as it is said, and the word that it begins with."""

    __slots__ = ("begins",)
    begins: Spoken

    def __new__(cls, text: str, begins: Spoken) -> "Phrase":
        phrase = super().__new__(cls, text)
        phrase.begins = begins
        return phrase


class OpenBuilder(ChangeBuilder):
    def open_phrase(self, found: Nodes) -> str:
        """Nouns, or a verb and nouns; a state behind them is said of them: "tickets escalated"."""
        _ends_in_a_thing(found)
        return Phrase(_within(found[0]) + "".join(f" {plain(each)}" for each in found[1:]), found[0])

    def open_words(self, found: Nodes) -> str:
        return " ".join(map(plain, found))

    def preposition(self, found: Nodes) -> str:
        return str(found[0])

    def open_deed(self, found: Nodes) -> Acts:
        """`hiring decisions`: a kind that nobody listed, whole as it is said."""
        name = str(word(found[0], "OPEN_NAME"))
        if name.casefold() in CONSENT:
            raise refuse("This names what is asked for, not what is done.", found[0])
        said = name.casefold().split(" ")
        if not said[0].endswith("ing") and not SOMEBODY.isdisjoint(map(singular, (said[0], said[-1]))):
            raise refuse("This names somebody, not what is done.", found[0])
        unlisted = not isinstance(found[0], Spoken)
        if unlisted and lemmas(name) <= all_of(CHANGING):
            raise NotUnderstood("Say what changes.")
        return (Act(target=Target(deed=name, connectors=rest(found)), unlisted=unlisted),)

    def open_act(self, found: Nodes) -> Acts:
        """`renew certificates`: the same as renewing certificates."""
        if " " not in found[0] and lemmas(found[0]) <= all_of("read write create update delete"):
            raise NotUnderstood("Say what: anything, or an object such as Case.")
        begins = found[0].begins
        doing = any(kind.startswith(DOINGS) or kind == "_CHANGE" for kind in begins.meanings)
        if begins.meanings.keys() & (NOUNS | KINDS_OF) and not doing:
            raise refuse("This names a thing, not what is done.", begins)
        if found[0].casefold().partition(" ")[0] in IS_SO:
            raise refuse("This names no action.", begins)
        return self.open_deed([gerund(str(found[0])), *found[1:]])

    def open_bare(self, found: Nodes) -> Acts:
        """`annual plan cancellations`: of a kind that nobody listed; "sending orders" is a doing of its own."""
        first = found[0].casefold().partition(" ")[0]
        if found[0].endswith("ing"):
            raise refuse("Say what is done with it.", found[1])
        if first.endswith("ing") and lemmas(first) & doings().union(all_of(f"{HANDLING} {MAKING}")):
            raise refuse("This names another doing.", found[1])
        return self.bare([self.about(found[:1]), *found[1:]])

    def about(self, found: Nodes) -> Cond:
        """What narrows an action in words of its own: "for executives", "of an annual plan"."""
        _ends_in_a_thing(found)
        if len(found) == 1 and isinstance(found[0], Spoken) and _only_given(found[0]):
            raise refuse("Say it as “there is a …”.", found[0])
        phrase = " ".join(map(str, found))
        if lemmas(phrase) <= all_of(SAYS_NOTHING):
            raise refuse("Say which ones.", found[0])
        return Narrowing(Tagged(family="kind", names=(phrase,)))

    def about_its_object(self, found: Nodes) -> Cond:
        """`the extension of a lease`"""
        return OfObject(*self.about(found))

    def about_means(self, found: Nodes) -> Cond:
        """`by courier`; somebody does it, and is no means."""
        if any("GROUP" in getattr(each, "meanings", ()) for each in found):
            raise refuse("Say who asks for it, or who signs.", found[0])
        return self.about(found)

    def not_about(self, found: Nodes) -> Cond:
        """`outside the approved budget`"""
        return turned(self.about(found))

    def share_free(self, found: Nodes) -> Cond:
        """`above the salary band`"""
        op, figure = found
        if figure.split(" ")[-1].casefold() not in MEASURES:
            raise NotUnderstood("Say what it is compared with: an amount, a limit, a budget.")
        return Cond(Share(op=op, percent=10_000, of=str(figure)))

    def made(self, found: Nodes) -> Acts:
        """`issue refunds`; to send a quote is not to make one."""
        making, *others = found
        acts, noun = self.bare(others), next(each for each in others if isinstance(each, Spoken))
        listed = acts[0].target.deed in KNOWN
        if not listed and "OBJECT" in noun.meanings:
            raise refuse("This is an object.", noun)
        if (acts[0].target.deed in THINGS or not listed) and lemmas(str(making)) - all_of(MAKING_THINGS):
            raise refuse("Another thing than making it is done with it here.", making)
        return acts

    def made_openly(self, found: Nodes) -> Acts:
        """`make address corrections`"""
        if str(found[0]).casefold() not in (
            "make",
            "do",
            "perform",
            "carry out",
            "performing",
            "doing",
            "carrying out",
        ):
            raise refuse("Say it as one thing that is done.", found[0])
        return self.open_deed(found[1:])

    def first_bare(self, found: Nodes) -> Acts:
        """`the first payment to a vendor`"""
        noun = next(each for each in found[1:] if "N_BARE" in getattr(each, "meanings", ()))
        return self.bare([self.first_for([found[-1]]), noun])

    def first_of(self, found: Nodes) -> Acts:
        """`a customer's first order`"""
        of, _, noun = found
        return self.bare([self.first_for([word(of, "RELATED")]), noun])


def _only_given(said: Spoken) -> bool:
    """Whether it is a reason or a receipt, and nothing that is done."""
    return "GIVEN" in said.meanings and "N_BARE" not in said.meanings


def _within(first: Spoken) -> str:
    """A phrase's first word as it stands within a sentence: `Background checks` are background checks."""
    return str(first).casefold() if not first.start_pos and str(first)[1:].islower() else str(first)


def _ends_in_a_thing(found: Nodes) -> None:
    """Refuses "orders returned": the second word says what they are."""
    last = found[-1].casefold()
    if len(found) > 1 and last not in NOUNS_TOO and (done_by(last) or last in BEHIND):
        raise refuse("This says what they are.", found[-1])


def plain(part: Any) -> str:
    """Refuses a domain, which names nothing that is done."""
    if "." in part:
        raise refuse("A domain is written “the recipient is outside our domains”.", part)
    return str(part)
