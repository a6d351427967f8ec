"""Of what something is said: it, its status, the customer's tier, the tier of the customer, the amount."""

import re
from typing import NamedTuple

from apps.policies.inflect import singular
from apps.policies.language.bones.own import own
from apps.policies.language.build_joins import OWN
from apps.policies.language.lexicon import Lexicon
from apps.policies.language.open_names import HEADS
from apps.policies.language.things import ATTRIBUTES, RELATED

DETERMINER = re.compile(
    r"^(?:the|an?|its|their|his|her|this|that|these|those|any|each|every|our|such|some)(?: (?:respective|own|"
    r"underlying|relevant|corresponding|associated|related|linked))? (?=\w)",
    re.IGNORECASE,
)
THEIRS = re.compile(r"^(?:its|their|his|her) ", re.IGNORECASE)
ITSELF = frozenset("it they this these that those he she one which who".split())
AMOUNTS = frozenset("amount sum total value total amount total value".split())
NEWEST = re.compile(r"\b(?:most recent|latest|newest|previous)\b", re.IGNORECASE)
MOST_WORDS = 5
IN_NAMES = re.compile(r"\b(?:last|first|hold|code|period|window|system)\b", re.IGNORECASE)  # structural elsewhere
NAME = re.compile(r"[\w'&/. -]+")
FIELDS = frozenset(each.split(" ")[-1] for each in ATTRIBUTES) | frozenset(
    "zone band bracket queue pool cluster namespace position office site location nationality size colour color "
    "model "
    "version format list nature classification jurisdiction market mode".split()
)  # a field ends in one of these


OWNERS = frozenset("owner owners partner partners account group project commander".split())
NO_RECORD = frozenset(  # what is said of these is no field's value
    "recipient recipients text message body wording attachment attachments risk run agent bot asker tests test "
    "checks "
    "check every any".split()
)


class Of(NamedTuple):
    """A record, and its field; the field of no name is the record itself."""

    of: str
    name: str = ""

    @property
    def whole(self) -> str:
        """Its name where it stands alone: the field, or the record."""
        return self.name or self.of


def subject(text: str, owner: str, lexicon: Lexicon) -> Of | None:
    """What a noun phrase means, said of the owner; None for anybody and anything."""
    said = NEWEST.sub("last", text.strip())
    if said.casefold() in ITSELF:
        return Of(owner)
    if THEIRS.match(said):
        name = plain(said)
        return Of(owner, name) if name and name.split(" ")[-1] not in NO_RECORD else None
    said = bare(said)
    if said.split(" ")[-1].casefold() in HEADS - OWNERS or (" " in said and said.split(" ")[0][:1].isupper()):
        return None  # somebody, whose word it is
    known = lexicon.phrases.get(tuple(said.casefold().split()), {})
    if said.casefold().split(" ")[-1] in NO_RECORD or ("CHECK_NAME" in known and "RELATED" not in known):
        return None
    if owned := re.fullmatch(r"(?P<of>[\w -]+?)(?:'s|(?<=s)') (?P<name>[\w' -]+)", said):
        return _parted(owned["of"], owned["name"], owner)
    if parted := re.fullmatch(
        r"(?P<name>[\w -]+?) (?:of|on|for) (?P<of>(?:the|an?|its|their|this|that) .+|it|them)", said
    ):
        return _parted(owner if parted["of"] in ITSELF | {"them"} else parted["of"], parted["name"], owner)
    name = plain(said)
    if not name:
        return None
    return Of(owner, name) if is_field(name, lexicon) and singular(name) not in RELATED else Of(singular(name))


def _parted(of: str, name: str, owner: str) -> Of | None:
    record, field = (of if of == owner else singular(plain(of))), plain(name)
    return Of(record, field) if record and field else None


def plain(text: str) -> str:
    """The bare name; empty where it could say more than a name."""
    said = bare(text).casefold()
    named = IN_NAMES.sub("", said).strip() or said
    fits = NAME.fullmatch(said) and len(said.split()) <= MOST_WORDS and own(named)
    return said if fits else ""


def bare(text: str) -> str:
    """Without its determiner."""
    return DETERMINER.sub("", text.strip(), count=1)


def is_field(name: str, lexicon: Lexicon) -> bool:
    """Whether a name is that of a field, which is of a record."""
    words = tuple(name.casefold().split())
    known = lexicon.phrases.get(words, {})
    return words[-1] in FIELDS or ("FIELD_NAME" in known and "RELATED" not in known)


def is_amount(subject: Of, owner: str) -> bool:
    """Whether the action's own amount is meant."""
    return subject.of == owner == OWN and (not subject.name or subject.name in AMOUNTS)


def amount_named(text: str) -> bool:
    return bare(text).casefold() in AMOUNTS
