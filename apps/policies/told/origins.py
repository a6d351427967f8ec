"""Tests of provenance: where the values of an action came from."""

from apps.policies.rule import Origin
from apps.policies.told.asked import Asked, Told, known, normal


def origin(test: Origin, asked: Asked) -> Told:
    """Of all values, or of those under one argument; a value without an origin cannot be told."""
    said, arguments = asked.question.facts.origins, asked.around.arguments
    about = {path: which for path, which in said.items() if not test.of or _under(path, test.of)}
    missing = any(
        not any(_under(path, name) for path in said) for name in arguments if not test.of or _same(name, test.of)
    )
    if test.every:
        if any(which != test.which for which in about.values()):
            return Told.NO
        return Told.YES if about and not missing else Told.UNKNOWN
    if any(which == test.which for which in about.values()):
        return Told.YES
    return known(False) if about and not missing else Told.UNKNOWN


def _under(path: str, name: str) -> bool:
    return _same(path.split(".", maxsplit=1)[0], name)


def _same(argument: str, name: str) -> bool:
    return normal(argument) == normal(name)
