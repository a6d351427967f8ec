"""What is done, said of an agent or by a verb that names it in part: it never deletes, is made public, goes out."""

import re

from apps.policies.language.in_full.said import Order, Said, across_numbers, within
from apps.policies.language.verbs import base

IT = r"(?:it|they|we|(?:(?:an?|the|any|every|our|all) )?(?:ai )?(?:agents?|bots?|assistants?))"
NOT = r"(?:never|(?:does|do|will) (?:not|never)|doesn't|don't|won't)"
MODAL = r"(?:may|can|must|shall|should)"
VERB = (
    r"(?P<verb>(?!(?:need|require|ask|be|have|do|go|get|act|work|run|only|also|allow|let|want|know|permit|approve)s?\b)"
    r"[a-z-]{3,})"
)
SO = r"(?=(?:by|with|within|after|once|when|if|during|on|in|up|until|between|for|to|from|where|following|upon) )"
DONE = r"(?P<done>\w+(?:ed|en|ade|ent|aid|old|ought|un|ut|et)(?: (?:off|out|up|down|back|over|in))?)"
PUBLIC = (
    r"(?P<how>public|private|visible|available|accessible|searchable|mandatory|permanent|read-only|inaccessible|"
    r"unavailable|invisible|optional|anonymous)"
)
NP = r"(?P<what>(?!no |nothing|nobody)[^,;:.]+?)"
BEHIND = r"(?P<behind>(?: [^;]+)?)$"
THING = (
    r"(?P<thing>(?:(?:an?|the|any|every|all|full|daily|new|manual|nightly) )*"
    r"[a-z-]*(?:backup|snapshot|cop(?:y|ie)|dump|screenshot|image)s?)"
)
NEED_NOT_ASK = rf"{IT} (?:do|does) not (?:have|need) to ask(?: anybody| anyone| somebody| someone)? (?:before|when|if)"
OUT = r"(?:goe?s? (?:out|live)|leaves? the house|(?:is|are) (?:sent|put) out)"


def _must_not(found: re.Match[str]) -> str:
    return f"Agents must not {base(found['verb'])} {found['what']}"


def _may(found: re.Match[str]) -> str:
    return f"Agents may {base(found['verb'])} {found['what']} without asking"


def _making(then: str) -> Order:
    def said(found: re.Match[str]) -> str:
        return f"Making {within(found['what'])} {found['how']} {then}{found['behind']}"

    return said


FORMS_SAID: tuple[tuple[str, Order], ...] = (
    (rf"^{IT} {NOT} {VERB} (?P<what>[^;]+)$", _must_not),
    (rf" {MODAL} neither be (?P<one>[a-z-]+(?: [^,;]+?)?) nor (?:be )?(?=[a-z-]+)", r" must not be \g<one> or "),
    (rf" {MODAL} neither (?P<one>[a-z-]+ [^,;]+?) nor (?=[a-z-]+ )", r" must not \g<one> or "),
    (rf"^{NEED_NOT_ASK} (?:it|they) {VERB} (?P<what>[^;]+)$", _may),
    (rf"^{IT} (?:do|does|will) neither (?P<one>[a-z-]+(?: [^,;]+?)?) nor (?=[a-z-]+ )", r"Agents must not \g<one> or "),
    (rf" (?:is|are) only (?!allowed|permitted|authori[sz]ed){DONE} {SO}", r" must only be \g<done> "),
    (rf"^no {NP} (?:is|are|(?:may|can|must|shall) be) made {PUBLIC}{BEHIND}", _making("is not allowed")),
    (rf"^{NP} (?:(?:may|can|must|shall|should) (?:not|never)|cannot) be made {PUBLIC}{BEHIND}",
     _making("is not allowed")),
    (rf"^{NP} (?:is|are) (?:not|never) made {PUBLIC}{BEHIND}", _making("is not allowed")),
    (rf"^{NP} (?:(?:may|can) only be|(?:is|are) only) made {PUBLIC}{BEHIND}", _making("is only allowed")),
    (rf"^{NP} (?:may|can) be made {PUBLIC}{BEHIND}", _making("is allowed")),
    (rf"\b(?P<take>tak)(?P<e>e|es|ing) {THING}",
     lambda found: f"{'creating' if found['e'] == 'ing' else 'create'} {found['thing']}"),
    (rf"^{NP} {OUT}(?: only)? (?=(?:after|with|once|following) )", r"\g<what> may only be sent "),
)  # fmt: skip
FORMS = tuple((re.compile(across_numbers(words), re.IGNORECASE), order) for words, order in FORMS_SAID)


def by_its_agent(said: Said) -> tuple[str, ...]:
    """The sentence with the verb that it means."""
    plain = text = said.text.rstrip(". ")
    for words, order in FORMS if '"' not in text else ():
        text = words.sub(order, text)
    return (text[:1].upper() + text[1:],) if text != plain else ()
