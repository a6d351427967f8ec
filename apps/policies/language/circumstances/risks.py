"""How risky it is, and whether it can be taken back: of at least high risk, that there is no way back from."""

from apps.policies.language.circumstances.parts import Asked, Found, Reader, reader

LEVELS = ("low", "medium", "high", "critical")
LEVEL = rf"(?:{'|'.join(LEVELS)})"
UP = r"(?: or| and) (?:above|higher|more|up|worse|over)"
DOWN = r"(?: or| and) (?:below|lower|less|under)"
RISK = r"[ -]risk(?: level| class| rating)?"
HAS = (
    r"(?:of|with|at|carrying|posing|bearing|(?:that|which|it|they) (?:is|are|carr(?:y|ies)|poses?|has|"
    r"have)(?: of| at)?)"
)
CLASSED = (
    r"(?:(?:(?:that|which|it|they) )?(?:(?:is|are) )?(?:rated|classed|classified|graded|assessed|ranked|"
    r"considered|deemed)(?: as| to be)?)"
)
ITS = r"(?:(?:the|its) )?risk(?: level| class| rating)?(?: of it)? (?:is|are)(?: rated| classed)?(?: as)?"
LEAST = (
    r"(?P<least>at least |no lower than |not below |no less than )?(?P<most>at most |no more than |no "
    r"higher than |up to |not above )?"
)
ONE = rf"{LEAST}(?:an? )?(?P<one>{LEVEL})(?: or (?P<two>{LEVEL}))?"
ENDS = rf"(?P<up>{UP})?(?P<down>{DOWN})?"
IT = r"(?:(?:that|which|it|they|the \w+) )"
UNDONE = r"(?:undone|taken back|reversed|rolled back|reverted)"
CANNOT = r"(?:cannot|can not|can't|can no longer|can never|could not)"


def _told(found: Found, _asked: Asked) -> str:
    one, two = found["one"].casefold(), (found["two"] or "").casefold()
    if two:
        low, high = sorted((one, two), key=LEVELS.index)
        if (
            LEVELS.index(high) - LEVELS.index(low) != 1
            or found["least"]
            or found["most"]
            or found["up"]
            or found["down"]
        ):
            return ""
        return (
            f"the risk is at least {low}"
            if high == "critical"
            else f"the risk is at most {high}"
            if low == "low"
            else f"the risk is {low} or {high}"
        )
    if found["least"] or found["up"]:
        return f"the risk is at least {one}"
    return f"the risk is at most {one}" if found["most"] or found["down"] else f"the risk is {one}"


def _undone(found: Found, _asked: Asked) -> str:
    return "it cannot be taken back exactly" if found["exact"] else "it cannot be taken back"


def _undoable(found: Found, _asked: Asked) -> str:
    return "it can be taken back exactly" if found["exact"] else "it can be taken back"


def _never(_found: Found, _asked: Asked) -> str:
    return "it cannot be taken back"


EXACT = r"(?P<exact> exactly| precisely| completely| without trace)?"
AGAIN = r"(?: again| any more| afterwards| later)?"
READERS: tuple[Reader, ...] = (
    reader(rf"{HAS} {ONE}{RISK}{ENDS}", _told),
    reader(
        rf"{HAS} {LEAST}(?:an? )?(?:risk(?: level| class)?) of (?P<one>{LEVEL})(?: or (?P<two>{LEVEL}))?{ENDS}", _told
    ),
    reader(rf"{CLASSED} {ONE}{RISK}{ENDS}", _told),
    reader(rf"{ITS} {ONE}(?:{RISK})?{ENDS}", _told),
    reader(rf"{IT}{CANNOT} be {UNDONE}{EXACT}{AGAIN}", _undone),
    reader(rf"{IT}can (?:still )?be {UNDONE}{EXACT}{AGAIN}", _undoable),
    reader(
        (
            r"(?:with no|without(?: an?)?|that (?:has|have) no|for which there is no|there is no) (?:undo|way back|"
            r"way to undo it|rollback)"
        ),
        _never,
    ),
    reader(r"(?:that|which) (?:is|are) (?:final|irreversible|irrevocable|permanent)", _never),
)
