"""A row of a table put into a line: what, a colon, and who signs or what shall happen."""

import re

from apps.policies.language.in_full.said import BREAKS, CONDITIONS, PREDICATES, Said

LIMITS = frozenset("OVER UP_TO UNDER AT_LEAST _FROM _BETWEEN".split())
SIGNING = frozenset(
    "NUMBER _PEOPLE _PERSON _APPROVAL GROUP _DUAL _FROM _BY _OR _AND _COMMA AT_LEAST _EACH _BOTH _ANOTHER _THEN _OF "
    "_IN".split()
)
SIGNERS = frozenset("_PEOPLE _PERSON _APPROVAL GROUP _DUAL".split())
VERBAL = PREDICATES | frozenset("_EXPIRE _VALID_FOR _IS _IS_NOT _HAS _PROCEED _HAPPENS _STOP_IT _LIMITED_TO".split())
OWED = frozenset("CHECK_NAME GIVEN _APPROVAL _SECURITY_KEY _SECOND_CHANNEL".split())
SWITCHED = {
    **dict.fromkeys("off disabled no never none blocked prohibited forbidden".split(), "are forbidden"),
    **dict.fromkeys(("not allowed", "not permitted"), "are forbidden"),
    **dict.fromkeys("on enabled yes allowed automatic permitted".split(), "are allowed"),
}
READ_ONLY = re.compile(r"read[- ]only|only read(?:ing)?|reading only", re.IGNORECASE)
ACCESS = re.compile(r"(?:(?P<place>.+) access|access (?:to|in) (?P<to>.+))", re.IGNORECASE)
FIRST = re.compile(
    r"(?:granted|allowed|made|done|issued|permitted|given) (?:at once|immediately|right away|straight away),? "
    r"(?:and |but )?(?:to be |must be )?(?P<signed>\w+) by (?P<who>.+) within (?P<span>[\w ]+)", re.IGNORECASE
)  # fmt: skip
REQUIRED = frozenset({"required", "needed", "necessary", "mandatory"})
ONLY = re.compile(r"(?:restrict |limit )?who (?:can|may) (?P<doing>.+)", re.IGNORECASE)
ALONE = r"(?P<alone> without (?:\w+ )?(?:approval|asking|sign-off|review))?"
MOST = re.compile(rf"(?:the )?(?:maximum|max\.?|highest|largest)(?: allowed| permitted)? (?P<what>.+?){ALONE}",
                  re.IGNORECASE)  # fmt: skip
CAP = re.compile(rf"(?:the )?(?P<what>.+?) (?:limit|maximum|cap){ALONE}", re.IGNORECASE)
APPROVERS = re.compile(r"(?:approvers?|signers?|signatories|approvals?|sign-offs?) for (?P<what>.+)", re.IGNORECASE)
ARROWS = frozenset({":", "→", "–", "—"})


def row(said: Said) -> tuple[str, ...]:
    """`Contracts over 250,000 USD: CEO and General Counsel` → contracts … need CEO and General Counsel."""
    colons = [at for at in range(1, len(said) - 1) if _is_colon(said, at)]
    if len(colons) == 1:
        return _filled(said, colons[0])
    return () if colons else _bare(said)


def _is_colon(said: Said, at: int) -> bool:
    spaced = said.text[said.tokens[at].piece.start - 1].isspace() and said.text[said.tokens[at].piece.end].isspace()
    return said.word(at) == ":" or (said.word(at) in ARROWS and spaced)


def _filled(said: Said, colon: int) -> tuple[str, ...]:
    head, cell = said.part(0, colon), said.part(colon + 1, len(said))
    if cell.casefold().endswith(" only") and (who := ONLY.fullmatch(head)):
        return (f"Only {cell[:-5]} may {who['doing']}",)
    if said.find(PREDICATES, 0, colon) < colon:
        return ()
    if limit := MOST.fullmatch(head) or (CAP.fullmatch(head) if _money(said, colon + 1) else None):
        return (_most(limit["what"], cell, alone=bool(limit["alone"])),)
    if (switched := SWITCHED.get(cell.casefold())) and said.find(OWED, 0, colon) == colon:
        return (f"{head} {switched}",)
    if READ_ONLY.fullmatch(cell) and (access := ACCESS.fullmatch(head)):
        return (f"Never write to anything in {access['place'] or access['to']}",)
    if first := FIRST.fullmatch(cell):
        return (f"{head} may run first, but must be approved by {first['who']} within {first['span']} afterwards",)
    if approvers := APPROVERS.fullmatch(head):
        return (f"{approvers['what']} need {cell}",)
    if signs := _signing_head(said, colon):
        return (f"{cell} need {signs}",)
    if said.word(len(said) - 1) in REQUIRED and said.find(OWED, colon + 1) < len(said) and said.can(colon + 1, OWED):
        return (f"{said.part(colon + 1, len(said) - 1)} is required for {head}",)
    if said.word(colon + 1) == "only":
        return (f"{head} may be made {cell}",)
    if cell.casefold().startswith("not without "):
        return (f"{head} are not allowed {cell[4:]}",)
    what = said.part(0, colon - 1) if colon > 1 and said.can(colon - 1, ("_APPROVAL",)) else head
    return _steps(said, colon + 1, what) or _signed(said, colon + 1, what)


def _signing_head(said: Said, colon: int) -> str:
    """`Approval required from Finance`, `Two approvers`: who signs for what follows."""
    words = [at for at in range(colon) if said.word(at) not in REQUIRED]
    if not words or any(not said.can(at, SIGNING) for at in words) or not any(said.can(at, SIGNERS) for at in words):
        return ""
    return " ".join(said.part(at, at + 1) for at in words)


def _most(what: str, limit: str, *, alone: bool) -> str:
    return f"{what} up to {limit} may be made without approval" if alone else f"{what} over {limit} are forbidden"


def _steps(said: Said, begin: int, what: str) -> tuple[str, ...]:
    """`1 approver below 10,000 EUR, 2 approvers from 10,000 EUR`: the limit of each step before what it asks."""
    marks = [at for at in range(begin, len(said)) if said.word(at) in BREAKS]
    items = list(zip([begin, *(at + 1 for at in marks)], [*marks, len(said)], strict=True))
    cuts = [_limit_in(said, one, two) for one, two in items]
    if any(not one < cut < two for (one, two), cut in zip(items, cuts, strict=True)):
        return ()
    steps = [(said.part(cut, two), _asked(said, one, cut)) for (one, two), cut in zip(items, cuts, strict=True)]
    if len(steps) == 1:
        return (f"{what} {steps[0][0]} {steps[0][1]}",)
    return (f"{what}: {', '.join(f'{limit} {asked}' for limit, asked in steps)}",)


def _limit_in(said: Said, begin: int, end: int) -> int:
    """Where the limit of an item begins: "from" an amount, or a word that compares; "above" alone may end it."""
    for at in range(begin, end):
        if said.can(at, LIMITS) and (said.word(at) != "from" or _money(said, at + 1)):
            return at
        if at == end - 1 and said.can(at, ("_FROM_THERE",)):
            return at
    return end


def _asked(said: Said, begin: int, end: int) -> str:
    signs = all(said.can(at, SIGNING) for at in range(begin, end))
    return f"need {said.part(begin, end)}" if signs else said.part(begin, end)


def _money(said: Said, at: int) -> bool:
    return said.can(at, ("AMOUNT_NUMBER", "_SIGN", "SIGN_USD", "SIGN_EUR", "SIGN_GBP", "CURRENCY"))


def _signed(said: Said, begin: int, what: str) -> tuple[str, ...]:
    """Who signs; the last of a chain perhaps under a condition."""
    end = said.find(CONDITIONS, begin)
    end = end - 1 if end == len(said) and said.word(end - 1) in REQUIRED else end
    if any(not said.can(at, SIGNING) for at in range(begin, end)) or said.find(SIGNERS, begin, end) == end:
        return (f"{what} need no approval",) if said.part(begin, len(said)).casefold() in NONE else ()
    if end >= len(said) - 1:
        return (f"{what} need {said.part(begin, end)}",)
    links = [at for at in range(begin, end) if said.can(at, ("_THEN", "_COMMA"))]
    if not links or not said.can(end, ("_WHEN",)):
        return (f"{what} need {said.part(begin, end)} {said.part(end, len(said))}",)
    last = links[-1] - 1 if said.word(links[-1] - 1) in BREAKS else links[-1]
    then = said.part(end + 1, len(said))
    always, all_of = said.part(begin, last), said.part(begin, end)
    return (f"{what} need {always} unless {then}; {what} need {all_of} when {then}",)


NONE = frozenset({"no approval", "no approval needed", "no approval required", "none needed", "no sign-off"})


def _bare(said: Said) -> tuple[str, ...]:
    """Rows without a colon: what is required for what, and who signs for what."""
    for at in range(1, len(said) - 1):
        if said.word(at) in REQUIRED and said.can(at + 1, ("_FOR", "_BEFORE", "_TO")):
            told = said.can(at - 1, ("_IS", "_MUST_BE", "_NEED"))
            return () if told else (f"{said.part(0, at)} is {said.part(at, len(said))}",)
    at = said.find(frozenset({"_FOR"}))
    if not 0 < at < len(said) - 1 or said.find(VERBAL) < len(said):
        return ()
    begin = 1 if said.word(0) == "minimum" else 0
    if begin == at or any(not said.can(each, SIGNING) for each in range(begin, at)) or said.find(SIGNERS, 0, at) == at:
        return ()
    least = "at least " if begin else ""
    return (f"{said.part(at + 1, len(said))} need {least}{said.part(begin, at)}",)
