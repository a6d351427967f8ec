"""English endings of the words that sentences are made of."""

import re

ODD_PAST = {
    "send": "sent", "give": "given", "make": "made", "pay": "paid", "write": "written", "read": "read", "cut": "cut",
    "set": "set", "spend": "spent", "buy": "bought", "sell": "sold", "reset": "reset", "take": "taken", "hire": "hired",
    "roll": "rolled", "put": "put", "undo": "undone", "let": "let", "shut": "shut", "lend": "lent",
    "withdraw": "withdrawn", "rewrite": "rewritten", "override": "overridden", "forgive": "forgiven", "mail": "mailed",
    "email": "emailed", "text": "texted",
}  # fmt: skip
DOUBLED = frozenset("refer transfer commit permit submit admit omit".split())
SHORT = re.compile(r"(?:re|un|de|pre|dis|over)?[^aeiou\W]+[aeiou][bdgklmnprtvz]")  # one vowel: crop, reship
PLAIN_END = ("ss", "us", "is", "x", "ch", "sh")


def plural(name: str) -> str:
    """`purchase order` → `purchase orders`."""
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return name[:-1] + "ies"
    return name + ("es" if name.endswith(("s", "x", "ch", "sh")) else "s")


def singular(name: str) -> str:
    """`refunds` → `refund`; what is no plural stays."""
    if not name.endswith("s") or name.endswith(PLAIN_END[:3]):
        return name
    if name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-2] if name.endswith(("ches", "shes", "xes", "sses")) else name[:-1]


def gerund(verb: str) -> str:
    """`write off debt` → `writing off debt`."""
    first, rest = _split(verb)
    if _doubles(first):
        first += first[-1]
    elif first.endswith("e") and not first.endswith(("ee", "oe", "ye")):
        first = first[:-1]
    return f"{first}ing{rest}"


def past(verb: str) -> str:
    """The participle: `share` → `shared`."""
    first, rest = _split(verb)
    return f"{ODD_PAST.get(first) or _regular(first)}{rest}"


def spelled(said: str, ending: str) -> tuple[str, ...]:
    """`canceling`, and as the British spell it."""
    first, space, rest = said.partition(" ")
    doubled = first.endswith(f"l{ending}") and not first.endswith((f"ll{ending}", f"ail{ending}", f"eal{ending}"))
    return (said, f"{first.removesuffix(ending)}l{ending}{space}{rest}") if doubled else (said,)


def _regular(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1] if _doubles(verb) else ''}ed"


def _doubles(verb: str) -> bool:
    """Whether its last letter is said twice before an ending: dropped, resetting."""
    return verb in DOUBLED or bool(SHORT.fullmatch(verb))


def _split(verb: str) -> tuple[str, str]:
    first, space, rest = verb.partition(" ")
    return first, space + rest
