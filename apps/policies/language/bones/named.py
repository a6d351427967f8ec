"""A sentence with a mark in place of everybody whom it names: `@0 must agree to any payment above 10,000 USD`.

So each of its other words can be accounted for. Who stands in a row is put together: first A, then B.
"""

import re

from apps.policies.language.bones.marked import Marked, Who
from apps.policies.language.bones.rows import of_the_asker, put_together
from apps.policies.language.bones.who import Item, unit_at
from apps.policies.language.lexer import tokens
from apps.policies.language.lexicon import Lexicon

PIECE = re.compile(r"[\w'’./-]+|\S")
THEIRS = frozenset("its their his her it".split())


def marked(text: str, lexicon: Lexicon) -> Marked:
    """The text with everybody in it marked."""
    text = of_the_asker(text)
    made = Marked("")
    parts: list[str] = []
    items, at, last = _items(text, lexicon), 0, 0
    while at < len(items):
        found = unit_at(items, at)
        if not found or items[at - 1].word == "same" or (items[at].start and text[items[at].start - 1] in "-/"):
            at += 1
            continue
        unit, end = found
        begin, stop = items[at].start, items[end - 1].end
        possessive = "'s" if text[begin:stop].endswith("'s") else ""
        parts += [text[last:begin], made.add(Who((unit,)), text[begin:stop].removesuffix("'s")), possessive]
        last, at = stop, end
    made.text = "".join([*parts, text[last:]])
    put_together(made)
    return made


def _items(text: str, lexicon: Lexicon) -> list[Item]:
    groups = [
        (token.piece.start, token.piece.end)
        for token in tokens(text, lexicon)
        if "GROUP" in token.meanings and token.piece.text.casefold() not in THEIRS
    ]
    items: list[Item] = []
    for found in PIECE.finditer(text):
        inside = next((group for group in groups if group[0] <= found.start() < group[1]), None)
        if inside and inside[0] == found.start():
            items.append(Item(text[inside[0] : inside[1]].removesuffix("'s"), *inside, group=True))
        elif not inside:
            word = found.group().rstrip(".")
            items.append(Item(word, found.start(), found.start() + len(word)))
    return [item for item in items if item.word]
