"""Neither, both and either before a noun, said behind it: no ticket that is closed or archived."""

import re

VERB = r"(?P<verb>may|can|shall|must|should|will|is|are|needs?|requires?)"
NEITHER = re.compile(
    rf"^neither (?:an? )?(?P<one>[\w-]+) nor (?:an? )?(?P<two>[\w-]+) (?P<noun>[\w -]+?) {VERB} ", re.IGNORECASE
)


def in_one(text: str) -> str:
    """`neither a closed nor an archived ticket may be updated`"""
    return NEITHER.sub(r"No \g<noun> that is \g<one> or \g<two> \g<verb> ", text)
