"""One circumstance that begins at a word: the test that it means, behind the word that joins it."""

import re
from collections.abc import Iterable

from apps.policies.language.circumstances import (
    askers,
    changes,
    checks,
    firsts,
    givens,
    lists,
    origins,
    recipients,
    risks,
    runs,
    texts,
    times,
    totals,
)
from apps.policies.language.circumstances.parts import Asked, Reader, turned
from apps.policies.language.circumstances.spans import CONJUNCTION, LEADS, Span, spans
from apps.policies.language.lexicon import Lexicon

READERS: tuple[Reader, ...] = tuple(
    reader
    for each in (checks, lists, runs, origins, firsts, totals, times, recipients, texts, risks, askers, changes, givens)
    for reader in each.READERS
)
JOINS = frozenset({"and", "or"})
OWED = frozenset("with giving stating citing quoting naming having including".split())
ASKS = re.compile(r"\b(?:needs?|requires?|approved|signed|approvals?|sign(?:s|-off)?|approves?)\b", re.IGNORECASE)
PASSED_ON = re.compile(r"\b(?:escalated|routed|referred|submitted|goe?s?|passed|handed) $", re.IGNORECASE)
TURNED = turned("")
LETS = re.compile(
    r"\b(?:(?:may|can) (?!not\b|never\b)|no approval|without (?:approval|asking)|automatically|freely|allowed)",
    re.IGNORECASE,
)
ANYBODY = frozenset("recipient recipients address addresses anyone anybody somebody someone people person".split())
PEOPLE = ANYBODY | frozenset(
    "user users customer customers vendor vendors supplier suppliers employee employees contractor contractors payee "
    "payees recipient recipients people contact contacts client clients partner partners member members merchant "
    "merchants beneficiary beneficiaries somebody someone anybody anyone".split()
)
WHICH = frozenset("that which who whom".split())


def part_of(text: str, words: list[re.Match[str]], at: int, lexicon: Lexicon, *, inside: bool) -> Span | None:
    """The longest circumstance that begins here. `inside`: "and" goes on with one that began before."""
    word = words[at].group().casefold()
    joins = inside and word in JOINS
    if word not in LEADS and not joins:
        return None
    before = words[at - 1].group() if at and (word in WHICH or word == "whose") else ""
    for span in spans(text, words, at):
        asked = Asked(lexicon, text[: words[at].start()], text[words[span.end - 1].end() :])
        if _of_signers(word, asked.before):
            return None
        if joins:
            test = _test(span.text.partition(" ")[2], asked)
            made = f"{word} {test}" if test else ""
        else:
            made = _said(span.text, asked) or _told(totals.NOUNS, span.text, asked)
        if made:
            return span._replace(text=made, begin=_of_whom(words, at) if before else at)
        if before and (made := _said(f"to {before} {span.text}", asked)):
            return span._replace(text=made, begin=_of_whom(words, at))
    return None


def _of_signers(word: str, before: str) -> bool:
    """Whether what begins here belongs to who signs: need Finance with a reason, escalated to somebody on the list."""
    if word == "to":
        return bool(PASSED_ON.search(before))
    return word in OWED and bool(ASKS.search(before)) and not before.rstrip().casefold().endswith("only")


def _of_whom(words: list[re.Match[str]], at: int) -> int:
    """Where the person begins of whom it is said: email a recipient who …, access for users who …

    What lets is about these people alone, so that only somebody of no kind is left out of it.
    """
    of = at - (3 if words[at - 2].group().casefold() in ("a", "an", "the", "any", "all") else 2)
    led, who = (words[of].group().casefold() if of >= 0 else ""), words[at - 1].group().casefold()
    if who not in ANYBODY and LETS.search(words[at].string):
        return at
    if led in ("email", "e-mail", "message", "mail"):
        return of + 1
    return of if who in PEOPLE and led in ("to", "for", "from", "by") else at


def _said(text: str, asked: Asked) -> str:
    """`when` and a test, or `unless`; empty where it says none."""
    if found := CONJUNCTION.fullmatch(text):
        test = _test(found["body"], asked) or _joined(found["body"], asked)
        if test or found["whose"]:
            return (
                f"{'unless' if found['unless'] else 'when'} {test}".replace(f"unless {TURNED}", "when ") if test else ""
            )
    test = _test(text, asked)
    return f"when {test}" if test else ""


def _joined(body: str, asked: Asked) -> str:
    """Several tests, all joined by the same word."""
    for join in JOINS:
        tests = [_test(re.sub(r"^(?:either|both) ", "", part), asked) for part in re.split(rf",? {join} ", body)]
        if len(tests) > 1 and all(tests):
            return f" {join} ".join(tests)
    return ""


def _test(text: str, asked: Asked) -> str:
    return _told(READERS, text, asked)


def _told(readers: Iterable[Reader], text: str, asked: Asked) -> str:
    """What the first of them says that knows the text."""
    found = ((pattern.fullmatch(text), told) for pattern, told in readers)
    return next((said for match, told in found if match and (said := told(match, asked))), "")
