"""The nearest sentence that means something, by small slips of the keyboard. It is offered, never taken."""

import heapq
import re
from collections.abc import Iterator

from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexicon import Lexicon
from apps.policies.language.parser import Stuck
from apps.policies.language.reading import read
from apps.policies.language.slips import distance, slip
from apps.policies.language.stricter import stricter
from apps.policies.rule import Rule

SOME_WORD = re.compile(r"""(?<!["\w.])[A-Za-z]{5,}(?!["\w'-]|\.\w)""")
LONGEST_LOOK = 80  # tokens read in all while looking, so that a refusal stays quick


UNKNOWN = frozenset({"WORD", "GROUP", "PLACE_NAME"})  # what a word that nobody listed may be


def nearest(text: str, lexicon: Lexicon, stuck: Stuck) -> Rule | None:
    """The one rule of the nearest text that can be read; None where none is near.

    Only words that nothing here knows are mended, so that no offer turns a known word into its opposite.
    """
    spelled = SOME_WORD.sub(lambda word: _respelled(word.group(), lexicon), text)
    if spelled != text and isinstance(found := _tried(spelled, lexicon), Rule):
        return found
    queue: list[tuple[float, int, str, Stuck]] = [(0, 0, text, stuck)]
    tried = {text}
    most = max(4, LONGEST_LOOK // (len(text.split()) + 1))
    while queue and len(tried) < most:
        so_far, _, current, at = heapq.heappop(queue)
        for cost, mended in sorted(_mended(current, lexicon, at)):
            if mended in tried or len(tried) >= most:
                continue
            tried.add(mended)
            found = _tried(mended, lexicon)
            if isinstance(found, Rule):
                return found
            if found:
                heapq.heappush(queue, (so_far + cost, len(tried), mended, found))
    return None


def _respelled(word: str, lexicon: Lexicon) -> str:
    """A word that nothing knows, as the one that it is most likely a slip for."""
    folded = word.casefold()
    return word if folded in lexicon.words else slip(folded, lexicon.words) or word


def _tried(text: str, lexicon: Lexicon) -> Rule | Stuck | None:
    try:
        rules = stricter(read(text, lexicon))
    except Stuck as stuck:
        return stuck
    except NotUnderstood:
        return None
    return rules[0] if len(rules) == 1 else None


def _mended(text: str, lexicon: Lexicon, stuck: Stuck) -> Iterator[tuple[float, str]]:
    """The text with the stuck word replaced by near phrases, those that are expected here first."""
    token = next((each for each in (stuck.token, stuck.before) if each and each.meanings.keys() <= UNKNOWN), None)
    if stuck.token is None or token is None:
        return
    start = token.piece.start
    ends = [_end(text, start, words) for words in range(lexicon.longest + 1)]
    for phrase, meanings in lexicon.phrases.items():
        end, meant = ends[len(phrase)], " ".join(phrase)
        typed = text[start:end].casefold()
        slips = _slips(meant)
        if typed[:1] != meant[:1] and typed[:2][::-1] != meant[:2]:
            continue  # another beginning may be another meaning: non-approved is not pre-approved
        if abs(len(typed) - len(meant)) > slips or len(set(typed) ^ set(meant)) > 2 * slips:
            continue
        cost = distance(typed, meant)
        if 0 < cost <= slips:
            expected = not stuck.expected.isdisjoint(meanings)
            yield cost if expected else cost + 2, text[:start] + meant + text[end:]


def _end(text: str, start: int, words: int) -> int:
    """Where so many words end, without the mark behind them."""
    at = start
    for _ in range(words):
        while at < len(text) and text[at] == " ":
            at += 1
        while at < len(text) and text[at] not in " ,;:":
            at += 1
    return at - 1 if text[start:at].endswith(".") else at


def _slips(phrase: str) -> int:
    return 0 if len(phrase) < 2 else 1 if len(phrase) < 5 else 2 if len(phrase) < 10 else 3
