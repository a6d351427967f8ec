"""How far one word is from another by slips of the keyboard."""


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
