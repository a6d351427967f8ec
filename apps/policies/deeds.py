"""The kinds of deed a sentence can name, with their words; and which of them a tool's call is.

A category that only the workspace knows ("deployments") is its own plural noun and is "made".
"""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.connectors.contract import Verb

READS = frozenset({Verb.SEARCH, Verb.READ})


@dataclass(frozen=True)
class Deed:
    id: str
    verb: str  # "refund"
    nouns: str  # "refunds"
    gerund: str = ""
    of: str = ""  # the preposition before its objects: "updates to Case"; "" takes no object
    also_nouns: tuple[str, ...] = ()  # other words for the same; each is also understood without its last s
    also_verbs: tuple[str, ...] = ()
    also_gerunds: tuple[str, ...] = ()
    after_change: tuple[str, ...] = ()  # "change permissions": what stands after "change" or "changes to"
    always_possible: bool = False  # a fact may say so of any write, whatever the tool's categories


DEEDS = (
    Deed("read", "read", "reads", "reading", "of"),
    Deed("write", "write to", "writes", "writing to", "to"),
    Deed("create", "create", "creations", "creating", "of", also_nouns=("additions",), also_verbs=("add",),
         also_gerunds=("adding",)),
    Deed("update", "update", "updates", "updating", "to", also_nouns=("edits",), also_verbs=("edit",),
         also_gerunds=("editing",)),
    Deed("deletions", "delete", "deletions", "deleting", "of", also_nouns=("removals",),
         also_verbs=("remove", "erase"), also_gerunds=("removing", "erasing")),
    Deed("refunds", "refund", "refunds", "refunding"),
    Deed("charges", "charge", "charges", "charging"),
    Deed("messages", "message", "messages", "messaging"),
    Deed("permissions", "change permissions", "permission changes", "changing permissions",
         also_nouns=("access changes",),
         after_change=("permissions", "access", "access rights", "rights"), always_possible=True),
    Deed("billing", "change billing settings", "billing changes", "changing billing settings",
         after_change=("billing settings", "billing"), always_possible=True),
    Deed("users", "change users", "user changes", "changing users", after_change=("users", "user accounts")),
)  # fmt: skip
KNOWN = {deed.id: deed for deed in DEEDS}
FAMILY = {"permissions": "permission_change", "billing": "billing_change"}  # the fact that also says so
BY_VERB = {
    Verb.CREATE: "create",
    Verb.UPDATE: "update",
    Verb.DELETE: "deletions",
    Verb.SEND: "messages",
}


def deed(id: str) -> Deed:
    return KNOWN.get(id) or Deed(id, f"make {id}", id, f"making {id}")


def surely(verb: Verb, categories: Iterable[str]) -> frozenset[str]:
    """The deeds that a call surely is, by its tool's verb and categories."""
    if verb in READS:
        return frozenset({"read", *categories} - (KNOWN.keys() - {"read"}))  # reading a refund is no refund
    named = {BY_VERB[verb]} if verb in BY_VERB else set()
    return frozenset({"write", *named, *categories})


def perhaps(verb: Verb) -> frozenset[str]:
    """The deeds that a fact may yet show it to be."""
    return frozenset() if verb in READS else frozenset(FAMILY)
