"""Circumstances in whatever words, each said in the one way that the grammar knows.

A part of a sentence that says that a check has passed, that somebody stands on a list, where a value came from, is
recognised by itself: its function words are of closed classes, its names are open, and no word of it is left over.
In its place stands the test that it means; the rest of the sentence stays as it is.
"""

import re

from apps.policies.language.circumstances.orders import in_plain_order
from apps.policies.language.circumstances.read import part_of
from apps.policies.language.circumstances.spans import Span, words_of
from apps.policies.language.lexicon import Lexicon

OPENS = frozenset("if when unless where once until while".split())
FURTHER = re.compile(r"\b(?:any further|any more|further|additional|another) (?=[a-z]+\b)", re.IGNORECASE)
PARTS = re.compile(r";|: |[.!] +[A-Z]")
SEVERAL = re.compile(r"[,;]|\b(?:and|or|unless|except|until|if|when|but|only)\b", re.IGNORECASE)
NEEDS = re.compile(r"\b(?:needs?|requires?|approved by|signed by|approval (?:of|by|from)) .*", re.IGNORECASE)


def plainly(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The sentence with its circumstances in the grammar's own words, likeliest first; nothing where it has none."""
    if PARTS.search(text):
        return ()
    end = re.search(r"\.?\s*$", text)
    plain = text[: end.start()] if end else text
    said = in_plain_order(plain)
    found = _found(said, lexicon)
    if not found:
        return () if said == plain else (f"{said[:1].upper()}{said[1:]}.",)
    in_place = _replaced(said, found)
    if "before this one" in in_place:
        in_place = FURTHER.sub("", in_place)
    return tuple(f"{way[:1].upper()}{way[1:]}." for way in (in_place, _at_the_end(said, found)) if way)


def _found(text: str, lexicon: Lexicon) -> list[Span]:
    """Each circumstance, with what stands in its place."""
    found: list[Span] = []
    words, at, inside = words_of(text), 0, False
    while at < len(words):
        word = words[at].group().casefold()
        inside = word not in ",;" and (inside or word in OPENS)
        if span := part_of(text, words, at, lexicon, inside=inside):
            if found and span.begin == found[-1].end + 1 and not inside:
                return []  # on weekends and after 6 pm: both, or either?
            found.append(span)
            at = span.end
        else:
            at += 1
    return [span._replace(begin=words[span.begin].start(), end=words[span.end - 1].end()) for span in found]


def _replaced(text: str, found: list[Span]) -> str:
    made, last = [], 0
    for span in found:
        made += [text[last : span.begin], span.text]
        last = span.end
    return "".join((*made, text[last:]))


def _at_the_end(text: str, found: list[Span]) -> str:
    """The only narrowing of the only thing behind the whole sentence; empty where there is more than one."""
    (span, *others) = found
    rest = " ".join(f"{text[: span.begin]}{text[span.end :]}".split())
    if others or not span.begin or not span.text.startswith("when ") or SEVERAL.search(NEEDS.sub("", rest)):
        return ""
    return f"{rest} {span.text}" if text[span.end :].strip() else ""


__all__ = ["plainly"]
