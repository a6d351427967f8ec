"""Where it takes effect: in staging, outside production."""

import re

from apps.policies.language.situations.saying import Saying, Scene
from apps.policies.rule import Condition, Tagged, negated

PLACED = re.compile(
    r"(?:(?:located|hosted|stored|running|deployed|kept|residing|based|situated|targeting|aimed at|directed at|"
    r"going to) )?(?P<how>in|on|to|into|at|within|outside|outside of) (?:the |an? |our )?(?P<names>.+?)(?: "
    r"environment)?",
    re.IGNORECASE,
)
ARTICLE = re.compile(r"^(?:the|an?|our) ", re.IGNORECASE)
OR = re.compile(r",? or |, | and ")


def place(said: Saying, scene: Scene) -> Condition | None:
    """`it is in staging`; only places that are known."""
    return placed(said.rest, scene) if said.sort in ("be", "measure") and not said.of.name else None


def placed(text: str, scene: Scene) -> Condition | None:
    found = PLACED.fullmatch(text)
    names = [ARTICLE.sub("", name) for name in OR.split(found["names"])] if found else []
    if not found or not all(
        "PLACE_NAME" in scene.lexicon.phrases.get(tuple(name.casefold().split()), {}) for name in names
    ):
        return None
    test = Tagged(family="place", names=tuple(names))
    return negated(test) if found["how"].casefold().startswith("outside") else test
