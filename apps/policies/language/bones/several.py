"""Several sentences, and several things said of one subject: each read by itself, where none leans on another."""

import re
from collections.abc import Iterator

from apps.policies.language.sentences import NO_END

ENDS = re.compile(rf"""{NO_END}[.;]\s+(?=["“(]?[A-Za-z])""")
LEANS = re.compile(
    r"\b(?:that|this|those|these|it|they|them|its|otherwise|exceptions?|else|above|beyond|below|over|more|less|"
    r"longer|shorter|"
    r"ones|one (?:of|with|for|above|over|worth)|"
    r"larger|smaller|older|higher|lower|others?|same|such|then|instead|also|additionally|later|former|latter|both|"
    r"too|as well)\b",
    re.IGNORECASE,
)
ALSO = re.compile(
    r"^(?P<np>.+?) (?P<one>(?:may|can|must|shall|should|are|is|need|needs|require|requires)\b.+?),? (?:but|and|yet) "
    r"(?P<two>(?:may|can|cannot|must|shall|should|are|is|need|needs|require|requires|never|"
    r"expires?|lapses?|ends?)\b.+)$", re.IGNORECASE
)  # fmt: skip
MOST = 4


def sentences(text: str) -> Iterator[tuple[str, ...]]:
    """The parts of a text that can each be read alone; none where there is one part only."""
    parts = tuple(part.strip() for part in ENDS.split(text) if part.strip())
    if 1 < len(parts) <= MOST and not any(LEANS.search(part) for part in parts[1:]):
        yield parts
    if len(parts) == 1 and (found := ALSO.match(text)) and not LEANS.search(found["two"]):
        two = re.sub(r"^never ", "may never ", found["two"])
        yield (f"{found['np']} {found['one']}", f"{found['np']} {two}")
