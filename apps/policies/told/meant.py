"""Which of the names that came with an action is meant by another wording: the order, the original order's value."""

from collections.abc import Mapping
from functools import lru_cache

from apps.policies.lemmas import all_of, lemmas
from apps.policies.told.names import pick

GENERIC = (
    "amount value total price cost sum original initial full current date time day age since last number count percent "
    "percentage of"
)
ALIKE = ("purchase order sale checkout", "booking reservation", "delivery arrival", "signup registration",
         "closing closure close", "end expiry expiration termination")  # fmt: skip


def meant(said: Mapping[str, object], name: str) -> tuple[bool, object]:
    """The value of the one name that says the same, and whether there is one."""
    found, value = pick(said, (name,))
    if found:
        return found, value
    for wanted in (_sense(name), _sense(name.partition(" of ")[0])):
        keys = [key for key in said if wanted and _sense(key) == wanted]
        if len(keys) == 1:
            return True, said[keys[0]]
    keys = [key for key in said if any(_sense(key) <= words and _sense(name) <= words for words in map(all_of, ALIKE))]
    return (True, said[keys[0]]) if len(keys) == 1 else (False, None)


@lru_cache(maxsize=8192)
def _sense(name: str) -> frozenset[str]:
    found = lemmas(name)
    return found - all_of(GENERIC) or found
