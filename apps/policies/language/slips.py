"""How far one word is from another by slips of the keyboard."""

from collections.abc import Iterable

from apps.policies.lemmas import stem

SHORTEST_SLIP = 5
PREFIXES = ("un", "re", "dis", "de", "pre", "mis")


def slip(word: str, known: Iterable[str]) -> str:
    """The known word that an unknown one is most likely meant to be; empty where it is a word of its own."""
    known = tuple(known)
    if len(word) < SHORTEST_SLIP or _prefixed(word, known):
        return ""
    near = (each for each in known if "'" not in each and each[:1] == word[:1] and abs(len(each) - len(word)) <= 1)
    return next((each for each in near if _slipped(each, word) and stem(each) != stem(word) and word != f"{each}y"), "")


def _prefixed(word: str, known: Iterable[str]) -> bool:
    """`unblock`: a known word with what turns it round, or does it once more."""
    return any(word.startswith(prefix) and word.removeprefix(prefix) in known for prefix in PREFIXES)


def _slipped(known: str, word: str) -> bool:
    """A letter too many, too few, or in its neighbour's place; one letter for another makes another word of English."""
    replaced = len(known) == len(word) and sorted(known) != sorted(word)
    return not replaced and distance(known, word) == 1


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
