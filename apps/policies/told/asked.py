"""What the tests are told from, and how names of things are compared."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from apps.policies.circumstances import Circumstances
from apps.policies.question import Question
from apps.policies.rule import Frozen

BETWEEN_WORDS = re.compile(r"[\s_\-/]+")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")  # WireTransfer, APIKey
RECORDS = ("record", "entry", "object", "row")
FIELD_ENDS = (" address", " number")
KEPT_S = ("ss", "us", "is", "news", "series")


class Told(StrEnum):
    YES = "yes"
    NO = "no"
    NONE = "none"  # there is no such thing here, so the test never matches
    UNKNOWN = "unknown"


class House(Frozen):
    """What a workspace means by "our domains" and "working hours"."""

    domains: tuple[str, ...] = ()
    zone: str = "UTC"
    opens: int = 9 * 60  # minutes of the day
    closes: int = 17 * 60
    workdays: tuple[int, ...] = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Asked:
    question: Question
    house: House
    object_name: str = ""  # of the one object that is decided about

    @property
    def around(self) -> Circumstances:
        return self.question.circumstances


def inside(address: str, domains: frozenset[str]) -> bool:
    """Whether an address is surely ours: exactly one name at exactly one of our domains."""
    name, at, domain = address.partition("@")
    odd = set(address) & set(" \t\r\n,;<>\"'()[]\\:%!")
    return bool(at and name) and not odd and domain.casefold() in domains


def known(truth: bool) -> Told:
    return Told.YES if truth else Told.NO


@lru_cache(maxsize=8192)
def normal(name: str) -> str:
    """A name as it is compared: `Pull_Requests` is `pull request`."""
    *before, last = BETWEEN_WORDS.sub(" ", name.casefold().replace("'s ", " ")).strip().split(" ")
    return " ".join((*before, _singular(last)))


@lru_cache(maxsize=8192)
def object_name(name: str) -> str:
    """What an object is compared by: `Employee records` are `Employee`."""
    *before, last = normal(CAMEL.sub(" ", name)).split(" ")
    return " ".join(before) if before and last in RECORDS else " ".join((*before, last))


@lru_cache(maxsize=8192)
def field_of(name: str) -> str:
    """A field's name as it is compared: `EmailAddress` and `email` are one."""
    words = normal(CAMEL.sub(" ", name))
    return next((words.removesuffix(end) for end in FIELD_ENDS if words.endswith(end)), words)


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(KEPT_S):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]
