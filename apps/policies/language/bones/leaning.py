"""A clause that leans on the sentence before: above 100 USD the CFO approves as well; a smaller one goes to Billing."""

import re
from collections.abc import Iterator

from apps.policies.conditions import every
from apps.policies.language.bones.asked import Grammar
from apps.policies.language.bones.others import SUM, for_others, limits_of
from apps.policies.language.bones.pronouns import said_of_it
from apps.policies.language.render import noun
from apps.policies.language.render_words import listed
from apps.policies.language.sentences import NO_END
from apps.policies.language.step_bounds import COMPLEMENT
from apps.policies.language.turning import CONSENT, MUST, NEED, SIGN, SIGNED
from apps.policies.rule import Amount, Clause, Condition, Effect, Number, Op, Rule, tests_in

PARTS = re.compile(rf"(?:{NO_END}[.;]|,(?= (?:and|but|while|whereas|yet)\b)| (?=(?:but|whereas) ))\s+")
JOINED = re.compile(r"^(?:and|but|while|whereas|yet|however),? ", re.IGNORECASE)
AS_WELL = re.compile(r",? (?:as well|too|in addition|additionally|also|besides)\b", re.IGNORECASE)
OPS = (
    r"(?:over|above|beyond|below|under|up to|at least|at most|from|more than|less than|no more than|exceeding|between)"
)
LIMIT = (
    rf"(?:{OPS} {SUM}(?: (?:to|and|up to) {SUM})?|{SUM} (?:or more|and more|and up|and above|or less|upwards)|"
    rf"from {SUM} on)"
)
COMPARED = r"(?P<compared>smaller|lower|lesser|cheaper|larger|bigger|higher|greater)(?: \w+)?"
ANY = r"(?:for |with |from |at )?(?:(?:those|anything|everything|any|all|an?|the|ones|amounts?|sums?)(?: of)? )*"
CASE = rf"{ANY}(?:(?P<limit>{LIMIT})|{COMPARED}),?"
IT = r"(?: it| them| this| these)?"
ASKS = tuple(
    re.compile(f"^{words}$", re.IGNORECASE)
    for words in (
        rf"{CASE} (?P<who>.+?) (?:{MUST} )?(?:{SIGN}|sign){IT}",
        rf"{CASE} (?:{NEED}|goe?s? to|(?:is|are|{MUST} be) {SIGNED} by) (?P<who>.+?)(?: for {CONSENT})?",
        rf"{CASE} (?P<who>.+?) (?:is|are) (?:needed|required|asked)",
        rf"{CASE} (?P<who>.+?) (?:alone )?(?:is enough|suffices|is sufficient|will do)",
        rf"{CASE} (?:by |to )?(?P<who>.+?)(?: (?:does|do|decides?|has to|must))?",
        rf"(?P<who>.+?) (?:{MUST} )?(?:{SIGN}|sign){IT} {CASE}",
    )
)
LOWER = frozenset("smaller lower lesser cheaper".split())


def parted_where_it_leans(text: str) -> Iterator[tuple[str, str]]:
    """The sentence before, and the clause behind it."""
    for found in PARTS.finditer(text):
        yield text[: found.start()].rstrip(" ,"), JOINED.sub("", text[found.end() :].strip())


def leaning(before: Rule, text: str, grammar: Grammar) -> Clause | None:
    """What the clause adds; None where it stands for itself, or more than one thing was said before."""
    if len(before.clauses) != 1 or before.clauses[0].effect not in (Effect.ASK, Effect.AUTO):
        return None
    if more := for_others(before.clauses[0], text, grammar) or said_of_it(before.clauses[0], text, grammar):
        return more
    besides = bool(AS_WELL.search(text))
    found = next(filter(None, (words.match(AS_WELL.sub("", text)) for words in ASKS)), None)
    return _besides(before.clauses[0], found, grammar, besides=besides) if found else None


def _besides(base: Clause, found: re.Match[str], grammar: Grammar, *, besides: bool) -> Clause | None:
    nouns = listed((noun(target) for target in base.targets), "and")
    limit = found["limit"]
    limits, others = limits_of(base.condition)
    asked = next(filter(None, (_asked(f"{nouns} {limit or ''}", who, grammar) for who in _signers(found["who"]))), None)
    if asked is None or asked.targets != base.targets:
        return None
    within = limits_of(asked.condition)[0] if limit else _turned(limits, lower=found["compared"] in LOWER)
    if not within:
        return None
    needs = (*base.needs, *asked.needs) if besides and limits and base.effect is Effect.ASK else asked.needs
    return asked.model_copy(update={"needs": needs, "condition": every((*others, *within))})


def _signers(who: str) -> tuple[str, ...]:
    return who, f"approval from {who}"


def _asked(what: str, who: str, grammar: Grammar) -> Clause | None:
    found = grammar.clause(f"{what.strip()} need {who}.")
    return found if found and found.effect is Effect.ASK else None


def _turned(limits: tuple[Condition, ...], *, lower: bool) -> tuple[Condition, ...]:
    """Below or above what the sentence before says; nothing where that is not what is left."""
    (test,) = tests_in(limits[0]) if len(limits) == 1 else (None,)
    if not isinstance(test, Amount | Number) or (test.op in (Op.OVER, Op.AT_LEAST)) != lower:
        return ()
    return (test.model_copy(update={"op": COMPLEMENT[test.op]}),)
