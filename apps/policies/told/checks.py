"""Names of checks: known ones by any of their words, and every name by what it says without "verified" and "passed"."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from apps.policies.told.asked import normal

ALL = "all checks"  # whichever there are: none of them known to have failed, and one at least known to have passed
CHECKS: dict[str, tuple[str, ...]] = {
    name: tuple(" ".join(words.split()).split(", "))
    for name, words in tomllib.loads(Path(__file__).with_suffix(".toml").read_text()).items()
}
SAME = {normal(word): name for name, words in CHECKS.items() for word in (name, *words)}
SAID_BESIDES = frozenset(
    "check verification verified passed completed complete done confirmed successful green ok is has been have passing "
    "validated performed succeeded authenticated identified".split()
)


@lru_cache(maxsize=4096)
def check_of(name: str) -> str:
    """`customer's identity verified` is `identity`."""
    plain = normal(name.replace("'s", ""))
    bare = " ".join(word for word in plain.split(" ") if normal(word) not in SAID_BESIDES) or plain
    return next((SAME[each] for each in (plain, bare, normal(bare)) if each in SAME), normal(bare))


def passed(said: Mapping[str, bool | None], name: str) -> tuple[bool | None, ...]:
    """What is said of a check under any of its names; of "all checks", of each."""
    wanted = check_of(name)
    return tuple(value for key, value in said.items() if wanted in (ALL, check_of(key)))
