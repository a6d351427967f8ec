"""Which fields are written: in which the bank account or the payee name changes."""

import re

from apps.policies.language.circumstances.parts import OPENS, Asked, Found, Reader, name_of, reader

CHANGES = r"(?:changes?|(?:is|are) (?:changed|altered|modified|updated|edited|touched))"
TOUCH = r"(?:changes?|alters?|modif(?:y|ies)|updates?|edits?|touch(?:es)?|changing|altering|modifying|touching|editing)"
FIELDS = rf"(?:(?:the )?(?P<only>only )?(?:the )?(?:fields? )?(?P<fields>{OPENS}))"


def _told(found: Found, asked: Asked) -> str:
    """Any of the fields of a list; each a field of this workspace, for others may be what is written."""
    if re.search(r"\band\b", found["fields"]) or found["only"]:
        return ""
    names = [name_of(each) for each in re.split(r",? or |, ", found["fields"])]
    if not all(name and asked.known(name, "FIELD_NAME") for name in names):
        return ""
    said = " or ".join(f'"{name}"' for name in names)
    return f"the field {said} changes" if len(names) == 1 else f"any of the fields {said} changes"


READERS: tuple[Reader, ...] = (
    reader(rf"(?:in|for|by) which {FIELDS} {CHANGES}", _told),
    reader(rf"{FIELDS} {CHANGES}", _told),
    reader(rf"(?:that|which|it|they) {TOUCH} {FIELDS}", _told),
)
