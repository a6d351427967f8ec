"""Who asked for it: requested by somebody in Sales, on behalf of Privacy, if the requester belongs to Support."""

import re

from apps.policies.language.circumstances.parts import Asked, Found, Reader, bare, name_of, reader, turned

PERSON = (
    r"(?:(?:somebody|someone|anybody|anyone|an? (?:person|member|employee|colleague|user)|people|members|"
    r"staff|employees|colleagues|"
    r"users) (?:of|in|from|at|within|who belongs? to|who works? in)(?: the)? )"
)
GROUP = r"(?:the |an? |any )?(?P<group>[\w&'-]+(?:(?: |, | or |, or )[\w&'-]+){0,4})"
ASKED = (
    r"(?:asked for|requested|ordered|initiated|submitted|raised|triggered|started|commissioned|prompted|"
    r"made|filed|lodged|demanded)"
)
ASKS = (
    r"(?:asks? for|asked for|(?:has|have) asked for|requests?|requested|(?:has|have) requested|orders?|"
    r"ordered|wants?|initiated)"
)
IS = r"(?:is|are|was|were|has been|have been|comes?|came)"
ASKER = (
    r"(?:the )?(?:requester|requestor|asker|person (?:asking|who asks|who asked)(?: for it)?|requesting "
    r"(?:person|user)|user)"
)
BELONGS = r"(?:belongs? to|works? (?:in|for)|sits? in|comes? from|is (?:a member of|part of|in|from|with|on)|is)"
BELONGS_NOT = (
    r"(?:does not (?:belong to|work (?:in|for)|sit in|come from)|is not (?:a member of|part of|in|from|with)|is not)"
)
TEAM = r"(?: (?:team|department|group))?"


def _told(found: Found, asked: Asked) -> str:
    names = re.split(r",? or |, ", found["group"])
    called = [_group(bare(each), asked) for each in names]
    if not all(called):
        return ""
    test = f"it was asked for by {' or '.join(called)}"
    return turned(test) if found.groupdict().get("not") else test


def _group(name: str, asked: Asked) -> str:
    if asked.known(name, "GROUP"):
        return name
    said = name_of(re.sub(r"(?<=\w) (?:team|department)$", "", name))
    return f'"{said}"' if said[:1].isupper() or asked.known(said, "GROUP") else ""


READERS: tuple[Reader, ...] = (
    reader(
        rf"(?:(?:that|which|it|they|the (?:request|action)) {IS} )?(?P<not>not )?{ASKED} by {PERSON}{GROUP}{TEAM}",
        _told,
    ),
    reader(
        (
            rf"(?:(?:that|which|it|they|the (?:request|action)) {IS} )?(?P<not>not )?{ASKED} (?:by|on behalf of|"
            rf"for) {PERSON}?{GROUP}{TEAM}"
        ),
        _told,
    ),
    reader(
        (
            rf"(?:(?:that|which|it|they|the (?:request|action)) (?:{IS} )?)?(?P<not>not )?(?:made |coming |coming "
            rf"in |issued |done )?(?:on behalf of|at the request of|at the instigation of|on request of) "
            rf"{PERSON}?{GROUP}{TEAM}"
        ),
        _told,
    ),
    reader(rf"the request {IS} (?P<not>not )?(?:made )?(?:by|from) {PERSON}?{GROUP}{TEAM}", _told),
    reader(rf"(?:that |which )?{PERSON}{GROUP}{TEAM} {ASKS}(?: it| them| this)?", _told),
    reader(rf"(?:that|which) {GROUP}{TEAM} {ASKS}", _told),
    reader(rf"{GROUP}{TEAM} {ASKS} (?:it|them|this)", _told),
    reader(rf"{ASKER} (?:{BELONGS}|(?P<not>{BELONGS_NOT})) {PERSON}?{GROUP}{TEAM}", _told),
    reader(rf"at {GROUP}'s? request", _told),
)
