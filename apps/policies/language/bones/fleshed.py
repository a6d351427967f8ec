"""The rule that bones mean: each part read, put together, and read back as one sentence."""

import re
from collections.abc import Sequence

from apps.policies.language.bones import words
from apps.policies.language.bones.asked import Grammar
from apps.policies.language.bones.clause import Piece
from apps.policies.language.bones.conditions import condition, narrowed
from apps.policies.language.bones.deed import Deed, deeds
from apps.policies.language.bones.pivots import Bones
from apps.policies.language.bones.verbs import verb_of
from apps.policies.language.bones.wording import worded
from apps.policies.language.render import render
from apps.policies.rule import Clause, Condition, Effect, EveryOf, Need, Rule, negated

SIGNERS = ("{}", "approval from {}", "approval of {}", "one person from {}")
SAYS_WHEN = frozenset("if when once where after while until".split())
NAME = re.compile(r"(?:the |an? )?(?P<name>[A-Za-z][\w&' -]*)")
NO_NAME = re.compile(
    r"\b(?:and|or|who|which|that|if|unless|when|approval|consent|sign-?off|permission|by|from|it|them|one|two|three|"
    r"first|then|reason|ticket|receipt|number|check\w*|agent|agents|with|before|after|in|within)\b|\d", re.IGNORECASE
)  # fmt: skip
FREELY = re.compile(rf" ?\b{words.FREELY}\b", re.IGNORECASE)


def rule_of(bones: Bones, pieces: Sequence[Piece], grammar: Grammar) -> Rule | None:
    """The rule; None where one of its parts cannot be read, or they do not read back together."""
    verb = bones.verb or (verb_of(bones.done) if bones.done else "")
    rest = FREELY.sub("", bones.rest) if bones.effect is Effect.AUTO else bones.rest
    made: list[Clause] = []
    for effect in (Effect.AUTO, Effect.DENY) if bones.only and bones.lets else (bones.effect,):
        loosens = effect is Effect.AUTO
        for done in deeds(bones.what, verb, rest, grammar, loosens=loosens):
            core = _clause(bones, effect, done, grammar)
            under = core and _under(core, done, pieces, grammar)
            if not under:
                return None
            made.append(under)
    return read_back(made, grammar) if made else None


def _clause(bones: Bones, effect: Effect, done: Deed, grammar: Grammar) -> Clause | None:
    if effect is Effect.ASK:
        asked = _signers(bones.signers, grammar)
        return asked.model_copy(update={"targets": done.targets}) if asked else None
    plain = Clause(effect=effect, targets=done.targets)
    if not bones.only:
        return plain
    found = _alone(bones.only, plain, grammar)
    return plain.model_copy(update={"condition": found}) if found else None


def _alone(only: str, plain: Clause, grammar: Grammar) -> Condition | None:
    """The condition under which alone it is done: turned round where all else is denied."""
    so, how = plain.effect is Effect.AUTO, worded(only)
    first, _, said = how.partition(" ")
    found = condition(said, _core(plain), grammar, so=so, lead=first) if first.casefold() in SAYS_WHEN else None
    if found is None and (narrow := narrowed(plain, (how,), grammar, loosens=True)):
        told = EveryOf(of=tuple(narrow)) if len(narrow) > 1 else narrow[0]
        return told if so else negated(told)
    return found


def _signers(text: str, grammar: Grammar) -> Clause | None:
    text = re.sub(r"(?: first|,)$", "", text.strip())
    text = re.sub(
        r" (?:has |have )?to (?:approve|sign(?: off)?|agree|authori[sz]e|confirm)(?: it| this| them|"
        r" to it)?(?: first)?$",
        "",
        text,
    )
    text = re.sub(r"\b(?:current|respective|relevant|responsible|own|assigned|designated|competent) (?=\w)", "", text)
    for way in SIGNERS:
        found = grammar.clause(f"Refunds need {way.format(text)}.")
        if found and found.effect is Effect.ASK and found.condition is None and found.targets[0].deed == "refunds":
            return found
    name = NAME.fullmatch(text)
    if name and not NO_NAME.search(name["name"]) and len(text.split()) <= 5:
        return grammar.clause(f'Refunds need one person from "{name["name"]}".')
    return None


def _under(plain: Clause, done: Deed, pieces: Sequence[Piece], grammar: Grammar) -> Clause | None:
    conditions = list(done.conditions)
    for piece in pieces:
        found = condition(piece.text, _core(plain), grammar, so=piece.so, lead=piece.lead)
        if found is None:
            return None
        conditions.append(found)
    if plain.condition:
        conditions.append(plain.condition)
    return plain.model_copy(update={"condition": _all(conditions)})


def _all(conditions: Sequence[Condition]) -> Condition | None:
    parts = tuple(
        dict.fromkeys(part for each in conditions for part in (each.of if isinstance(each, EveryOf) else (each,)))
    )
    if not parts:
        return None
    return EveryOf(of=parts) if len(parts) > 1 else parts[0]


def _core(plain: Clause) -> str:
    """The clause without its condition, in a sentence that a condition can follow."""
    bare = plain.model_copy(update={"condition": None, "extras": (), "needs": (Need(people=1),) if plain.needs else ()})
    return render(Rule(clauses=(bare,))).removesuffix(".")


def read_back(clauses: Sequence[Clause], grammar: Grammar) -> Rule | None:
    said = render(Rule(clauses=tuple(clauses)))
    again = grammar.meaning(said)
    return again if again and render(again) == said else None
