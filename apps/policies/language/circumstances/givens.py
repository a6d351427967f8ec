"""What came with it or not: without a change ticket, where no reason was stated, that carries a PO number."""

import re

from apps.policies.language.circumstances.parts import (
    BE,
    IT,
    JOIN,
    NOT,
    OPENS,
    Asked,
    Found,
    Reader,
    joined,
    name_of,
    reader,
)

SORTS = frozenset(
    "number reference ticket receipt receipts reason justification form quote quotes explanation note invoice comment "
    "rationale proof id code case memo evidence document documents documentation attestation certificate "
    "confirmation voucher statement description".split()
)
NO_GIVEN = frozenset("approval consent permission sign-off signoff signature review".split())
GIVEN = (
    r"(?:given|stated|provided|supplied|attached|entered|recorded|linked|quoted|cited|named|included|"
    r"submitted|mentioned|"
    r"specified|enclosed|added|noted|filed|presented|indicated|documented|referenced|uploaded|handed in|filled in)"
)
SURELY = re.compile(r"\b(?:given|stated|provided|supplied|attached|enclosed|quoted|cited|handed in)\b", re.IGNORECASE)
GIVES = (
    r"(?:gives?|states?|provides?|suppl(?:y|ies)|carr(?:y|ies)|quotes?|cites?|names?|includes?|mentions?|bears?|"
    r"references?|shows?|specif(?:y|ies)|comes? with|attach(?:es)?|has|have|contains?)"
)
GIVING = (
    r"(?:giving|stating|providing|supplying|carrying|quoting|citing|naming|including|mentioning|bearing|referencing|"
    r"showing|specifying|attaching)"
)
BACKED = r"(?:backed|supported|accompanied|justified|covered|evidenced) (?:up )?by"
MADE = (
    r"(?:(?:that|which) )?(?:(?:is|are|was|were) )?(?:submitted|requested|filed|made|asked for|raised|"
    r"entered|ordered|booked|opened|sent)"
)
WHAT = rf"(?P<what>{OPENS})"


def _told(text: str, asked: Asked, *, so: bool, openly: bool) -> str:
    """All of a list, or one: without a reason and a receipt is without one of them; without either is without both."""
    neither = re.fullmatch(r"neither (.+) nor (.+)", text)
    both = re.match(r"(?:both|either) ", text)
    parts = list(neither.groups()) if neither else JOIN.split(text[both.end() :] if both else text)
    names = [_name(part, asked, openly=openly) for part in parts]
    if not all(names) or (both and len(names) == 1):
        return ""
    given, some = so and not neither, bool(re.search(r"\bor\b", text))
    tests = [f'there is {"a" if given else "no"} "{name}"' for name in names]
    return joined(tests, every=bool(neither) or given != some)


def _name(text: str, asked: Asked, *, openly: bool) -> str:
    name = name_of(re.sub(r"^(?:an? |the )?(?:valid |matching |corresponding |written )(?=\w+ \w)", "", text.strip()))
    if not name or NO_GIVEN.intersection(name.casefold().split()) or asked.known(name, "CHECK_NAME"):
        return ""
    known = asked.known(name, "GIVEN") or name.casefold().split(" ")[-1] in SORTS
    return name if known or (openly and not asked.known(name, "PARTY")) else ""


def _passive(found: Found, asked: Asked) -> str:
    openly = bool(SURELY.search(found.group()))
    return _told(found["what"], asked, so=not found["no"] and not found["not"], openly=openly)


def _there(found: Found, asked: Asked) -> str:
    return _told(found["what"], asked, so=not found.groupdict().get("no"), openly=False)


def _active(found: Found, asked: Asked) -> str:
    return _told(found["what"], asked, so=not found["no"], openly=False)


READERS: tuple[Reader, ...] = (
    reader(
        rf"(?P<no>no )?{WHAT} {BE}(?P<not>{NOT})?(?: been)? {GIVEN}(?: (?:with|for|to|on) (?:it|them|the \w+))?",
        _passive,
    ),
    reader(rf"{WHAT} (?:is|are) (?P<no>missing|absent|lacking|not there|left out|left blank|blank|empty)", _there),
    reader(rf"{WHAT} (?:is|are) (?:there|present|on file|at hand|available)", _there),
    reader(rf"there (?:is|are) (?P<no>no )?{WHAT}", _there),
    reader(rf"no {WHAT} (?P<no>exists?)", _there),
    reader(
        (
            rf"{IT} (?P<no>lacks?|comes? without|(?:gives?|states?|has|have|carr(?:y|ies)|names?|quotes?|cites?) no|"
            rf"(?:does|do)(?: not|n't) (?:give|state|carry|name|quote|cite|have|include|mention|contain|provide|"
            rf"reference|bear)) {WHAT}"
        ),
        _active,
    ),
    reader(rf"{IT} (?P<no>){GIVES} {WHAT}", _active),
    reader(
        (
            rf"(?:{MADE} )?(?P<no>without(?: any)?|with no|lacking|missing|(?:that|which|who) lacks?|not {BACKED}|"
            rf"unaccompanied by|for want of) {WHAT}(?: {GIVEN})?"
        ),
        _active,
    ),
    reader(rf"(?:{MADE} )?(?P<no>)(?:with|{GIVING}|{BACKED}) {WHAT}(?: {GIVEN})?", _active),
    reader(rf"(?:{MADE} )?(?P<no>){GIVING} {WHAT}", _active),
)
