"""Where the clauses of a sentence begin and end, and where their parts stand."""

from dataclasses import dataclass

from apps.policies.language.in_full.said import BREAKS, CONDITIONS, JOINERS, PREDICATES, Said

GOES_ON = CONDITIONS | {"_THEN"}
BUT_NOT = frozenset({"but not", "but never"})


@dataclass(frozen=True)
class Clause:
    """Where its parts stand: the subject, what is said of it, and the rest of it up to a condition."""

    begin: int
    end: int
    predicate: int
    condition: int


def clauses(said: Said) -> list[Clause]:
    """The clauses between marks, from the first one on that has a predicate; a condition opens no clause."""
    begins = [0, *(at for at in range(1, len(said) - 1) if _parts(said, at) or _opens(said, at))]
    return [_clause(said, begin, end) for begin, end in zip(begins, [*begins[1:], len(said)], strict=True)]


def _parts(said: Said, at: int) -> bool:
    """Whether a mark behind the first predicate ends a clause here."""
    return said.word(at) in BREAKS and said.find(PREDICATES, 0, at) < at and not said.can(at + 1, GOES_ON)


def _opens(said: Said, at: int) -> bool:
    """Whether "and" is followed by a clause of its own, with a predicate before the next mark, or "but" by a no."""
    if said.word(at).startswith("but") and said.word(at - 1) not in BREAKS:
        return said.find(PREDICATES, 0, at) < at and (said.word(at) in BUT_NOT or denies(said, at + 1))
    if said.word(at) != "and" or said.word(at - 1) in BREAKS:
        return False
    end = next((n for n in range(at + 1, len(said)) if said.word(n) in BREAKS), len(said))
    before = said.find(PREDICATES, 0, at)
    return before < at and said.find(CONDITIONS, 0, at) == at and at + 1 < said.find(PREDICATES, at + 1, end) < end


def denies(said: Said, at: int) -> bool:
    """Whether a no begins here: never, not, must not."""
    return said.word(at) == "not" or said.can(at, ("_NEVER", "_MAY_NOT"))


def _clause(said: Said, begin: int, end: int) -> Clause:
    while begin < end and (said.word(begin) in BREAKS or said.word(begin) in JOINERS):
        begin += 1
    predicate = said.find(PREDICATES, begin, end)
    return Clause(begin, end, predicate, said.find(CONDITIONS, min(predicate + 1, end), end))
