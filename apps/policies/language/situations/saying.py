"""One clause: of what it is said, by which sort of verb, whether it is denied, and what is said."""

import re
from typing import NamedTuple

from apps.policies.language.lexicon import Lexicon
from apps.policies.language.open_deeds import ODD, done_by
from apps.policies.language.situations.subjects import Of, subject

BE = "is|are|was|were|been|be|being|has been|have been|had been|remains|remain|stays|stay|becomes|become|gets"
HAVE = (
    "has had|have had|has|have|had|contains|contain|includes|include|carries|carry|bears|bear|holds|hold|shows|show|"
    "comes with|come with|lists|reports|report"
)
MEASURE = (
    "amounts to|amount to|comes to|come to|adds up to|add up to|totals|total|equals|equal|lies|lie|falls|fall|"
    "goes|go|sits|sit|stands at|stand at|stands|comes|come|rises|rise|runs to|run to|costs|cost|measures|"
    "measure|reads|works out at|"
    "is worth|are worth|is set at|is set to|are set to|is set|comes out|represents|represent|drops|drop"
)
EXCEED = "exceeds|exceed|surpasses|surpass|goes over|go over|goes beyond|tops|top|is in excess of"
REACH = "reaches|reach|meets|meet"
BELONG = "belongs to|belong to|falls under|falls into|falls within|is part of|are part of|is a member of|are members of"
LACK = "lacks|lack|is missing|are missing|is without|are without|misses|comes without"
HAPPEN = "took place|takes place|happened|occurred|dates from|dates back|took effect|goes back"
SORTS = {
    "happen": HAPPEN,
    "exceed": EXCEED,
    "reach": REACH,
    "belong": BELONG,
    "lack": LACK,
    "measure": MEASURE,
    "have": HAVE,
    "be": BE,
}
ADVERB = r"(?: (?:still|already|currently|now|presently|also|itself|itselves|together|ever|yet|actually|formally))"
DENIED = r"(?: (?:not yet|no longer|not|never))"
VERB = re.compile(
    r"(?P<subject>.+?) (?:(?P<aux>(?:does|do|did|would|will|has|have|is|are) (?:not|never)) )?(?:would )?(?:"
    + "|".join(rf"(?P<{sort}>{words})" for sort, words in SORTS.items())
    + rf")(?P<adverb>{ADVERB}*)(?P<not>{DENIED}?){ADVERB}*(?: (?P<rest>.+))?",
    re.IGNORECASE,
)
PERFECT = re.compile(r"[a-z]+(?: (?!on\b)[a-z]+)?", re.IGNORECASE)  # has ended, has opted out
PAST = re.compile(
    r"(?P<subject>.+?) (?P<rest>(?:[a-z]+ed|began|ran|sent|left|paid|made) (?:within|in|during|over|more|less|"
    r"at|under|no|up|\d).+)",
    re.IGNORECASE,
)
SHORT = (
    (re.compile(r"\b(is|are|was|were|has|have|had|does|do|did)n['’]t\b", re.IGNORECASE), r"\1 not"),
    (re.compile(r"\b(it|that)['’]s\b", re.IGNORECASE), r"\1 is"),
    (re.compile(r"\bthey['’]re\b", re.IGNORECASE), "they are"),
)


class Saying(NamedTuple):
    of: Of
    sort: str  # of the verb: be, have, measure, exceed, reach, belong, lack
    verb: str
    rest: str
    so: bool = True  # not denied

    @property
    def predicate(self) -> str:
        return f"{self.verb} {self.rest}".strip()


class Scene(NamedTuple):
    """Whose state is spoken of, and the words of a workspace."""

    owner: str
    lexicon: Lexicon


def plainly(text: str) -> str:
    for words, said in SHORT:
        text = words.sub(said, text)
    return text.strip(" ,").removesuffix(".")


def saying(text: str, scene: Scene) -> Saying | None:
    """The clause by its first verb; None where it has none, or speaks of nobody in particular."""
    found = VERB.fullmatch(plainly(text))
    if not found:
        return _finite(text, scene)
    of = subject(found["subject"], scene.owner, scene.lexicon)
    sort = next(sort for sort in SORTS if found[sort])
    if not of:
        return None
    verb, rest = found[sort].casefold().replace("been", "has been").replace("has has", "has"), found["rest"] or ""
    if (
        verb in ("has", "have", "had")
        and (done_by(rest.split(" ")[0]) or rest.split(" ")[0] in ODD)
        and PERFECT.fullmatch(rest)
    ):
        sort, verb = "be", "has been"
    return Saying(of, sort, verb, rest, so=not (found["aux"] or found["not"]))


def _finite(text: str, scene: Scene) -> Saying | None:
    """`its bank details changed in the last 30 days`"""
    found = PAST.fullmatch(plainly(text))
    of = subject(found["subject"], scene.owner, scene.lexicon) if found else None
    return Saying(of, "happen", "was", found["rest"]) if found and of else None
