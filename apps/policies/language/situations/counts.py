"""How many: has one or more open incidents, with no owner, destroys more than three resources, the number of …"""

import re

from apps.policies.conditions import every, parts_of
from apps.policies.inflect import past, singular
from apps.policies.language.bones.own import own
from apps.policies.language.build_joins import OWN
from apps.policies.language.situations.much import limits, number
from apps.policies.language.situations.saying import Saying
from apps.policies.language.situations.subjects import ITSELF, plain
from apps.policies.language.verbs import base
from apps.policies.rule import Condition, Has, Number, Op, negated

SOME = re.compile(r"(?P<some>any|some|no|not any|zero|an?|its own) (?P<what>[\w' /-]+)", re.IGNORECASE)
NAMED = re.compile(r"(?P<number>[\w,]+) (?P<what>[\w' /-]+)", re.IGNORECASE)
NUMBER_OF = re.compile(r"(?:number|count|tally|quantity) of (?P<what>.+)", re.IGNORECASE)
DOES = re.compile(r" (?P<verb>[a-z]+) (?=more|less|fewer|at|over|under|up|no|any|one|two|between)", re.IGNORECASE)
UNITS = re.compile(
    r"(?:hours?|minutes?|seconds?|days?|weeks?|months?|years?|percent|usd|eur|gbp|dollars?|euros?|pounds?|times|"
        r"mb|gb|"
    r"megabytes?|gigabytes?|working days?|business days?)\b", re.IGNORECASE
)  # fmt: skip
MOST_WORDS = 4
TOUCHING = frozenset("touch affect involve concern cover hit span reach".split())  # these say no more than having
NO_VERB = frozenset("is has was does its this thus needs requires costs takes expires lasts".split())


def count(said: Saying) -> Condition | None:
    """What it has so many of, any of, or none of."""
    if said.sort not in ("have", "lack"):
        return None
    if said.sort == "lack" and not said.rest:
        return (
            negated(Has(of=said.of.of, what=said.of.name)) if said.of.name and said.verb.endswith("missing") else None
        )
    if said.sort == "lack":
        what = plain(said.rest)
        return negated(Has(of=said.of.whole, what=what)) if what and _named(what) else None
    return quantity(said.rest, said.of.whole)


def quantity(text: str, of: str) -> Condition | None:
    """`more than 3 open incidents`, `any critical findings`, `no owner`."""
    for compared in limits(text):
        parts = [_number(each.value, each.op) for each in compared]
        if all(parts) and len({each.what for each in parts if each}) == 1:
            return every([each for each in parts if each])
    if (none := re.fullmatch(r"(?:zero|0) (?P<what>[\w' /-]+)", text, re.IGNORECASE)) and _named(none["what"]):
        return Number(what=none["what"].casefold(), op=Op.UP_TO, hundredths=0)
    found = SOME.fullmatch(text)
    if not found or not _named(found["what"]):
        return None
    test = Has(of=of, what=found["what"].casefold())
    return negated(test) if found["some"].casefold() in ("no", "not any", "zero") else test


def some(text: str, of: str) -> Condition | None:
    """`there are open incidents`"""
    return Has(of=of, what=text.casefold()) if plain(text) and singular(text) != text and _named(text) else None


def number_of(said: Saying) -> Condition | None:
    """`the number of affected users exceeds 50`"""
    name = f"{said.of.name} of {said.of.of}" if said.of.name else said.of.of
    counted = NUMBER_OF.fullmatch(name)
    what = counted["what"] if counted else said.of.name if said.of.name.endswith(("count", "quantity", "score")) else ""
    return numbers(what, said) if what else None


def numbers(what: str, said: Saying) -> Condition | None:
    """A figure of that name against a bare number."""
    text = {"exceed": f"over {said.rest}", "reach": f"at least {said.rest}"}.get(said.sort, said.rest)
    for compared in limits(text):
        values = [number(each.value) for each in compared]
        if all(value is not None for value in values):
            return every(
                [
                    Number(what=what, op=each.op, hundredths=(value or 0) * 100)
                    for each, value in zip(compared, values, strict=True)
                ]
            )
    return None


def doing(text: str) -> Condition | None:
    """`it destroys more than three resources`: the destroyed resources."""
    for found in DOES.finditer(text):
        verb, before, behind = base(found["verb"].casefold()), text[: found.start()], text[found.end() :]
        if found["verb"].casefold() in NO_VERB or not own(verb) or not _somebody(before):
            continue
        told = quantity(behind, OWN)
        done = "" if verb in TOUCHING else f"{past(verb)} "
        tests = [test for test in parts_of(told) if isinstance(test, Number)]
        if tests and len(tests) == len(parts_of(told)):
            return every([test.model_copy(update={"what": f"{done}{test.what}"}) for test in tests])
    return None


def _somebody(text: str) -> bool:
    return text.casefold() in ITSELF or bool(plain(text))


def _number(text: str, op: Op) -> Number | None:
    found = NAMED.fullmatch(text)
    many = number(found["number"]) if found else None
    if not found or many is None or not _named(found["what"]):
        return None
    return Number(what=found["what"].casefold(), op=op, hundredths=many * 100)


def _named(what: str) -> bool:
    """Whether it names a thing in words of one's own, which are no measure."""
    return (
        own(what)
        and len(what.split()) <= MOST_WORDS
        and not UNITS.match(what)
        and number(what.split(maxsplit=1)[0]) is None
        and bool(singular(what))
    )
