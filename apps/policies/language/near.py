"""The nearest sentence that means something, by small slips of the keyboard. It is offered, never taken."""

import heapq
from collections.abc import Iterator

from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexicon import Lexicon
from apps.policies.language.reading import Stuck, read
from apps.policies.rule import Rule

TRIES = 40
INSTEAD = {
    "email": "message", "emails": "messages", "e-mail": "message", "e-mails": "messages", "mail": "message",
    "mails": "messages", "emailing": "messaging", "contact": "message", "repay": "refund", "repayments": "refunds",
    "payments": "charges", "bill": "charge", "debit": "charge", "search": "read", "view": "read", "export": "read",
    "alter": "update", "purge": "delete", "destroy": "delete", "authorisation": "approval", "authorization": "approval",
}  # fmt: skip


def nearest(text: str, lexicon: Lexicon, stuck: Stuck) -> Rule | None:
    """The one rule of the nearest text that can be read; None where none is near."""
    queue: list[tuple[float, int, str, Stuck]] = [(0, 0, text, stuck)]
    tried = {text}
    while queue and len(tried) < TRIES:
        so_far, _, current, at = heapq.heappop(queue)
        for cost, mended in sorted(_mended(current, lexicon, at)):
            if mended in tried:
                continue
            tried.add(mended)
            found = _tried(mended, lexicon)
            if isinstance(found, Rule):
                return found
            if found:
                heapq.heappush(queue, (so_far + cost, len(tried), mended, found))
    return None


def _tried(text: str, lexicon: Lexicon) -> Rule | Stuck | None:
    try:
        rules = read(text, lexicon)
    except Stuck as stuck:
        return stuck
    except NotUnderstood:
        return None
    return rules[0] if len(rules) == 1 else None


def _mended(text: str, lexicon: Lexicon, stuck: Stuck) -> Iterator[tuple[float, str]]:
    """The text with the stuck word replaced by near phrases, those that are expected here first."""
    if stuck.token is None:
        return
    start = stuck.token.piece.start
    word = stuck.token.piece.text.casefold()
    if word in INSTEAD:
        yield 1.5, text[:start] + INSTEAD[word] + text[stuck.token.piece.end :]
    for phrase, meanings in lexicon.phrases.items():
        end = _end(text, start, len(phrase))
        cost = distance(text[start:end].casefold(), " ".join(phrase))
        if 0 < cost <= _slips(" ".join(phrase)) and text[start:end].casefold() != " ".join(phrase):
            expected = not stuck.expected.isdisjoint(meanings)
            yield cost if expected else cost + 2, text[:start] + " ".join(phrase) + text[end:]


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


def distance(a: str, b: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours that turn one into the other."""
    if abs(len(a) - len(b)) > 3:
        return 99
    rows = [list(range(len(b) + 1))]
    for i, left in enumerate(a, start=1):
        row = [i]
        for j, right in enumerate(b, start=1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
