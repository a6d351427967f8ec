"""What a sentence says in frames, all words accounted for: who agrees to what, what is free, forbidden or due."""

import re
from collections.abc import Iterator

from apps.policies.language.bones.frames import framed_as, pattern
from apps.policies.language.bones.marked import MARK, Marked, Who
from apps.policies.language.bones.named import marked
from apps.policies.language.bones.occasion import Occasion, occasions, plainly
from apps.policies.language.bones.pivots import Bones
from apps.policies.language.in_full.said import within
from apps.policies.language.lexicon import Lexicon
from apps.policies.language.verbs import base, verbs
from apps.policies.rule import Effect

DONE_THEN = frozenset("before whenever to prior every each any after once as".split())
SPANS = re.compile(pattern(r"(?<![\w-])<SPAN>"), re.IGNORECASE)
CLAUSES = frozenset("if when whenever every each any where once".split())
AFTERWARDS = frozenset({"after", "once", "as soon as"})
PLAIN = ((Effect.SUGGEST, "suggestion"), (Effect.DENY, "forbidden"), (Effect.AUTO, "free"))
DUE = (
    (Effect.AUTO, "first", "Refunds may run first and need {who} within {span} afterwards."),
    (Effect.OWE, "expiring", "For refunds, let approvals expire after {span}."),
    (Effect.OWE, "keyed", "For refunds, confirm with a security key."),
    (Effect.OWE, "channelled", "For refunds, confirm on a second channel."),
    (Effect.OWE, "waiting", "For refunds, hold for {span}."),
    (Effect.OWE, "telling", "For refunds, tell {told}."),
    (Effect.OWE, "explaining", "For refunds, ask for a reason."),
    (Effect.OWE, "giving", "For refunds, ask for {given}."),
)


def framed(core: str, lexicon: Lexicon) -> Iterator[Bones]:
    """Each way in which frames say it, the likeliest first."""
    told = marked(core, lexicon)
    for found in framed_as("agreed", told.text):
        if (who := _who(found, told)) and _lead(found) not in AFTERWARDS:
            yield from (Bones(Effect.ASK, signers=str(who), **deed._asdict()) for deed in _deeds(found, told))
    for found in framed_as("in turn", told.text):
        if row := _in_turn(found, told):
            yield from (Bones(Effect.ASK, signers=str(row), **deed._asdict()) for deed in _deeds(found, told))
    for effect, sort in PLAIN:
        for found in framed_as(sort, told.text):
            yield from (Bones(effect, **deed._asdict()) for deed in _deeds(found, told))
    for effect, sort, owed in DUE:
        for found in framed_as(sort, told.text):
            if said := _owed(owed, found, told):
                yield from (Bones(effect, owed=said, **deed._asdict()) for deed in _deeds(found, told))


def _owed(owed: str, found: re.Match[str], told: Marked) -> str:
    """The plainest sentence that owes the same; nothing where somebody is named who cannot be told."""
    said = {name: part for name, part in found.groupdict().items() if part}
    who = _who(found, told)
    spans = SPANS.findall(_around(found))
    whom = said.get("told") or (who.named if who else "")
    missing = {"{told}": not whom, "{who}": not who, "{span}": len(spans) != 1}
    if any(lacks for name, lacks in missing.items() if name in owed):
        return ""
    return owed.format(
        span=_span(spans[0]) if spans else "", told=whom, given=told.plain(said.get("given", "")), who=who
    )


def _span(text: str) -> str:
    text = re.sub(r"(?<=\d)-?h\b", " hours", re.sub(r"(?<=\d)-?min\b", " minutes", text)).replace("-", " ")
    return re.sub(r"^half an hour", "30 minutes", re.sub(r"^an? ", "one ", text))


def _who(found: re.Match[str], told: Marked) -> Who | None:
    """The one who is named outside what is done; None for several."""
    marks = MARK.findall(_around(found))
    return told.who[int(marks[0])] if len(marks) == 1 else None


def _in_turn(found: re.Match[str], told: Marked) -> Who | None:
    """Those who are named outside what is done, one after the other."""
    who = dict.fromkeys(unit for mark in MARK.findall(_around(found)) for unit in told.who[int(mark)].units)
    return Who(tuple(who), "then") if len(who) == 2 else None


def _around(found: re.Match[str]) -> str:
    """The words of the frame itself."""
    begin, end = found.span("e")
    return f"{found.string[:begin]} {found.string[end:]}"


def _deeds(found: re.Match[str], told: Marked) -> Iterator[Occasion]:
    lead, does = _lead(found), found.groupdict().get("who_does")
    said = told.plain(found["e"]).strip(" ,")
    if found.start("e") == 0 or lead in ("to", "in order"):
        said = within(said)
    if does:
        said = f"to {base(does.casefold())} {said}"
    elif lead == "to" and found.start("lead") == 0:
        said = f"to {said}"
    elif lead in ("to", "in order") and said.removeprefix("to ").split(" ")[0] in verbs():
        said = f"to {said.removeprefix('to ')}"
    parts = found.groupdict()
    if parts.get("done") or parts.get("verb"):
        yield from plainly(
            Occasion(said, parts.get("verb") or "", parts.get("done") or "", (parts.get("rest") or "").strip())
        )
        return
    turned = found.string[: found.start("e")].casefold().endswith("no ")
    word = lead.split(" ")[0]
    yield from occasions(
        said, passive=turned or word in DONE_THEN, clause=word in CLAUSES and lead != "when it comes to"
    )


def _lead(found: re.Match[str]) -> str:
    return (found.groupdict().get("lead") or "").casefold()
