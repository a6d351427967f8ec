"""Neither, both and either before a noun, said behind it: no ticket that is closed or archived."""

import re

VERB = r"(?P<verb>may|can|shall|must|should|will|is|are|needs?|requires?)"
NEITHER = re.compile(
    rf"^neither (?:an? )?(?P<one>[\w-]+) nor (?:an? )?(?P<two>[\w-]+) (?P<noun>[\w -]+?) {VERB} ", re.IGNORECASE
)
BEFORE = re.compile(
    r"(?<!to )(?<!for )(?<!from )(?<!of )(?<!on )\b(?P<value>[A-Za-z0-9]+)-(?P<field>tier|plan|segment|stage|"
    r"status|state|priority|"
    r"severity|category|class|grade) (?P<noun>[a-z]+)\b",
    re.IGNORECASE,
)


def in_one(text: str) -> str:
    """`neither a closed nor an archived ticket may be updated`, `high-severity tickets must not be closed`"""
    text = NEITHER.sub(r"No \g<noun> that is \g<one> or \g<two> \g<verb> ", text)
    return BEFORE.sub(lambda one: f"{one['noun']} whose {one['field']} is {one['value'].casefold()}", text)
