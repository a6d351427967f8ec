"""The first time for somebody: a customer's first refund, to a vendor that we have never paid before."""

import re

from apps.policies.inflect import singular
from apps.policies.language.circumstances.parts import Asked, Found, Reader, name_of, reader, turned
from apps.policies.language.verbs import verb_of

PARTY = r"(?:an? |the |any |that |this |each |one |some |given |our )*(?P<party>[\w'-]+(?: [\w'-]+)??)"
TO = r"(?:to|for|from|with|of|by|on|against)"
US = r"(?:we|the company|anybody|anyone|it|they|us|the agents?)"
BEFORE = r"(?: before| so far| yet| until now| to date| in the past| earlier| previously)?"
DONE = r"(?P<done{}>[\w-]+)(?: to| with)?"
NEVER = (
    rf"(?:{US} (?:has|have) never {DONE.format(1)}|(?:has|have) never (?:yet )?been {DONE.format(2)}|"
    rf"never (?:yet )?{DONE.format(3)}|(?:has|have) not (?:yet )?been {DONE.format(4)}(?: by us)?|"
    rf"{US} (?:has|have) not {DONE.format(5)}|(?:nobody|no one|none of us) (?:has|have) (?:ever |yet "
    rf")?{DONE.format(7)}|new to us){BEFORE}"
)
MAIL = frozenset("write contact email message mail".split())
ANY_DEED = frozenset("deal work trade do see use serve".split())
EARLIER = r"(?:earlier|previous|prior|past)"
FIRST = r"(?:very )?first(?:-ever| ever)?"


def _told(found: Found, asked: Asked) -> str:
    name = name_of(found["party"])
    known = asked.known(name, "PARTY", "RELATED") or asked.known(
        name.split(" ")[-1] if name else "", "PARTY", "RELATED"
    )
    if not name or not known or not all(_same(word, asked) for word in _done(found)):
        return ""
    party = singular(name.removesuffix("'s"))
    test = f'it is the first time for the "{party}"'
    return turned(test) if found.groupdict().get("not") else test


def _done(found: Found) -> list[str]:
    return [word for key, word in found.groupdict().items() if key.startswith("done") and word]


def _same(word: str, asked: Asked) -> bool:
    """Whether it is the same that the sentence speaks of: never paid before, of payments."""
    verb = verb_of(word.casefold())
    mails = verb in MAIL and bool(re.search(r"\b(?:e-?mail|mail|message)", asked.rest, re.IGNORECASE))
    return mails or verb in ANY_DEED or asked.mentions(word) or asked.mentions(verb)


READERS: tuple[Reader, ...] = (
    reader(rf"{TO} {PARTY} (?:(?:that|who|whom|which) )?{NEVER}", _told),
    reader(rf"{PARTY} {NEVER}", _told),
    reader(rf"{TO} {PARTY} (?:with|having|without|lacking)(?: no| any)? {EARLIER} (?P<done6>[\w-]+)", _told),
    reader(rf"{TO} {PARTY} for the {FIRST} time", _told),
    reader(
        rf"{TO} {PARTY} (?:that|who|which) (?:is|are) (?P<not>not )?(?:being )?[\w-]+(?: to)? for the {FIRST} time",
        _told,
    ),
    reader(rf"{PARTY} (?:is|are) (?P<not>not )?(?:being )?[\w-]+(?: to)? for the {FIRST} time", _told),
    reader(rf"it is (?P<not>not )?the {FIRST} [\w-]+ {TO} {PARTY}", _told),
    reader(rf"it is (?P<not>not )?{PARTY}'s {FIRST} [\w-]+", _told),
    reader(rf"{PARTY} (?:is|are) (?P<not>not )?new(?: to us)?", _told),
    reader(rf"there (?:has|have) been no {EARLIER} (?P<done6>[\w-]+) {TO} {PARTY}", _told),
)
