"""A sentence as a page shows it: how it was understood, or what was not, and what may have been meant."""

from dataclasses import dataclass
from functools import lru_cache

from apps.policies import saved, written
from apps.policies.expert import is_cedar
from apps.policies.language import NotUnderstood
from apps.policies.rule import Rule
from apps.policies.vocabulary import Vocabulary

LONGEST = 2_000  # letters of a sentence


@dataclass(frozen=True)
class Read:
    """`canonical` is empty where the sentence was not understood; then `why` says what is wrong from `pointer` on."""

    typed: str
    canonical: str = ""
    rule: Rule | None = None
    why: str = ""
    pointer: int = 0
    better: str = ""

    @property
    def before(self) -> str:
        return self.typed[: self.pointer]

    @property
    def stuck(self) -> str:
        """The word at which it stopped."""
        return self.typed[self.pointer :].split(" ", 1)[0]

    @property
    def after(self) -> str:
        return self.typed[self.pointer + len(self.stuck) :]


def read(typed: str, vocabulary: Vocabulary) -> Read:
    text = typed.replace("\r\n", "\n").strip() if is_cedar(typed) else " ".join(typed.split())
    return _read(text[:LONGEST], vocabulary.model_dump_json())


@lru_cache(maxsize=4096)
def _read(typed: str, words: str) -> Read:
    try:
        rule = saved.read(typed, _vocabulary(words))
    except NotUnderstood as why:
        return Read(typed, why=str(why), pointer=max(getattr(why, "pointer", 0) or 0, 0), better=why.better)
    return Read(typed, written.render(rule), rule)


@lru_cache(maxsize=64)
def _vocabulary(words: str) -> Vocabulary:
    return Vocabulary.model_validate_json(words)
