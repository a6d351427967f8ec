"""How long ago: is older than 90 days, was opened within the last week, has been open for less than two days."""

import re

from apps.policies.inflect import singular
from apps.policies.language.build_joins import OWN
from apps.policies.language.open_deeds import ODD, done_by
from apps.policies.language.situations.much import NUMBER, number
from apps.policies.language.situations.saying import Saying
from apps.policies.rule import Age, Condition, Op, negated

SPAN = (
    rf"(?:(?P<number>{NUMBER}|an?) (?:calendar )?(?P<unit>hour|day|week|fortnight|month|year)s?|(?P<one>day|"
    rf"week|fortnight|month|year))"
)
LAST = r"(?:the )?(?:last|past|previous|preceding)"
OPS = {
    "more than": Op.OVER, "over": Op.OVER, "older than": Op.OVER, "longer than": Op.OVER, "longer ago than": Op.OVER,
    "further back than": Op.OVER, "earlier than": Op.OVER, "beyond": Op.OVER, "at least": Op.AT_LEAST,
    "no less than": Op.AT_LEAST, "not less than": Op.AT_LEAST, "a minimum of": Op.AT_LEAST, "less than": Op.UNDER,
    "fewer than": Op.UNDER, "under": Op.UNDER, "younger than": Op.UNDER, "newer than": Op.UNDER,
    "more recent than": Op.UNDER, "fresher than": Op.UNDER, "at most": Op.UP_TO, "no more than": Op.UP_TO,
    "not more than": Op.UP_TO, "up to": Op.UP_TO, "no older than": Op.UP_TO, "not older than": Op.UP_TO,
    "no longer than": Op.UP_TO, "not longer than": Op.UP_TO, "for more than": Op.OVER, "for over": Op.OVER,
    "for at least": Op.AT_LEAST, "for less than": Op.UNDER, "for under": Op.UNDER, "for longer than": Op.OVER,
    "for up to": Op.UP_TO, "for no more than": Op.UP_TO,
}  # fmt: skip
OP = rf"(?P<op>{'|'.join(sorted(OPS, key=len, reverse=True))})"
AGO = r"(?: (?:ago|old|of age|in the past|back|earlier|past))"
DONE = r"(?:(?:last|first|newly|recently|originally) )?(?P<done>[a-z-]+)(?: (?:on|up|out|off|in|by [\w ]+?))?"
TOOK_PLACE = (
    r"(?:took place|takes place|happened|occurred|dates from|dates back|date back|lies|lie|falls|took effect|"
    r"goes back)"
)
OLDER = r"(?P<op>(?:no |not )?(?:older|younger|newer|fresher) than|more recent than)"
WAS = r"(?:(?:is|are|was|were|has been|have been|has|have|had|be) )?"
SHAPES = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        rf"{WAS}{OLDER} {SPAN}(?: old)?",
        rf"{WAS}(?:{OP} )?{SPAN}{AGO}",
        rf"{WAS}{SPAN} (?:old )?(?P<turned>or (?:older|younger|newer))(?: old)?",
        rf"{WAS}{SPAN} old (?P<turned>or (?:more|less))",
        rf"{TOOK_PLACE} (?:{OP} )?{SPAN}{AGO}",
        rf"{TOOK_PLACE} (?P<within>within|in|during) {LAST} {SPAN}",
        rf"{WAS}{DONE} (?:{OP} )?{SPAN} (?:ago|back|earlier|in the past)",
        rf"{WAS}{DONE} (?P<within>within|in|during|over) {LAST} {SPAN}",
        rf"(?:is|are) from (?P<within>within )?{LAST} {SPAN}",
        (
            rf"{WAS}(?P<state>in place|in existence|on file|(?!(?:is|are|was|were|has|have|had|be|been|no|not|for|"
            rf"of)\b)[a-z-]+) (?:for )?{OP} {SPAN}"
        ),
    )
)
OF_EVENT = re.compile(
    rf"{WAS}(?P<within>within|less than|no more than|at most|up to) {SPAN} (?:of|after|from|following) (?:the |"
    rf"its |their )?(?:being )?(?P<event>[a-z-]+(?: [a-z-]+)?)",
    re.IGNORECASE,
)
NOT_SINCE = re.compile(
    rf"(?:has been|have been|was|were|is|are) {DONE} (?:for|in|within|during|over) (?:(?P<last>{LAST}) )?"
    rf"(?:(?P<op>more than|over|at least|longer than) )?{SPAN}",
    re.IGNORECASE,
)
TURNED = {
    "older": Op.AT_LEAST,
    "more": Op.AT_LEAST,
    "longer": Op.AT_LEAST,
    "younger": Op.UP_TO,
    "newer": Op.UP_TO,
    "less": Op.UP_TO,
}
EXISTING = frozenset(("open", "active", "live", "running", "around", "in place", "in existence", "on file"))
MADE = frozenset(
    "created opened placed made issued raised filed submitted received registered added taken recorded logged set "
    "established written drafted posted".split()
)


def age(said: Saying) -> Condition | None:
    """How old something is said to be; that nothing was done with it for so long turns round."""
    if not said.so and (since := NOT_SINCE.fullmatch(said.predicate)):
        longer = OPS[since["op"].casefold()] if since["op"] else Op.OVER
        return negated(_age(_since(said, since["done"]), longer, since)) if _done(since["done"]) else None
    if (near := OF_EVENT.fullmatch(said.predicate)) and not said.of.name:
        within = Op.UNDER if near["within"].casefold() == "less than" else Op.UP_TO
        made = near["event"].casefold() in MADE | {"creation", "opening", "placement", "receipt"}
        return _age(said.of.whole if made else near["event"].casefold(), within, near)
    for shape in SHAPES:
        found = shape.fullmatch(said.predicate)
        if not found:
            continue
        groups = found.groupdict()
        done = groups.get("done") or ""
        if done and not _done(done):
            continue
        op = _op(groups)
        state = (groups.get("state") or "").casefold()
        if state and not said.so and state not in EXISTING:
            return None  # for how long it was not done, or not for so long?
        of = _event(said, done) if state in EXISTING or not state else state
        return _age(of, op, found) if op else None
    return None


def _op(groups: dict[str, str | None]) -> Op | None:
    if turned := groups.get("turned"):
        return TURNED[turned.casefold().split(" ")[-1]]
    if groups.get("within") or "op" not in groups:
        return Op.UP_TO
    said = groups.get("op")
    return OPS[said.casefold()] if said else None


def _event(said: Saying, done: str) -> str:
    """The record where it came to be; else what was done with it."""
    of = f"{said.of.name} of {said.of.of}" if said.of.name and said.of.of != OWN else said.of.whole
    return of if not done or done.casefold() in MADE else _since(said, done)


def _since(said: Saying, done: str) -> str:
    """What was done with it: opened, which is not when it came to be."""
    own = said.of.of == OWN and not said.of.name
    return done_by(done.casefold()) or done.casefold() if own else f"{singular(said.of.whole)} {done.casefold()}"


def _done(word: str) -> bool:
    return bool(done_by(word.casefold())) or word.casefold() in ODD | {"set", "put", "used"}


def _age(of: str, op: Op, found: re.Match[str]) -> Condition:
    unit = (found["unit"] or found["one"]).casefold()
    many = 1 if found["one"] or found["number"].casefold() in ("a", "an") else number(found["number"]) or 0
    if unit == "fortnight":
        many, unit = many * 14, "day"
    return Age.model_validate({"of": of, "op": op, "number": many, "unit": unit})
