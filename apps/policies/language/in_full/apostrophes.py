"""`employees' accounts`: the mark alone says nothing more."""

import re

from apps.policies.language.in_full.said import Said

OF_SEVERAL = re.compile(r"(?<=s)'(?= \w)")


def without_apostrophes(said: Said) -> tuple[str, ...]:
    """The sentence without the mark of those who have something; not where it stands in quotes."""
    bare = said.text if '"' in said.text else OF_SEVERAL.sub("", said.text)
    return (bare,) if bare != said.text else ()
