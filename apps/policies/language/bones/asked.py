"""The grammar, asked for one part of a sentence at a time, each in the plainest sentence that can hold it."""

from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexicon import Lexicon
from apps.policies.language.meant import meant
from apps.policies.language.parser import Stuck
from apps.policies.language.reading import read, read_openly
from apps.policies.rule import Clause, Rule

TRIES = 3
MOST = 30  # questions about one sentence; what is not read by then is refused


class Spent(Exception):
    """Too much was asked about one sentence."""


class Grammar:
    """What the grammar says of texts; of each once, and of so many at most."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.known: dict[str, Rule | None] = {}

    def meaning(self, text: str, tries: int = TRIES) -> Rule | None:
        """The one rule that a text means; None for none or several. Raises Spent."""
        if text not in self.known:
            if len(self.known) >= MOST:
                raise Spent
            self.known[text] = self._read(text, tries)
        return self.known[text]

    def clause(self, text: str) -> Clause | None:
        """The meaning of a text that is one clause. Raises Spent."""
        rule = self.meaning(text)
        return rule.clauses[0] if rule and len(rule.clauses) == 1 else None

    def _read(self, text: str, tries: int) -> Rule | None:
        try:
            rules = read(text, self.lexicon, tries)
        except (Stuck, NotUnderstood):
            rules = read_openly(text, self.lexicon, tries)
        rules = meant(rules, self.lexicon.vocabulary)
        return rules[0] if len(rules) == 1 else None
