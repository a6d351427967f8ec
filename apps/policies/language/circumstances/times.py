"""When: outside the hours from 9 to 18, later than 6 pm, on a weekend, in December, while a freeze is in force."""

import re

from apps.policies.language.circumstances.parts import Asked, Found, Reader, reader, turned
from apps.policies.language.words import DAYS, MONTHS

HOUR = (
    r"(?:\d{1,2}:\d\d(?: ?(?:am|pm|a\.m\.?|p\.m\.?))?|\d{1,2} ?(?:am|pm|a\.m\.?|p\.m\.?|o'clock)|noon|"
    r"midday|midnight|\d{1,2} (?:in the (?:morning|evening|afternoon)|at night))"
)
ZONE = r"(?: (?P<zone>utc|gmt))?"
WHOSE = (
    r"(?P<whose>(?:,? (?:in|by|at) )?(?: ?(?:the )?(?:recipient|addressee|customer)'s (?:own )?(?:local "
    r")?(?:time ?zone|time|zone)|"
    r"(?: ?(?:the )?(?:local )?time (?:zone )?of the (?:recipient|addressee|customer))| ?their (?:own "
    r")?(?:local )?(?:time ?zone|time)|"
    r" ?where the (?:recipient|addressee) (?:is|lives|sits|works))|)"
)
DAY = rf"(?:{'|'.join(DAYS)})s?"
MONTH = rf"(?:{'|'.join(MONTHS)})"
TODAY = r"(?:it|today|the day|that day|the current day|the date)"
KIND = rf"(?:weekends?|weekdays?|working days?|business days?|{DAY})"
KINDS = rf"(?P<days>{KIND}(?:(?:, (?:and |or )?| and | or )(?:on )?(?:an? |the )?{KIND})*)"
FROZEN = r"(?:freeze|blackout|moratorium|lockdown)(?: period| window)?"
FREEZE = rf"(?:(?:an?|the|any|our|some|that|this) )?(?P<freeze>(?:[\w-]+ ){{0,2}}?(?:{FROZEN}|[\w-]+))"
IN_FORCE = (
    r"(?:in force|active|on|in effect|in place|ongoing|under ?way|declared|going on|running|open|"
    r"applicable|in progress)"
)
HOLDS = (
    rf"(?:(?:is|are|remains?|stays?|has been|was)(?: still| currently| now)? {IN_FORCE}|applies|lasts|holds|"
    rf"is on|continues|runs|persists)"
)


def _clock(text: str) -> str:
    """A time as the grammar writes it; the half of the day in a word of its own."""
    text = text.strip().casefold()
    for said, half in (
        ("in the morning", "am"),
        ("in the evening", "pm"),
        ("in the afternoon", "pm"),
        ("at night", "pm"),
    ):
        text = text.replace(said, half)
    text = re.sub(r"([ap])\.m\.?", r"\1m", text)
    return re.sub(r"(?<=\d)(?=[ap]m)", " ", text)


def _whose(found: Found) -> str:
    return " for the recipient" if found["whose"].strip() else ""


def _between(found: Found, _asked: Asked) -> str:
    test = f"it is between {_clock(found['from'])} and {_clock(found['to'])}{_whose(found)}"
    return turned(test) if found["out"] else test


def _before(found: Found, _asked: Asked) -> str:
    return f"it is before {_clock(found['at'])}{_whose(found)}"


def _after(found: Found, _asked: Asked) -> str:
    return f"it is after {_clock(found['at'])}{_whose(found)}"


def _days(found: Found, asked: Asked) -> str:
    if re.match(r" (?:through|to|until|till|-)", asked.after):
        return ""  # from the first to the last
    days = re.sub(r"\b(?:on|an?|the) ", "", found["days"])
    test = f"it is {re.sub(r',? and ', ' or ', days)}{_whose(found)}"
    return turned(test) if found.groupdict().get("not") else test


def _months(found: Found, _asked: Asked) -> str:
    return f"it is in {found['months']}"


def _freeze(found: Found, asked: Asked) -> str:
    name = found["freeze"]
    if not (asked.known(name, "FREEZE_NAME", "_FREEZE") or re.search(rf"\b{FROZEN}$", name, re.IGNORECASE)):
        return ""
    if asked.known(name, "FREEZE_NAME", "_FREEZE"):
        test = f"the {name} is in force"
    else:
        test = f'the "{re.sub(rf" {FROZEN}$", "", name)}" freeze is in force'
    return turned(test) if found.groupdict().get("not") else test


def _their_hours(found: Found, _asked: Asked) -> str:
    test = "it is within working hours for the recipient"
    return turned(test) if found["not"] else test


THEIR_HOURS = (
    r"(?:the )?(?:recipient|addressee|customer)'s (?:normal |local |regular )?(?:business|working|office) hours"
)
HOURS = r"(?:the )?(?:hours?|time|times|window|period|slot)?(?: between| from| of)? ?"
READERS: tuple[Reader, ...] = (
    reader(
        (
            rf"(?:(?:it|the time) is )?(?P<out>(?:outside|out)(?: of)? )?(?:in |within |during )?{HOURS}(?:between |"
            rf"from )?(?P<from>{HOUR}) ?(?:to|and|until|till|-|–) ?(?P<to>{HOUR}){ZONE}{WHOSE}"
        ),
        _between,
    ),
    reader(
        (
            rf"(?:(?:it|the time) is )?(?P<out>(?:outside|out)(?: of)? )(?:the )?(?:hours? )?(?:of |from |between "
            rf")?(?P<from>\d{{1,2}}) ?(?:to|and|until|till|-|–) ?(?P<to>{HOUR}){ZONE}{WHOSE}"
        ),
        _between,
    ),
    reader(rf"(?:(?:it|the time) is )?(?:before|earlier than|prior to) (?P<at>{HOUR}){ZONE}{WHOSE}", _before),
    reader(rf"(?:(?:it|the time) is )?(?:after|later than|past) (?P<at>{HOUR}){ZONE}{WHOSE}", _after),
    reader(rf"(?:on|at|over|during) (?:an? |the |any )?{KINDS}{WHOSE}", _days),
    reader(rf"(?:on |from )?(?P<days>{DAY} (?:through|to|until|till) {DAY}){WHOSE}", _days),
    reader(rf"{TODAY} is (?P<not>not )?(?:an? |the )?{KINDS}(?P<whose>)", _days),
    reader(
        rf"(?:in|during|throughout) (?:the months? of )?(?P<months>{MONTH}(?:(?:, | and | or |, or |, and ){MONTH})*)",
        _months,
    ),
    reader(rf"{TODAY} is (?:in )?(?P<months>{MONTH})", _months),
    reader(rf"(?:(?P<not>outside(?: of)?)|during|within|in) {THEIR_HOURS}", _their_hours),
    reader(rf"(?:during|throughout|amid|in the middle of|for the duration of) {FREEZE}", _freeze),
    reader(rf"(?P<not>(?:outside|out)(?: of)?) {FREEZE}", _freeze),
    reader(rf"{FREEZE} {HOLDS}", _freeze),
    reader(
        rf"{FREEZE} (?P<not>(?:is|are)(?: not|n't) {IN_FORCE}|is over|has ended|is lifted|has been lifted)", _freeze
    ),
    reader(rf"there (?:is|are) (?P<not>no )?{FREEZE}(?: {IN_FORCE})?", _freeze),
    reader(rf"(?:we are|the company is) (?P<not>not )?(?:in|under) {FREEZE}", _freeze),
    reader(rf"{TODAY} is (?P<not>not )?{FREEZE}", _freeze),
)
