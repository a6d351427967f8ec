"""What is owed besides, as the canonical sentence says it."""

from collections.abc import Sequence

from apps.policies.language.render_words import listed, quotes, span, who
from apps.policies.rule import Extra


def extras(given: Sequence[Extra]) -> str:
    """`, and tell Finance, and hold for 30 minutes`"""
    return "".join(f", and {_extra(extra)}" for extra in given)


def owed(given: Sequence[Extra]) -> str:
    """The same where nothing stands before it."""
    return ", and ".join(map(_extra, given))


def _extra(extra: Extra) -> str:
    if extra.kind == "tell":
        return f"tell {listed(map(who, extra.who), 'and')}"
    if extra.kind == "hold":
        return f"hold for {span(extra.seconds)}"
    if extra.kind == "give":
        return f"ask for {quotes(extra.what, 'and')}"
    if extra.kind == "expire":
        return f"let approvals expire after {span(extra.seconds)}"
    return "confirm with a security key" if extra.kind == "security key" else "confirm on a second channel"
