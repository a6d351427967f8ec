"""What people write and no rule can mean: words that teach instead of "syntax error"."""

import re

VAGUE = (
    "A rule must be decidable: “{}” has no limit that can be checked. Write an amount, a number, a name or a field, "
    "such as over 500 USD."
)
LESSONS: tuple[tuple[str, str], ...] = (
    (r"be careful|carefully|careful|be cautious|use (?:good )?judge?ment|be sensible|if (?:it )?seems?", VAGUE),
    (r"big|large|small|huge|tiny|high|low|expensive|cheap|unusual|suspicious|important|sensitive|reasonable", VAGUE),
    (r"appropriate|usually|normally|sometimes|often|rarely|probably|generally|risky|dangerous|sparingly", VAGUE),
    (r"should try|try to|please|as soon as possible|soon|later|where possible|if possible|ideally", VAGUE),
    (r"these objects|the following objects", "“{}” names nothing here; name each one, such as Case and Task."),
    (r"stop for the (?:day|week|month)|(?:per|a|each|every) (?:day|week|month|hour)|daily|weekly|monthly",
     "“{}” is a running total: set it as a budget, which counts and stops by itself."),
    (r"security keys?|second channel|two-factor|2fa", "“{}” cannot be asked of a signer in a sentence."),
    (r"unless|except(?: for)?|other than|but not", "“{}” is not understood; write the exception as a rule of its own."),
    (r"contacts?|customer|payee|owner|manager|requester",
     ("“{}” is a relation that no fact carries here. Name a group, an agent or a domain rule such as “Never message "
      "anyone outside our domains.”")),
    (r"per ?cent|%", "“{}” compares with another value; write an amount in one currency."),
    (r"kr|kroner|kronor", "“{}” may be Danish, Norwegian or Swedish; write DKK, NOK or SEK."),
    (r"(?:days?|hours?|weeks?|months?|years?) old|working hours|weekends?|tomorrow|today|yesterday|night",
     "“{}” is a time; no fact of an action carries it here."),
    (r"agents? should|you should|you must|ignore|act as",
     "“{}” speaks to a model. A rule says what may be done and who signs."),
    (r"not sure|maybe|consider|think about", VAGUE),
)  # fmt: skip


def lesson(text: str) -> tuple[int, str] | None:
    """Where the first such word stands, and what to write instead."""
    found = [(match.start(), says.format(match.group())) for words, says in LESSONS if (match := _find(words, text))]
    return min(found, default=None)


def _find(words: str, text: str) -> re.Match[str] | None:
    return re.search(rf"(?<![\w-])(?:{words})(?![\w-])", text, re.IGNORECASE)
