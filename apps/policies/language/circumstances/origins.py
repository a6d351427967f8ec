"""Where a value came from: comes only from outside text, typed by the person, that the model made up."""

import re

from apps.policies.language.circumstances.parts import DET, Asked, Found, Reader, bare, name_of, reader, turned

ONLY = r"(?:only |solely |exclusively |just |purely |directly |straight |entirely )*"
TEXT = (
    r"(?:(?:an?|the|any|some|its) )?(?:(?:outside|external|untrusted|third-party|incoming|inbound|received|"
    r"forwarded|unknown|foreign|customer's) )*"
    r"(?:text|content|sources?|e-?mails?|mails?|messages?|web ?pages?|web ?sites?|web|documents?|"
    r"attachments?|pdfs?|tickets?|"
    r"chats?|pages?|letters?|internet|outside)"
)
RECORD = (
    r"(?:(?:an?|the|our|one of our|its|some) )?(?:(?:own|trusted|existing|internal|verified|known) "
    r")*(?:records?|system of record|master data)"
)
PERSON = (
    r"(?:(?:the|a|any) (?:person|requester|requestor|user|asker|human|person asking|person who (?:asks|"
    r"asked)(?: for it)?)|"
    r"whoever (?:asks|asked)(?: for it)?)(?: themselves| himself| herself)?"
)
MODEL = r"(?:the|an?) (?:language )?(?:model|ai|llm)"
SOURCES = rf"(?:(?P<outside>{TEXT})|(?P<record>{RECORD})|(?P<person>{PERSON})|(?P<model>{MODEL}))"
TAKEN = (
    r"(?:taken|copied|found|read|extracted|lifted|drawn|pulled|obtained|picked up|gathered|derived|"
    r"stemming|originating|coming|come|scraped|sourced)"
)
COMES = (
    rf"(?:(?:comes?|came|stems?|stemmed|originates?|originated|derives?)|(?:(?:has|have) (?:been )?|(?:is|"
    rf"are|was|were) ){ONLY}{TAKEN})"
)
NOT = r"(?: not|n't)"
COMES_NOT = rf"(?:(?:does|do|did){NOT} (?:come|stem|originate)|(?:is|are|was|were|has|have){NOT} (?:been )?{TAKEN})"
TYPED = r"(?:typed(?: in)?|entered|given|supplied|specified|stated|said|provided|dictated)"
TYPED_IT = (
    r"(?:typed(?: in)?|entered|gave|supplied|specified|stated|said|provided|wrote|dictated|has typed|has "
    r"entered|has given|has said|types|enters|gives|says|states)"
)
MADE_UP = r"(?:made up|invented|guessed|generated|produced|hallucinated|dreamt up|fabricated|written|chosen|filled in)"
VALUE = rf"(?P<value>{DET}[\w'-]+(?: [\w'-]+){{0,2}}?)"
FROM = rf"{ONLY}(?:from|in|out of|off) {ONLY}"
MAIL = re.compile(r"\b(?:e-?mail|mail|message|repl(?:y|ies))", re.IGNORECASE)
RECIPIENTS = frozenset("address addresses recipient recipients addressee addressees".split())
WHATEVER = frozenset("data text content contents information wording details values material".split())
CAME = {"outside": "came only from outside text", "record": "came from a trusted record",
        "person": "was typed by the person", "model": "was made up by the model"}  # fmt: skip
ALL = re.compile(
    r"^(?:every|each|all|all of its?|all the) (?:values?|arguments?|it)(?: of it| in it)?$|^everything(?: in it)?$",
    re.IGNORECASE,
)
ANY = re.compile(
    r"^(?:any|an?|one|some) (?:values?|arguments?|part)(?: of it| in it)?$|^anything(?: in it)?$", re.IGNORECASE
)


def _value(text: str, asked: Asked) -> str:
    if ALL.match(text):
        return "every value"
    if ANY.match(text):
        return "any value"
    name = name_of(text)
    if not name:
        return ""
    mails = name.casefold().startswith(("recipient", "addressee")) or MAIL.search(asked.rest)
    if name.casefold() in RECIPIENTS and mails:
        return "the recipient"
    return "the amount" if name.casefold() == "amount" else f'"{name}"'


def _told(found: Found, asked: Asked) -> str:
    said = found.groupdict()
    which = next((each for each in CAME if said.get(each)), "")
    value = _value(said["value"], asked) if said.get("value") else ""
    if bare(said["value"] or "").casefold() in WHATEVER:
        value = "any value" if which in ("outside", "model") else "every value"
    if not value or not which:
        return ""
    test = f"{value} {CAME[which]}"
    return turned(test) if said.get("not") else test


def _typed(found: Found, _asked: Asked) -> str:
    said = "every value was typed by the person"
    return turned(said) if found.groupdict().get("not") else said


BEHIND = r"(?:to|from|with|for|using|in|on|of|at|into|by) "
WHO_TYPED = rf"(?P<person>{PERSON}) {TYPED_IT}"
WHO_MADE = rf"(?P<model>{MODEL}) (?:has )?{MADE_UP}"
READERS: tuple[Reader, ...] = (
    reader(rf"{VALUE} {COMES} {FROM}{SOURCES}", _told),
    reader(rf"{VALUE} (?P<not>{COMES_NOT}) {FROM}{SOURCES}", _told),
    reader(
        (
            rf"{VALUE} (?:is|was|are|were|has been|have been)(?P<not>{NOT})? {ONLY}(?:{TYPED} by "
            rf"(?P<person>{PERSON})|{MADE_UP} by (?P<model>{MODEL}))"
        ),
        _told,
    ),
    reader(
        (
            rf"{WHO_TYPED} (?P<value>{DET}(?!it\b|them\b|so\b)[\w'-]+(?: [\w'-]+)??)(?: themselves| himself| "
            rf"herself)?"
        ),
        _told,
    ),
    reader(
        (
            rf"(?P<person>{PERSON}) (?P<not>(?:did|does|has){NOT}) (?:type|typed|enter|entered|give|given|say|said|"
            rf"state) (?P<value>{DET}(?!it\b|them\b|so\b)[\w'-]+(?: [\w'-]+)?)"
        ),
        _told,
    ),
    reader(rf"{VALUE} (?:(?:that|which) )?{WHO_TYPED}", _told),
    reader(
        (
            rf"{VALUE} (?:(?:that|which) )?(?P<person>{PERSON}) (?P<not>(?:did|does|has){NOT}) (?:type|typed|enter|"
            rf"entered|give|given|say|said|state|specify|supply)"
        ),
        _told,
    ),
    reader(rf"{PERSON} {TYPED_IT} (?:it|them|so)(?: themselves| himself| herself)?", _typed),
    reader(
        rf"{PERSON} (?P<not>(?:did|does|has){NOT}) (?:type|typed|enter|entered|say|said|give|given) (?:it|them|so)",
        _typed,
    ),
    reader(rf"{WHO_MADE} {VALUE}", _told),
    reader(
        (
            rf"{BEHIND}{VALUE} (?:(?:that|which) {COMES} |(?:(?:that|which) (?:is|was|are|were) )?{ONLY}{TAKEN} "
            rf"){FROM}{SOURCES}"
        ),
        _told,
    ),
    reader(rf"{BEHIND}{VALUE} (?P<not>not ){ONLY}(?:{TAKEN} {FROM}{SOURCES}|{TYPED} by (?P<person_2>{PERSON}))", _told),
    reader(
        (
            rf"{BEHIND}{VALUE} (?:(?:that|which) (?:is|was|are|were|has been) )?{ONLY}(?:{TYPED} by "
            rf"(?P<person>{PERSON})|{MADE_UP} by (?P<model>{MODEL}))"
        ),
        _told,
    ),
    reader(rf"{BEHIND}{VALUE} (?:that |which )?(?:{WHO_TYPED}|{WHO_MADE})", _told),
)
