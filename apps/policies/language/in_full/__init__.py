"""What a short sentence leaves out, said in full: tables in a line, "it", and clauses that lean on the one before.

Each step repeats or reorders words that stand in the sentence, and adds none but those that a row stands for. It is
tried only where the sentence as it stands has no meaning, and what it makes must be read whole like any sentence.
"""

from collections.abc import Callable, Iterator

from apps.policies.language.in_full.agents import by_its_agent
from apps.policies.language.in_full.apostrophes import without_apostrophes
from apps.policies.language.in_full.asides import without_asides
from apps.policies.language.in_full.caps import as_limits
from apps.policies.language.in_full.consents import as_consent
from apps.policies.language.in_full.deeds import with_plain_deeds
from apps.policies.language.in_full.digressions import without_digressions
from apps.policies.language.in_full.doings import as_doings
from apps.policies.language.in_full.effects import in_known_words
from apps.policies.language.in_full.ellipsis import clauses_in_full
from apps.policies.language.in_full.frames import made_to, reordered
from apps.policies.language.in_full.fronted import fronted
from apps.policies.language.in_full.it import with_its_subject
from apps.policies.language.in_full.matrix import matrix
from apps.policies.language.in_full.plainly import plainly
from apps.policies.language.in_full.runs import of_the_run
from apps.policies.language.in_full.said import Said, said
from apps.policies.language.in_full.sequences import in_sequence
from apps.policies.language.in_full.shared import each_of_it
from apps.policies.language.in_full.tables import row
from apps.policies.language.lexer import straight
from apps.policies.language.lexicon import Lexicon

STEPS: tuple[Callable[[Said], tuple[str, ...]], ...] = (
    by_its_agent,
    without_apostrophes,
    without_digressions,
    fronted,
    of_the_run,
    as_doings,
    as_consent,
    without_asides,
    plainly,
    as_limits,
    in_known_words,
    reordered,
    in_sequence,
    matrix,
    row,
    with_its_subject,
    clauses_in_full,
)


def foremost(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The sentence in an order that says more than the one in which it stands: it is read in that order first."""
    plain = plainest_deeds(text, lexicon)
    current = said(plain[0] if plain else straight(text).strip(), lexicon)
    return tuple(made for step in (by_its_agent, as_doings, made_to, each_of_it) for made in step(current))


def plainest_deeds(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The sentence with its deed in the plainest words: its names are taken from there."""
    return with_plain_deeds(said(straight(text).strip(), lexicon))


def in_full(text: str, lexicon: Lexicon) -> Iterator[str]:
    """The sentence said more and more fully."""
    plain = plainest_deeds(text, lexicon)
    for begins in (straight(text).strip(), *plain):
        current = begins
        yield from plain if begins in plain else ()
        for step in STEPS:
            made = step(said(current, lexicon))
            yield from made
            current = made[0] if made else current
