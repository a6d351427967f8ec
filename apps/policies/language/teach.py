"""What people write and no rule can mean: words that teach instead of "syntax error"."""

import re

from apps.policies.language.words import WORDS

VAGUE = (
    "A rule must be decidable: “{}” has no limit that can be checked. Write an amount, a number, a name or a field, "
    "such as over 500 USD."
)
WHEN = "“{}” begins and ends when? Write from 22:00 to 06:00."
NOT_ALWAYS = re.compile(
    r"(?:\bnot|n't|\bno)\b[^.;,\"]*?(?<!\w)(always|every time|each time|in (?:all|every) cases?)\b", re.IGNORECASE
)
LESSONS: tuple[tuple[str, str], ...] = (
    (r"be careful|carefully|careful|be cautious|use (?:good )?judge?ment|be sensible|if (?:it )?seems?", VAGUE),
    (r"big|large|small|huge|tiny|high|low|expensive|cheap|unusual|suspicious|important|sensitive|reasonable", VAGUE),
    (r"appropriate|usually|normally|sometimes|often|rarely|probably|generally|risky|dangerous|sparingly", VAGUE),
    (r"should try|try to|please|as soon as possible|(?<!as )soon|soon(?! as)|later", VAGUE),
    (r"where possible|if possible|ideally", VAGUE),
    (r"these objects|the following objects", "“{}” names nothing here; name each one, such as Case and Task."),
    (r"kr|kroner|kronor", "“{}” may be Danish, Norwegian or Swedish; write DKK, NOK or SEK."),
    (r"tomorrow|yesterday|next (?:week|month|year)|last (?:week|month|year)",
     "“{}” means another day each day; write a date, such as until 31 December 2027."),
    (r"will (?:be|probably|likely)|might|is going to|expected to|likely",
     "“{}” speaks of what nobody can know yet; say what is so when the action is proposed."),
    (r"(?:at )?night|overnight", WHEN),
    (r"agents? should|you should|you must|ignore|act as",
     "“{}” speaks to a model. A rule says what may be done and who signs."),
    (r"not sure|maybe|consider|think about", VAGUE),
    (r"lavish|extravagant|excessive|angry|upset|unreasonable|suitabl[ey]|proper(?:ly)?|significant|serious", VAGUE),
    (r"extraordinary|exceptional|frivolous|trivial|tricky|delicate|weird|strange|good|bad|nice|substantial", VAGUE),
    ("|".join(WORDS["JUDGING"]), VAGUE),
    (r"considerable|adequate|relevant|sufficient|justified|legitimate|genuine|senior enough|modest", VAGUE),
)  # fmt: skip


def vague(word: str) -> bool:
    """Whether a word alone says no measure, so that it can be no value of anything."""
    return any(says is VAGUE and re.fullmatch(words, word, re.IGNORECASE) for words, says in LESSONS)


def not_always(text: str) -> tuple[int, str] | None:
    """Where "always" stands behind "not": never, or only now and then."""
    found = NOT_ALWAYS.search(text)
    said = f"“{found[1]}” behind “not” can mean never, or not each time. Say in which cases." if found else ""
    return (found.start(1), said) if found else None


def undecidable(text: str) -> bool:
    """Whether the first such word says what no rule can mean, rather than a time that can be given."""
    found = [(match.start(), says) for words, says in LESSONS if (match := _find(words, text))]
    return bool(found) and min(found)[1] != WHEN


def lesson(text: str) -> tuple[int, str] | None:
    """Where the first such word stands, and what to write instead."""
    found = [(match.start(), says.format(match.group())) for words, says in LESSONS if (match := _find(words, text))]
    return min(found, default=None)


def _find(words: str, text: str) -> re.Match[str] | None:
    return re.search(rf"(?<![\w-])(?:{words})(?![\w-])", text, re.IGNORECASE)
