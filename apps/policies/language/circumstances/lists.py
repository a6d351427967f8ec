"""Who stands on which list: whose payee is not on the list of known payees, to an address on the blocklist."""

import re

from apps.policies.language.circumstances.parts import (
    DET,
    JOIN,
    NOUN,
    OPENS,
    Asked,
    Found,
    Reader,
    joined,
    name_of,
    reader,
    turned,
)

LIST = r"(?:[\w-]*list|register|registry|roster|directory|whitelist|blacklist|index)"
STANDS = (
    r"(?:(?:is|are|was|were|be|being) ?(?:already |currently )?(?:listed|found|named|registered|contained|"
    r"included|entered|"
    r"recorded|to be found|shown|kept)?|stands?|standing|figures?|figuring|appears?|appearing|listed|registered|"
    r"featur(?:es?|ing)|occurs?)"
)
STAND = r"(?:stand|figure|appear|feature|occur)"
AT = r"(?:on|in|among|amongst|part of|one of|a member of)"
LISTED = r"(?:listed|named|registered|contained|included|entered|found|recorded)"
ON = (
    rf"(?:(?:{STANDS} )?(?P<not>not )?(?:{LISTED} )?{AT}|(?P<not_2>(?:is|are|was|were)(?: not|n't)(?: "
    rf"yet)?(?: listed| found| named| registered| contained| included)?|(?:does|do|did)(?: not|n't) "
    rf"{STAND}) {AT}|(?P<not_3>(?:(?:is|are) )?(?:missing|absent) from|(?:(?:is|are) )?outside|(?:is|are) "
    rf"off))"
)
NAMED = rf"(?P<list>{OPENS})"
SUBJECT = rf"{DET}(?:{NOUN} ){{1,4}}?"


def name(text: str, asked: Asked, *, among: bool) -> str:
    """The name of one list: known payees, of `the list of known payees`."""
    text = re.sub(r"^(?:on|in|among) ", "", text.strip())
    found = re.fullmatch(rf"{DET}(?:[\w-]+ )?{LIST} of (?:the |our )?(?P<of>.+)", text, re.IGNORECASE)
    plain = name_of(found["of"] if found else text)
    if not plain:
        return ""
    called = bool(found) or bool(re.search(rf"\b{LIST}$", plain, re.IGNORECASE))
    return plain if called or (among and asked.known(plain, "LIST_NAME")) else ""


def _told(found: Found, asked: Asked) -> str:
    no = any(found[each] for each in ("not", "not_2", "not_3"))
    neither, text = found.groupdict().get("neither"), found["list"]
    text = re.sub(r"^(?:either|both) ", "", text)
    names = [name(part, asked, among=True) for part in JOIN.split(text)]
    if len(names) > 1 and no and not re.search(r"\bor\b|\bnor\b", text):
        return ""
    if len(names) > 1 and not no and re.search(r"\band\b", text):
        return joined((_on(each) for each in names), every=True)
    tests = [(turned(_on(each)) if no or neither else _on(each)) if each else "" for each in names]
    return joined(tests, every=bool(no or neither))


def _on(name: str) -> str:
    return f'it goes to one of the "{name}"' if name else ""


NEITHER = rf"{STANDS} (?P<neither>neither) {AT} (?P<list>{OPENS})(?P<not>)(?P<not_2>)(?P<not_3>)"
READERS: tuple[Reader, ...] = (
    reader(rf"(?:to|from|for|with|of|by) {SUBJECT}(?:(?:that|which|who) )?(?:{ON}) {NAMED}", _told),
    reader(rf"{SUBJECT}(?:{ON}) {NAMED}", _told),
    reader(rf"(?:to|from|for|with|of|by) {SUBJECT}(?:(?:that|which|who) )?{NEITHER}", _told),
    reader(rf"{SUBJECT}{NEITHER}", _told),
)
