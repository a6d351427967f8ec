"""The rule that bones mean: each part read, put together, and read back as one sentence."""

import re
from collections.abc import Sequence

from apps.policies.conditions import every
from apps.policies.language import turning
from apps.policies.language.bones.asked import Grammar
from apps.policies.language.bones.clause import Piece
from apps.policies.language.bones.conditions import condition, narrowed
from apps.policies.language.bones.deed import Deed, each_deed
from apps.policies.language.bones.own import own
from apps.policies.language.bones.pivots import Bones
from apps.policies.language.bones.wording import worded
from apps.policies.language.reading import MOST_CUTS
from apps.policies.language.render import render
from apps.policies.language.verbs import verb_of
from apps.policies.rule import Clause, Condition, Effect, Need, Rule, Total, negated

SIGNERS = ("{}", "approval from {}", "approval of {}", "one person from {}")
MOST_WORDS = 5
SAYS_WHEN = frozenset("if when once where after while until".split())
NAME = re.compile(r"(?:the |an? )?(?P<name>(?!(?:of|to|for|from|at|on|under|via) )[A-Za-z][\w&' -]*)")
NO_NAME = re.compile(
    r"\b(?:and|or|who|which|that|if|unless|when|approval|consent|sign-?off|permission|by|from|it|them|one|two|three|"
    r"first|then|reason|ticket|receipt|number|check\w*|agent|agents|with|before|after|in|within|keys?|"
    r"passkeys?|yubikeys?|tokens?|factor)\b|\d", re.IGNORECASE
)  # fmt: skip
OR = re.compile(r",? (?:or|and) |, ")
FREELY = re.compile(rf" ?\b{turning.FREELY}\b", re.IGNORECASE)


def rule_of(bones: Bones, pieces: Sequence[Piece], grammar: Grammar) -> Rule | None:
    """The rule; None where one of its parts cannot be read, or they do not read back together."""
    verbs = tuple(map(verb_of, OR.split(bones.done))) if bones.done else tuple(OR.split(bones.verb))
    rest = FREELY.sub("", bones.rest) if bones.effect is Effect.AUTO else bones.rest
    made: list[Clause] = []
    for effect in dict.fromkeys((Effect.AUTO, bones.effect)) if bones.lets else (bones.effect,):
        loosens = effect is Effect.AUTO
        for found in each_deed(bones.what, verbs, rest, grammar, loosens=loosens):
            done = found if loosens or not bones.others else found.otherwise()
            if bones.others and not done.conditions:
                return None
            core = _clause(bones, effect, done, grammar)
            under = core and _under(core, done, pieces, grammar)
            if not under:
                return None
            made.append(under)
    return read_back(made, grammar) if made else None


def _clause(bones: Bones, effect: Effect, done: Deed, grammar: Grammar) -> Clause | None:
    if bones.others and effect is Effect.ASK:
        return Clause(effect=effect, targets=done.targets, needs=(Need(people=1),))
    if bones.owed or effect is Effect.ASK:
        asked = _owed(bones, grammar) if bones.owed else signed_by(bones.signers, grammar)
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
        told = every(narrow)
        return told if so else negated(told)
    return found


def signed_by(text: str, grammar: Grammar) -> Clause | None:
    """Refunds that these sign: who, how many, in which order; None where that cannot be read."""
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
    if name and not NO_NAME.search(name["name"]) and len(text.split()) <= MOST_WORDS:
        return grammar.clause(f'Refunds need one person from "{name["name"]}".')
    return None


def _owed(bones: Bones, grammar: Grammar) -> Clause | None:
    """What is owed for refunds, in words that the grammar knows or in quotes."""
    for signers in SIGNERS:
        found = grammar.clause(bones.owed.replace(bones.signers, signers.format(bones.signers)))
        if found and found.effect is bones.effect and _owes(found):
            return found
        if not bones.signers:
            break
    said = re.fullmatch(r"For refunds, (?P<what>tell|ask for) (?:the |an? )?(?P<name>[A-Za-z][\w' -]*)\.", bones.owed)
    if said and own(said["name"]) and not NO_NAME.search(said["name"]) and len(said["name"].split()) <= MOST_WORDS:
        return grammar.clause(f'For refunds, {said["what"]} "{said["name"]}".')
    return None


def _owes(found: Clause) -> bool:
    """Whether it owes something, or is a cap; a cap is all of its condition."""
    return isinstance(found.condition, Total) or (found.condition is None and bool(found.extras or found.later_s))


def _under(plain: Clause, done: Deed, pieces: Sequence[Piece], grammar: Grammar) -> Clause | None:
    conditions = list(done.conditions)
    for piece in pieces:
        found = condition(piece.text, _core(plain), grammar, so=piece.so, lead=piece.lead)
        if found is None:
            return None
        conditions.append(found)
    if plain.condition:
        conditions.append(plain.condition)
    return plain.model_copy(update={"condition": every(conditions) if conditions else None})


def _core(plain: Clause) -> str:
    """The clause without its condition, in a sentence that a condition can follow."""
    asks = bool(plain.needs or plain.extras)
    plainly = {"condition": None, "extras": (), "later_s": 0, "needs": (Need(people=1),) if asks else ()}
    bare = plain.model_copy(update=plainly | ({"effect": Effect.ASK} if asks else {}))
    return render(Rule(clauses=(bare,))).removesuffix(".")


def read_back(clauses: Sequence[Clause], grammar: Grammar) -> Rule | None:
    """The clauses as one rule, where their sentence reads back as the same."""
    if not clauses:
        return None
    said = render(Rule(clauses=tuple(clauses)))
    again = grammar.meaning(said, MOST_CUTS)
    return again if again and render(again) == said else None
