"""The ways in which a sentence is read, one after the other; the first that means something tells.

As it stands; said plainly or in full; with its conditions as words; in frames; with names of its own; by its bones.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

from apps.policies.language.bones import by_its_bones, by_its_frames
from apps.policies.language.circumstances import plainly
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.in_full import foremost, in_full, plainest_deeds
from apps.policies.language.lexer import straight
from apps.policies.language.lexicon import Lexicon
from apps.policies.language.meant import meant
from apps.policies.language.parser import Stuck
from apps.policies.language.reading import explained, read, read_openly
from apps.policies.language.render import render
from apps.policies.language.sentences import each_in_full
from apps.policies.language.situations import left, situated
from apps.policies.rule import Rule

ONLY = re.compile(r"\bonly (?!if|when|after|once|while|where)\w", re.IGNORECASE)  # only at the request of


def read_somehow(text: str, words: Lexicon) -> tuple[Rule, ...]:
    """The meanings of a sentence. Raises Stuck where it has none, NotUnderstood where a meaning is refused."""
    first = foremost(text, words)
    for wording in first:
        if rules := _strictly(wording, words) or read_openly(wording, words):
            return rules
    try:
        return read(text, words)
    except (Stuck, NotUnderstood) as why:
        if rules := next(filter(None, _otherwise(text, first, words)), ()):
            return rules
        if isinstance(why, NotUnderstood):
            raise
    return explained(text, words)


def _otherwise(text: str, first: tuple[str, ...], words: Lexicon) -> Iterator[tuple[Rule, ...]]:
    """What it means in each other way, the most careful first."""
    plain, fuller = plainly(straight(text), words), (text, *in_full(text, words))
    plainer = tuple(wording for way in plain for wording in (way, *in_full(way, words)))
    likely = (*fuller, *plainer) if ONLY.search(text) else (*plainer, *fuller)
    wordings = (*likely, *each_in_full(straight(text), words))
    yield from (_strictly(wording, words) for wording in wordings)
    yield from _with_situations(plain or (straight(text),), words, freely=False)
    yield from ((rule,) for rule in by_its_frames(text, words))
    deeds = plainest_deeds(text, words)
    own = dict.fromkeys((*deeds, *wordings) if ONLY.search(text) else (*plainer, *deeds, *wordings))
    yield from (read_openly(wording, words) for wording in own)
    for wording in dict.fromkeys((*plain, *plainer[-1:], *first, *deeds, text, fuller[-1])):
        yield from ((rule,) for rule in by_its_bones(wording, words, lambda part: one(part, words)))
    yield from _with_situations(plain or (straight(text),), words, freely=True)


def _strictly(text: str, words: Lexicon) -> tuple[Rule, ...]:
    with suppress(Stuck, NotUnderstood):
        return read(text, words)
    return ()


def _with_situations(texts: Iterable[str], words: Lexicon, *, freely: bool) -> Iterator[tuple[Rule, ...]]:
    for text in texts:
        yield from (_situated(wording, knowing) for wording, knowing in situated(text, words, freely=freely))


def _situated(text: str, words: Lexicon) -> tuple[Rule, ...]:
    """The meanings of a sentence in which conditions are words; nothing for none, and where one became a name."""
    fuller = (text, *in_full(text, words))
    for wording in fuller:
        if rules := _strictly(wording, words):
            return _whole(rules)
    for wording in fuller:
        if rules := _whole(read_openly(wording, words)):
            return rules
    return _whole(tuple(islice(by_its_bones(text, words, lambda part: one(part, words)), 1)))


def _whole(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return () if any(left(render(rule)) for rule in rules) else rules


def one(text: str, words: Lexicon) -> Rule | None:
    """The one meaning of a sentence by itself; None for none, and for more than one."""
    for wording in dict.fromkeys((*plainly(text, words), *plainest_deeds(text, words), text, *in_full(text, words))):
        if rules := _strictly(wording, words) or read_openly(wording, words):
            return _single(rules, words)
    return next((rule for said in dict.fromkeys((wording, text)) for rule in by_its_bones(said, words)), None)


def _single(rules: tuple[Rule, ...], words: Lexicon) -> Rule | None:
    said = meant(rules, words.vocabulary)
    return said[0] if len(said) == 1 else None
