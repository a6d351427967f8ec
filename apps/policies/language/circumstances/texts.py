"""What stands in the text, and what is attached: in which the word X occurs, with a link in it, two files attached."""

import re

from apps.policies.language.circumstances.parts import (
    MANY,
    Asked,
    Found,
    Reader,
    joined,
    limit_of,
    reader,
    turned,
)
from apps.policies.language.words import WORDS

TEXT = (
    r"(?:(?:the|its|their|his|her|an?|any) )?(?:outgoing )?(?:text|body|subject|subject line|message|"
    r"e-?mail|mail|wording|content|contents|reply|post)"
)
IN = rf"(?:(?:anywhere )?(?:in|within|inside) (?:it|them|{TEXT}(?: or (?:the )?(?:subject|body|text))?))"
WORD = r"(?:the )?(?:words?|phrases?|terms?|names?|expressions?|strings?|text)"
QUOTED = r'"[^"]+"'
WORDED = rf"(?P<words>(?:either |both )?{QUOTED}(?:(?:,? (?:and|or|nor) |, )(?:{WORD} )?{QUOTED})*)"
OCCURS = (
    r"(?:occurs?|appears?|(?:is|are) (?:used|mentioned|found|contained|included|present|written|said)|"
    r"stands?|comes? up|can be found|turns? up|(?:is|are))"
)
SAYS = r"(?:uses?|mentions?|contains?|includes?|says?|has|have|holds?|features?|reads?|carr(?:y|ies)|shows?|bears?)"
SAYING = r"(?:using|mentioning|containing|including|saying|with|having|featuring|carrying|showing|bearing)"
FOUND = {
    "links": "FOUND_LINKS", "codes": "FOUND_CODES", "identity numbers": "FOUND_IDS", "card numbers": "FOUND_CARDS",
    "bank account numbers": "FOUND_BANK", "secrets": "FOUND_SECRETS",
}  # fmt: skip
KNOWN = sorted((re.escape(each) for name in FOUND.values() for each in WORDS[name]), key=len, reverse=True)
THING = rf"(?:{'|'.join(KNOWN)})"
THINGS = rf"(?:an? |any |the |one or more |at least one )?(?P<things>{THING}(?:(?:,? or |, )(?:an? |any )?{THING})*)"
FILES = (
    r"(?:attachments?|enclosures?|(?:attached|enclosed) (?:files?|documents?)|(?:files?|documents?) attached|attached)"
)
LOOSE = r"(?:files?|documents?)"
NONE = r"(?:not|n't)"


def _says(found: Found, _asked: Asked) -> str:
    words, no = re.findall(QUOTED, found["words"]), bool(found.groupdict().get("no"))
    several = re.search(r"\band\b|\bnor\b", re.sub(QUOTED, "", found["words"]))
    tests = [f"the text says {word}" for word in words]
    either = joined([f"the text says {' or '.join(words)}"], every=False)
    if no:
        return turned(either) if not several or found.groupdict().get("both") else ""
    return joined(tests, every=True) if several else either


def _finds(found: Found, _asked: Asked) -> str:
    names = [next((name for name, terminal in FOUND.items() if each.casefold() in WORDS[terminal]), "")
             for each in re.split(r",? or (?:an? |any )?|, (?:an? |any )?", found["things"])]  # fmt: skip
    if not all(names):
        return ""
    test = f"the text contains {' or '.join(dict.fromkeys(names))}"
    return turned(test) if found.groupdict().get("no") else test


def _attached(found: Found, _asked: Asked) -> str:
    said = found.groupdict()
    if said.get("no"):
        return 'the "attachments" is at most 0'
    return (
        f'the "attachments" is {limit_of(found)}'
        if said.get("many") or said.get("from")
        else 'the "attachments" is at least 1'
    )


def _loosely(found: Found, asked: Asked) -> str:
    """Files that an email carries; of other things these may be what they are about."""
    mail = re.search(r"\b(?:e-?mail|mail|message|reply|replies)", asked.rest, re.IGNORECASE)
    return _attached(found, asked) if mail else ""


SOME = rf"(?:(?:{MANY}|an?|any|some|one or more|at least one|several)? ?)"
READERS: tuple[Reader, ...] = (
    reader(rf"(?:in|for) which {WORD} {WORDED} {OCCURS}", _says),
    reader(rf"(?:(?:that|which|it|they|{TEXT}) {SAYS}|{SAYING}) (?P<no>no )?(?:{WORD} )?{WORDED}(?: {IN})?", _says),
    reader(
        (
            rf"(?:(?:that|which|it|they|{TEXT}) (?P<no>(?:does|do) {NONE}) (?:use|mention|contain|include|say|have)|"
            rf"(?P<no_2>without)) (?:{WORD} )?{WORDED}(?: {IN})?"
        ),
        lambda found, asked: turned(_says(found, asked)) if found["no_2"] else _says(found, asked),
    ),
    reader(rf"(?:{WORD} )?{WORDED} {OCCURS}(?: {IN})?", _says),
    reader(
        (
            rf"(?:{WORD} )?{WORDED} (?P<no>(?:(?:is|are)(?P<both> both| all)? (?:missing|absent)(?: from {TEXT})?|"
            rf"(?:does|do) {NONE} (?:occur|appear)(?: {IN})?))"
        ),
        _says,
    ),
    reader(rf"(?:(?:that|which|it|they|{TEXT}) {SAYS}|{SAYING}) (?P<no>no )?{THINGS}(?: {IN})?", _finds),
    reader(
        (
            rf"(?:(?:that|which|it|they|{TEXT}) (?P<no>(?:does|do) {NONE}) (?:use|mention|contain|include|show|"
            rf"have)|(?P<no_2>without)) {THINGS}(?: {IN})?"
        ),
        lambda found, asked: turned(_finds(found, asked)) if found["no_2"] else _finds(found, asked),
    ),
    reader(rf"in which (?P<no>no )?{THINGS} {OCCURS}", _finds),
    reader(rf"(?P<no>no )?{THINGS} {OCCURS} {IN}", _finds),
    reader(rf"there (?:is|are) (?P<no>no )?{THINGS} {IN}", _finds),
    reader(
        (
            rf"(?:with|carrying|having|bearing|including|containing|(?:that|which|it|they) (?:has|have|carr(?:y|"
            rf"ies)|contains?|comes? with|includes?|bears?)) {SOME}{FILES}(?: (?:to|in) (?:it|them))?"
        ),
        _attached,
    ),
    reader(rf"(?:with|carrying|having|bearing) {SOME}{LOOSE} (?:attached|enclosed)(?: to (?:it|them))?", _attached),
    reader(
        rf"(?:with|carrying|having|bearing|(?:that|which|it|they) (?:has|have|carr(?:y|ies))) {MANY} {LOOSE}", _loosely
    ),
    reader(
        rf"(?P<no>without(?: any| an?)?|with no|(?:that|which|it|they) (?:has|have|carr(?:y|ies)) no) {FILES}",
        _attached,
    ),
    reader(
        rf"(?:to which )?{SOME}{LOOSE} (?:is|are|has been|have been) (?:attached|enclosed)(?: to (?:it|them|{TEXT}))?",
        _loosely,
    ),
    reader(rf"there (?:is|are) {SOME}{FILES}", _attached),
    reader(rf"(?P<no>no|nothing) ?(?:{LOOSE} )?(?:is|are) (?:attached|enclosed)(?: to (?:it|them|{TEXT}))?", _attached),
)
