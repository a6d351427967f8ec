"""What a sentence speaks of, as a deed: an agent deploys to production, a payment goes out, to delete an account."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from apps.policies.language.bones.frames import pattern
from apps.policies.language.verbs import base


def _shape(name: str) -> re.Pattern[str]:
    return re.compile(pattern(f"<{name}>"), re.IGNORECASE)


ACTIVE, AGENTS_DO, TO_DO, PASSIVE = map(_shape, ("ACTIVE", "AGENTS_DO", "TO_DO", "PASSIVE"))
GOES_ON, PAID, EXCEEDS, BY_AGENTS = map(_shape, ("GOES_ON", "PAID", "EXCEEDS", "BY_AGENTS"))
SAYS_MORE = tuple(map(_shape, ("FINITE", "JOINED")))
NO_DEED = tuple(map(_shape, ("ABSTRACT", "PRONOUN")))


class Occasion(NamedTuple):
    """What is done to what."""

    what: str
    verb: str = ""
    done: str = ""
    rest: str = ""


def occasions(text: str, *, passive: bool = True, clause: bool = False) -> Iterator[Occasion]:
    """The deed of which a text speaks.

    `passive`: what is said to be done is done here, and is no state of it. `clause`: it is said in a clause.
    """
    text = BY_AGENTS.sub("", text.strip())
    if found := TO_DO.fullmatch(text):
        yield from plainly(Occasion(found["what"], verb=found["verb"]))
        return
    if found := ACTIVE.fullmatch(text) or AGENTS_DO.fullmatch(text):
        parts = found.groupdict()
        yield from plainly(Occasion(parts["what"] or "", verb=parts.get("verb") or base(parts["does"].casefold())))
        return
    if found := EXCEEDS.fullmatch(text):
        op = "over" if found["over"] else found["op"]
        yield from plainly(Occasion(f"{found['what']} {op} {found['sum']}"))
        return
    if found := PAID.fullmatch(text) or GOES_ON.fullmatch(text):
        yield from plainly(Occasion(found["what"]))
        return
    if passive and (found := PASSIVE.fullmatch(text)):
        yield from plainly(Occasion(found["what"], done=found["done"], rest=found["rest"].strip()))
        return
    if not clause:
        yield from plainly(Occasion(text))


def plainly(found: Occasion) -> Iterator[Occasion]:
    """The deed, where its words say nothing else."""
    said = f"{found.what} {found.rest}"
    more = any(shape.search(said) for shape in SAYS_MORE)
    if found.what and not more and not any(shape.match(found.what) for shape in NO_DEED):
        yield found
