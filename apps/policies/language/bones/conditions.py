"""Conditions and narrowings in words, as the grammar reads them; in words of their own where it reads none."""

import re
from collections.abc import Iterable

from apps.policies.inflect import singular
from apps.policies.language.bones.asked import Grammar
from apps.policies.language.bones.own import own
from apps.policies.language.bones.stated import LETTERS, MOST_WORDS, QUANTIFIED, stated
from apps.policies.language.bones.wording import worded
from apps.policies.language.render import noun
from apps.policies.language.render_words import listed
from apps.policies.language.things import RELATED
from apps.policies.language.words import WORDS
from apps.policies.rule import AnyOf, Attribute, Clause, Condition, EveryOf, Given, Says, Tagged, negated

RELATIVE = re.compile(
    r"(?:(?:to|for|from|of|by|with|on|in|against) (?:the |an? |any |all )?(?P<whom>[\w -]+) )?(?:that|which|"
    r"who) (?P<said>.+)",
    re.IGNORECASE,
)
PREPOSITION = re.compile(
    r"(?:by|on|in|from|for|to|of|under|through|via|at|into|with|against|as|using|involving|containing|belonging to|"
    r"affecting|touching) (?:the |an? )?(?P<said>.+)", re.IGNORECASE
)  # fmt: skip
PARTICIPLE = re.compile(r"(?:[a-z-]+ed|made|taken|given|sent|held|kept|known|paid|sold|bought)(?: .+)?")
WORDING = r"(?:text|body|subject|message|wording|content)"
SAYING = re.compile(
    rf"(?:that mentions?|which mentions?|mentioning|(?:whose|where the|in which the) {WORDING} "
    r"(?:mentions?|contains?|says?|includes?)) (?:the (?:words?|names?|phrases?) (?:of )?)?"
    r"(?P<words>[\w -]+?(?:(?:, | or |, or )[\w -]+?)*)",
    re.IGNORECASE,
)
THAT_IS = re.compile(r"^(?:that|which|who) (?:is|are|was|were|has been|have been) ", re.IGNORECASE)
NAMING = ("except", "other than", "apart from", "excluding", "with the exception", "this does", "it does", "that does")
PLACING = frozenset("for on in at from within outside".split())
CLAUSE = re.compile(
    r"\b(?:unless|until|if|when|while|once|except|provided|as long as|without|before|after|where)\b", re.IGNORECASE
)


def narrowed(found: Clause, mods: Iterable[str], grammar: Grammar, *, loosens: bool) -> list[Condition] | None:
    """The conditions of a clause with what narrows it; None where one of them cannot be read."""
    conditions = [found.condition] if found.condition else []
    for mod in mods:
        told = _narrowing(found, mod, grammar, loosens=loosens)
        if told is None:
            return None
        conditions += told
    return conditions


def _narrowing(found: Clause, mod: str, grammar: Grammar, *, loosens: bool) -> list[Condition] | None:
    """What narrows a deed; read narrowly where it loosens."""
    nouns, mod = listed((noun(target) for target in found.targets), "and"), worded(mod)
    for said in (mod, THAT_IS.sub("", mod)):
        for text in _frames(nouns, said, loosens=loosens):
            told = grammar.clause(text)
            if told and told.targets == found.targets and told.condition:
                return [told.condition]
    if says := SAYING.fullmatch(mod):
        told = grammar.clause(f"Never email when the text contains {_quoted(says['words'])}.")
        return [told.condition] if told and isinstance(told.condition, Says) else None
    if relative := RELATIVE.fullmatch(mod):
        of = singular((relative["whom"] or nouns).split(" ")[-1])
        if told_of := _all_stated(of, relative["said"]):
            return told_of
    if QUANTIFIED.search(mod) or len(mod.split()) > MOST_WORDS or not LETTERS.fullmatch(mod):
        return _cut(found, mod, grammar, loosens=loosens)
    about = PREPOSITION.fullmatch(mod)
    if about and mod.startswith("with ") and about["said"].casefold() in WORDS["GIVEN"]:
        return [Given(what=about["said"].casefold())]
    if about:
        names = tuple(re.split(r", (?:or )?| or ", about["said"]))
        named = all(own(name) and singular(name.casefold()) not in RELATED for name in names)
        return [Tagged(family="kind", names=names)] if named else None
    return [Attribute(of="record", values=(mod,))] if PARTICIPLE.fullmatch(mod) and own(mod) else None


def _quoted(words: str) -> str:
    """`a lawsuit or a regulator` → "lawsuit" or "regulator"."""
    each = (re.sub(r"^(?:an? |the |any )", "", word.strip()) for word in re.split(r",? or |, ", words))
    return " or ".join(f'"{word}"' for word in each)


def _frames(nouns: str, mod: str, *, loosens: bool) -> tuple[str, ...]:
    if loosens:
        return f"{nouns} {mod} need no approval.", f"{nouns} need no approval {mod}."
    return f"{nouns} {mod} need one person.", f"{nouns} need one person {mod}."


def _all_stated(of: str, said: str) -> list[Condition] | None:
    """`customers who have accepted the offer and signed the form`: both."""
    first, *more = re.split(r",? and ", said)
    word = re.match(r"(?:is|are|has|have|was|were)\b", said)
    found = [
        stated(f"the {of} {part}") for part in (first, *(f"{word.group()} {each}" if word else each for each in more))
    ]
    return [each for each in found if each] if all(found) else None


def _cut(found: Clause, mod: str, grammar: Grammar, *, loosens: bool) -> list[Condition] | None:
    """Two narrowings in a row; what stands in a clause belongs to that, and is not cut off it."""
    if CLAUSE.search(mod):
        return None
    for mark in re.finditer(
        r" (?=(?:that|which|who|with|without|by|on|in|from|for|to|within|during|at|over|above|outside|between|"
        r"after|unless)\b)",
        mod,
    ):
        one, two = mod[: mark.start()], mod[mark.end() :]
        if " " not in one or not (first := _narrowing(found, one, grammar, loosens=loosens)):
            continue
        if second := _narrowing(found, two, grammar, loosens=loosens):
            return [*first, *second]
    return None


def condition(text: str, core: str, grammar: Grammar, *, so: bool, lead: str = "when") -> Condition | None:
    """A condition, or an exception turned round, of a core such as `never refund`."""
    text = worded(text)
    for how in dict.fromkeys(("when" if so else "unless", lead)):
        told = grammar.clause(f"{core} {how} {text}.")
        if told and told.condition:
            return told.condition
    for word, said in ((" or ", AnyOf), (" and ", EveryOf)):
        parts = re.split(rf",?{word}", text)
        if len(parts) > 1 and "either" not in text.casefold():
            told_of = [condition(part, core, grammar, so=so) for part in parts]
            if all(told_of):
                join = said if so else (EveryOf if said is AnyOf else AnyOf)
                return join(of=tuple(each for each in told_of if each))
    free = _of_refunds(text, grammar, lead) or stated(text) or (_kind(text) if lead.startswith(NAMING) else None)
    return free if free is None or so else negated(free)


def _of_refunds(text: str, grammar: Grammar, lead: str) -> Condition | None:
    """What a preposition says of the action: for customers whose tier is gold; that of an exception may be left out."""
    ways = (f"{lead} ",) if lead in PLACING else ("", "for ") if lead.startswith(NAMING) else ()
    for way in ways:
        told = grammar.clause(f"Refunds {way}{text} need one person.")
        if told and told.condition and [target.deed for target in told.targets] == ["refunds"]:
            return told.condition
    return None


def _kind(text: str) -> Condition | None:
    """What an exception names: "accounts in collections"."""
    said = re.sub(r"^(?:for |in |on |to )?(?:the |an? )?", "", text)
    short = own(said) and len(said.split()) <= MOST_WORDS and LETTERS.fullmatch(said) and not QUANTIFIED.search(said)
    return Tagged(family="kind", names=(said,)) if short else None
